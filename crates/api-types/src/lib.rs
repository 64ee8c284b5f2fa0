//! Bodies and error codes of the native REST API, for servers, pages and clients alike.
//!
//! Plain data with serde, nothing else; it compiles to wasm. Unknown members of a request are
//! errors, so that a misspelt setting never passes silently; unknown members of an answer are not.

pub mod access_key;
pub mod access_token;
pub mod account;
pub mod account_user;
pub mod api_token;
pub mod audit_event;
pub mod bulk_send;
pub mod call_context;
pub mod captured_email;
pub mod delivery;
pub mod mail_provider;
pub mod me;
pub mod membership;
pub mod page;
pub mod password_link;
pub mod password_reset;
pub mod problem;
pub mod role;
pub mod session;
pub mod template;
pub mod user_event;
pub mod user_import;
pub mod welcome_email;
