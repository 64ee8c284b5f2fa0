//! Tests of the server through its public face.

mod config;
