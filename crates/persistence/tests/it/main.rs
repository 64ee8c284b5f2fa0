//! Tests of the crate against both databases.

mod engine_failures;
mod engine_postgres;
mod engine_reads;
mod engine_signals;
mod engine_writes;
mod matrix;
mod migrations;
mod notes;
mod opening;
