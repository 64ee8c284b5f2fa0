//! Puts together what browsers load beside pages; the islands themselves need nothing of it.

#[cfg(feature = "ssr")]
#[path = "build/assets.rs"]
mod assets;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "ssr")]
    assets::write();
}
