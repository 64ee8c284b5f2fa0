//! Tests of the crate as its users see it.

#![expect(
    clippy::unwrap_used,
    reason = "a failed step fails its test, also outside of #[test]"
)]

mod fake_server;
mod pool;
mod rendering;
mod silence;
mod smtp;
mod tls;
mod trial;
