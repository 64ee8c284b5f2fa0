#!/bin/sh
# Builds target/pgo/usher: the same program as target/release/usher, trained on its own work (profile-guided
# optimisation). Linux only. It takes half an hour, and again after each commit, whose name is in the program.
#
# 1. A build that counts what runs. 2. That build at work: e2e/training. 3. A build that makes fast what runs
# often, makes small what does not, and lays side by side what a start needs, so that the rest stays on disk.
#
# RUSTFLAGS of the caller are not used.
set -eu
cd "$(dirname "$0")/.."
[ "$(uname -s)" = Linux ] || {
    echo 'Training reads /proc; elsewhere than on Linux use make build.' >&2
    exit 1
}
profdata=$(sh scripts/find-profdata.sh) || {
    echo "llvm-profdata is missing; run scripts/setup.sh release first." >&2
    exit 1
}
mkdir -p "${CARGO_TARGET_DIR:-target}/pgo"
pgo=$(cd "${CARGO_TARGET_DIR:-target}/pgo" && pwd)
case $pgo in
    *[\ ,]*)
        echo "The linker takes no path with spaces or commas: $pgo" >&2
        exit 1
        ;;
esac
unset CARGO_ENCODED_RUSTFLAGS
host=$(rustc -vV | sed -n 's/^host: //p')

# build FOLDER RUSTFLAGS [LINK ARGUMENT…], with $units
build() {
    # LLVM 22 fails on some loops with counts in them unless it may merge them. Alike in both builds, or counts
    # and code would not fit each other.
    flags="-Cllvm-args=-keep-loops=false $2"
    folder=$1
    shift 2
    # For the target alone: what runs while building is neither counted nor trained.
    RUSTFLAGS=$flags CARGO_TARGET_DIR=$folder \
        cargo rustc --locked --release --target "$host" -p usher-server --bin usher --config "$units" -- "$@"
}

# executed PROFILE: the symbols of all that ran.
executed() {
    "$profdata" show --all-functions --counts "$1" >"$pgo/counts.txt"
    awk '/^  [^ ].*:$/ { name = substr($0, 3, length($0) - 3); sub(/^.*;/, "", name) }
        /Block counts:.*[1-9]/ { print name }' "$pgo/counts.txt"
}

# What the training depends on: other code, other work.
made_from() {
    find e2e/training e2e/bench -type f ! -path '*/results/*' | sort |
        xargs cksum "$pgo/counting/$host/release/usher" scripts/build-release.sh
}

units=profile.release.package.usher-application.codegen-units=4
build "$pgo/counting" -Cprofile-generate
if [ "$(made_from)" != "$(cat "$pgo/made-from" 2>/dev/null)" ]; then
    rm -rf "$pgo/raw" "$pgo/trained" "$pgo/made-from"
    USHER_BIN=$pgo/counting/$host/release/usher sh e2e/training/run.sh "$pgo/raw"
    "$profdata" merge --output "$pgo/start.profdata" "$pgo"/raw/start/*.profraw
    "$profdata" merge --output "$pgo/usher.profdata" "$pgo"/raw/*/*.profraw
    executed "$pgo/start.profdata" >"$pgo/symbols.txt"
    executed "$pgo/usher.profdata" >>"$pgo/symbols.txt"
    awk '!seen[$0]++' "$pgo/symbols.txt" >"$pgo/order.txt"
    made_from >"$pgo/made-from"
fi

set --
# Where rustup's rustc links with LLD, which knows an order of symbols.
if [ "$host" = x86_64-unknown-linux-gnu ]; then
    set -- "-Clink-arg=-Wl,--symbol-ordering-file=$pgo/order.txt,--no-warn-symbol-ordering"
    # What is relocated takes a tenth of the room, for a glibc that knows how: the one that is linked with.
    getconf GNU_LIBC_VERSION | awk '{ split($2, v, "."); exit !(v[1] > 2 || v[2] >= 36) }' &&
        set -- "$@" -Clink-arg=-Wl,-z,pack-relative-relocs
fi
# A few functions come out of the two builds differently; they go without counts.
trained="-Cprofile-use=$pgo/usher.profdata -Cllvm-args=-no-pgo-warn-mismatch"
# LLVM 22 fails on some of the units of code that this crate is cut into, once they are trained; cut otherwise,
# they are other code to it. What comes before the crate is kept.
for count in 4 8 32 16; do
    units=profile.release.package.usher-application.codegen-units=$count
    build "$pgo/trained" "$trained" "$@" && break
    [ "$count" != 16 ] || exit 1
    echo "The trained build failed; it goes on with other units of code." >&2
done
"$pgo/trained/$host/release/usher" --version
# Not written over one that runs.
cp "$pgo/trained/$host/release/usher" "$pgo/usher.new"
mv "$pgo/usher.new" "$pgo/usher"
echo "Built $pgo/usher"
