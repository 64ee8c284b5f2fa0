#!/bin/sh
# Drives the built binary: faults of mail servers, disk, clock and nodes, the vendors' own clients on
# both databases, then browser journeys. Builds nothing; `make e2e` does.
#
# Closes with a line that other scripts read: "e2e result: N passed; N failed". The exit status is
# zero only if something ran and nothing failed.
set -u
cd "$(dirname "$0")"
binary=${USHER_BIN:-${CARGO_TARGET_DIR:-../target}/release/usher}
if [ ! -x "$binary" ]; then
    echo "$binary does not exist; run 'make build' first." >&2
    exit 1
fi
results=test-results
rm -rf "$results"
mkdir -p "$results"
passed=0
failed=0

sh postgres/cluster.sh run node --test --test-concurrency=2 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$results/faults.tap" \
    faults/*.test.mjs
faults=$?
passed=$((passed + $(awk '/^# pass / { n = $3 } END { print n + 0 }' "$results/faults.tap")))
broken=$(awk '/^# (fail|cancelled) / { n += $3 } END { print n + 0 }' "$results/faults.tap")
[ "$faults" -eq 0 ] || [ "$broken" -gt 0 ] || broken=1
failed=$((failed + broken))

USHER_BIN=$(cd "$(dirname "$binary")" && pwd)/usher sh postgres/cluster.sh run \
    .venv/bin/python -m pytest -c vendors/pytest.ini --junit-xml="$results/vendors.xml" vendors
vendors=$?
set -- $(.venv/bin/python -c '
import sys, xml.etree.ElementTree as xml
suite = xml.parse(sys.argv[1]).getroot().find("testsuite")
broken = int(suite.get("failures")) + int(suite.get("errors"))
print(int(suite.get("tests")) - broken - int(suite.get("skipped")), broken)
' "$results/vendors.xml" || echo 0 1)
[ "$vendors" -eq 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1
passed=$((passed + $1))
failed=$((failed + $2))

./node_modules/.bin/playwright test
journeys=$?
set -- $(node -e '
  const { stats, errors } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  console.log(stats.expected, stats.unexpected + stats.flaky + errors.length);
' "$results/journeys.json" || echo 0 1)
[ "$journeys" -eq 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1
passed=$((passed + $1))
failed=$((failed + $2))

echo "e2e result: $passed passed; $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
