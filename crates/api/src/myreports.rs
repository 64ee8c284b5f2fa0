//! The API of MyReports, as far as activation emails need it: `/v1.0` and `/api/v1.0`, and the token
//! endpoint of its sign-in service, `/connect/token`.
//!
//! Only a translation: it parses, calls the same use cases as the native API and answers in that
//! product's words. A customer is an account; her tenant id is the account's id.

mod auth;
mod bodies;
mod compat;
mod errors;
mod routes;
mod token;
mod users;

pub(crate) use compat::sheet;
pub(crate) use routes::{refusal, router};
