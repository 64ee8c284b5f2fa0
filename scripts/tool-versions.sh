# The versions of the tools that `make lint` installs under target/tools. Sourced, not run.
CARGO_DENY_VERSION=0.20.2
CARGO_MACHETE_VERSION=0.9.2
