#!/bin/sh
# Measures the release binary (or USHER_BIN) on this machine, everything over loopback.
#
#   run.sh [MEASURE…]    accepted, start, backlog, pages, hanging; all of them without a name
#
# SCALE=small|full     how much; small is meant to be over in ten minutes (smoke: only whether it runs)
# BACKENDS="…"         sqlite, postgres or both (the default)
# FLOOR=folder         interleaves `accepted` with another server: see support/floor.mjs
#
# Figures are JSON lines in results/, from which report.mjs makes tables and a picture.
set -eu
cd "$(dirname "$0")"
binary=${USHER_BIN:-${CARGO_TARGET_DIR:-../../target}/release/usher}
[ -x "$binary" ] || {
    echo "$binary does not exist; run 'make build' first." >&2
    exit 1
}
results=${BENCH_RESULTS:-results}
rm -f "$results/lines.jsonl"
for backend in ${BACKENDS:-sqlite postgres}; do
    for measure in ${*:-accepted start backlog pages hanging}; do
        echo "== $measure on $backend" >&2
        case $backend in
            sqlite) node "$measure.mjs" ;;
            # A database that loses what it accepted is no database: this cluster flushes to the disk.
            postgres) USHER_CLUSTER_DURABLE=1 sh ../postgres/cluster.sh run node "$measure.mjs" ;;
            *) echo "BACKENDS names sqlite and postgres, not $backend" >&2 && exit 2 ;;
        esac
    done
done
node report.mjs
