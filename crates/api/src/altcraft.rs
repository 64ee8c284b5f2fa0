//! The administrator API of Altcraft Platform, as far as welcome emails and the users who get them
//! need it: `/api/v1.1`, in JSON and XML.
//!
//! Only a translation: it parses, calls the same use cases as the native API and answers in that
//! product's words. Its account number is the account's, its user name is the login.

mod accounts;
mod answers;
mod auth;
mod bodies;
mod call;
mod compat;
mod errors;
mod format;
mod names;
mod routes;
mod user_list;
mod users;
mod xml;

pub(crate) use compat::sheet;
pub(crate) use routes::{refusal, router};
