#!/bin/sh
# Runs every gate, one line each, and fails at the end if one failed. A gate's output is shown only
# when it failed or warns; all of it stays in target/lint/.
set -u
cd "$(dirname "$0")/.."
sh scripts/setup.sh lint || exit 1
PATH="$PWD/target/tools/bin:$PATH"
export PATH
logs=target/lint
mkdir -p "$logs"
failed=''

# gate NAME COMMAND…
gate() {
    name=$1
    shift
    if "$@" >"$logs/$name.log" 2>&1; then
        printf '%-12s ok\n' "$name"
        grep '^  warning:' "$logs/$name.log" || :
    else
        printf '%-12s FAILED\n' "$name"
        tail -n 60 "$logs/$name.log"
        failed="$failed $name"
    fi
}

gate fmt cargo fmt --all --check
gate clippy cargo clippy --workspace --all-targets --locked -- -D warnings
gate docs env RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items --locked
gate deny cargo deny --locked check --allow duplicate --allow unused-wrapper --hide-inclusion-graph bans licenses sources
gate machete cargo machete crates
gate boundaries sh scripts/check-boundaries.sh
gate migrations sh scripts/check-migrations.sh
gate sources sh scripts/check-sources.sh

if [ -n "$failed" ]; then
    echo "Lint failed:$failed"
    exit 1
fi
echo 'Lint passed.'
