//! What a browser loads: the islands of `usher-web` as WebAssembly.
//!
//! Pages work without it. It is built by `scripts/build-front.sh` for `wasm32-unknown-unknown` and
//! carried by the server; for any other target this crate is empty.

#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the islands ready; `crates/web/assets/islands.js` then brings each of them to life.
#[wasm_bindgen]
pub fn start() {
    usher_web::start();
}
