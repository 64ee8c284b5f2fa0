#!/bin/sh
# Puts a counting build (USHER_BIN) to work for scripts/build-release.sh, which learns from it what runs and
# how often.
#
#   run.sh FOLDER    FOLDER/start: a start and nothing else; FOLDER/work: the benchmark, small, on both databases
set -eu
folder=$1
cd "$(dirname "$0")"
mkdir -p "$folder/start" "$folder/work"
echo 'Training: a start, then mails and pages on both databases (some minutes)'
LLVM_PROFILE_FILE=$folder/start/%m.profraw node start.mjs
LLVM_PROFILE_FILE=$folder/work/%m.profraw BENCH_RESULTS=$folder/results SCALE=small \
    BACKENDS='sqlite postgres' FLOOR='' sh ../bench/run.sh accepted start pages >"$folder/told.txt" 2>&1 || {
    tail -n 40 "$folder/told.txt" >&2
    exit 1
}
