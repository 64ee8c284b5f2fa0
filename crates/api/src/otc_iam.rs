//! The identity API of Open Telekom Cloud (IAM), as far as its clients need it to send welcome
//! emails: `/v3.0` and `/v3`.
//!
//! Only a translation: it parses, calls the same use cases as the native API and answers in that
//! product's words, for paths and methods that do not exist too.

mod auth;
mod bodies;
mod errors;
mod routes;

pub(crate) use routes::{refusal, router};
