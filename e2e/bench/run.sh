#!/bin/sh
# Measures how many welcome emails a second the release binary accepts (mail is captured, on SQLite),
# and whether a hanging mail server slows anything else down.
# N=… sets how many are sent at each concurrency (2000).
set -eu
cd "$(dirname "$0")"
[ -x "${USHER_BIN:-${CARGO_TARGET_DIR:-../../target}/release/usher}" ] || {
    echo "target/release/usher does not exist; run 'make build' first." >&2
    exit 1
}
node accepted.mjs "${N:-2000}"
node hanging.mjs
