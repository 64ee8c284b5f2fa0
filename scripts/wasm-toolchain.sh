#!/bin/sh
# Finds a Rust that compiles to WebAssembly.
#
#   eval "$(sh scripts/wasm-toolchain.sh find)"    sets WASM_CARGO and WASM_RUSTC; fails if there is none
#   sh scripts/wasm-toolchain.sh build             makes Debian's Rust one (root); about a minute, once
#
# The usual way is rustup, which reads the target from rust-toolchain.toml. Where it may not fetch it,
# Debian has a compiler and the standard library's sources, from which the target is built.
set -eu
cd "$(dirname "$0")/.."
target=wasm32-unknown-unknown

has_target() {
    folder=$("$1" --print target-libdir --target "$target" 2>/dev/null) &&
        ls "$folder"/libstd-*.rlib >/dev/null 2>&1
}

find_toolchain() {
    if has_target rustc; then
        echo "WASM_CARGO=cargo WASM_RUSTC=rustc"
    elif has_target /usr/bin/rustc; then
        echo "WASM_CARGO=/usr/bin/cargo WASM_RUSTC=/usr/bin/rustc"
    else
        return 1
    fi
}

build_target() {
    echo "Installing Debian packages: rustc-web cargo-web rust-web-src, and the lld of their LLVM"
    apt-get update -qq
    install='apt-get install -y -qq --no-install-recommends'
    DEBIAN_FRONTEND=noninteractive $install rustc-web cargo-web rust-web-src >/dev/null
    llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
    host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
    DEBIAN_FRONTEND=noninteractive $install "lld-$llvm" >/dev/null

    echo "Building Rust's standard library for $target (once, about a minute)"
    rustlib=$(/usr/bin/rustc --print sysroot)/lib/rustlib
    mkdir -p "$rustlib/$host/bin" "$rustlib/$target/lib"
    ln -sf "/usr/lib/llvm-$llvm/bin/lld" "$rustlib/$host/bin/rust-lld"
    # An empty crate: what is wanted is only what every crate is linked with. Link-time optimisation
    # needs the bitcode in it.
    empty=$(mktemp -d)
    trap 'rm -rf "$empty"' EXIT
    mkdir "$empty/src"
    : >"$empty/src/lib.rs"
    printf '[package]\nname = "empty"\nedition = "2024"\n[workspace]\n' >"$empty/Cargo.toml"
    (cd "$empty" && RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$empty/target" \
        /usr/bin/cargo build --quiet --release -Zbuild-std=std,panic_abort,proc_macro,test --target "$target")
    rm -f "$empty/target/$target/release/deps"/libempty-*
    cp "$empty/target/$target/release/deps"/*.rlib "$rustlib/$target/lib/"
}

case ${1:-} in
    find) find_toolchain ;;
    build) build_target ;;
    *)
        echo "usage: scripts/wasm-toolchain.sh find|build" >&2
        exit 2
        ;;
esac
