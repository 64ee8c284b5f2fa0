//! Tests of the server through its public face: the configuration, and the binary itself.

mod commands;
mod config;
mod process;
mod serve;
