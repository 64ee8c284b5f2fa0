# The versions of the tools that setup.sh installs under target/tools. Sourced, not run.
CARGO_DENY_VERSION=0.20.2
CARGO_MACHETE_VERSION=0.9.2
# The same as the crate in Cargo.toml: both halves of one interface.
WASM_BINDGEN_VERSION=0.2.130
