//! The identity API of Open Telekom Cloud (IAM), as far as its clients need it to log in, look
//! around and send welcome emails: `/v3.0` and `/v3`, and what programs are told at `/`.
//!
//! Only a translation: it parses, calls the same use cases as the native API and answers in that
//! product's words, for paths and methods that do not exist too.

mod auth;
mod bodies;
mod compat;
mod errors;
mod routes;

pub(crate) use compat::sheet;
pub(crate) use routes::{discovery, refusal, router};
