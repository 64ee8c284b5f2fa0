//! Tests of the server through its public face: the configuration, and the binary itself.

mod backup;
mod commands;
mod config;
mod connections;
mod draining;
mod large_import;
mod metrics;
mod process;
mod serve;
mod service_manager;
mod tracing;
