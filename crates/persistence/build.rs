//! Rebuilds the crate when a migration is added: embedding reads a folder that cargo does not watch.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/sqlite");
    println!("cargo:rerun-if-changed=../../migrations/postgres");
}
