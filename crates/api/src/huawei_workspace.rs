//! Huawei Cloud's Workspace, as far as its clients need it to send welcome emails and to find or
//! create whom they welcome: `/v2`.
//!
//! Only a translation: it parses, calls the same use cases as the native API and answers in that
//! product's words, for paths and methods that do not exist too.

mod actions;
mod bodies;
mod call;
mod compat;
mod errors;
mod listing;
mod new_user;
mod routes;
mod user_bodies;

pub(crate) use compat::sheet;
pub(crate) use routes::{refusal, router};
