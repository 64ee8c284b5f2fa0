#!/bin/sh
# Builds what browsers load for the islands into crates/web/bundle, which the server carries.
# Where nothing has changed it takes a moment.
set -eu
cd "$(dirname "$0")/.."
bundle=crates/web/bundle
wasm=target/front/wasm32-unknown-unknown/front/usher_front.wasm

eval "$(sh scripts/wasm-toolchain.sh find)"
RUSTC=$WASM_RUSTC "$WASM_CARGO" build --locked --package usher-front --profile front \
    --target wasm32-unknown-unknown --target-dir target/front

# Made anew where the compiler's result or the tool that reads it is another than last time.
state="$(cksum <"$wasm") $(cksum <scripts/tool-versions.sh) $(cksum <scripts/build-front.sh)"
[ -e "$bundle/usher.js" ] && [ "$(cat "$bundle/.made-from" 2>/dev/null)" = "$state" ] && exit
fresh=target/front/bundle
rm -rf "$fresh"
target/tools/bin/wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
    --out-dir "$fresh" --out-name usher "$wasm"
mv "$fresh"/usher_bg.wasm "$fresh"/usher.js "$bundle/"
echo "$state" >"$bundle/.made-from"
