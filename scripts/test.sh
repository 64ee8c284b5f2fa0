#!/bin/sh
# Runs every test and closes with the sum on a line of its own: "N passed, N failed".
#
# The Rust tests run on SQLite and on a PostgreSQL cluster of their own; then the release binary is
# driven by browser journeys and SMTP faults. A part that broke off counts as one failure, so that
# a build error can never look like a success.
set -u
cd "$(dirname "$0")/.."
logs=target/test-logs
mkdir -p "$logs"
rm -f "$logs"/*.log "$logs"/*.status
passed=0
failed=0

# part NAME COMMAND…: shows the output, keeps it in a log and the exit status beside it.
part() {
    name=$1
    shift
    { "$@" 2>&1; echo $? >"$logs/$name.status"; } | tee "$logs/$name.log"
    status=$(cat "$logs/$name.status")
}

# add PASSED FAILED: a part that failed without naming a failed test counts as one.
add() {
    if [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
        echo "The $name part broke off (exit status $status)."
        set -- "$1" 1
    fi
    passed=$((passed + $1))
    failed=$((failed + $2))
}

# sum LOG WORD: adds up "N WORD" over the log's result lines, cargo's and ours.
sum() {
    awk -v word="$2" '/^(test|e2e) result:/ {
        for (i = 2; i <= NF; i++) if ($i ~ "^" word) n += $(i - 1)
    } END { print n + 0 }' "$1"
}

part setup sh scripts/setup.sh test
add 0 0
if [ "$status" -eq 0 ]; then
    part front sh scripts/build-front.sh
    add 0 0
fi
if [ "$status" -eq 0 ]; then
    part rust sh e2e/postgres/cluster.sh run cargo test --workspace --locked --no-fail-fast
    add "$(sum "$logs/rust.log" passed)" "$(sum "$logs/rust.log" failed)"

    part build cargo build --locked --release --bin usher
    add 0 0
    if [ "$status" -eq 0 ]; then
        part e2e sh e2e/run.sh
        add "$(sum "$logs/e2e.log" passed)" "$(sum "$logs/e2e.log" failed)"
    fi
fi

echo
if [ "$failed" -gt 0 ]; then
    echo "Some tests failed; the output is in $logs/."
elif [ "$passed" -eq 0 ]; then
    echo 'No test ran.'
else
    echo 'All tests passed.'
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
