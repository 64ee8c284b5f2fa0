//! The pages through their real router, on top of an API that answers what the test laid down.

mod accounts;
mod api_tokens;
mod audit_log;
mod bodies;
mod browser;
mod canned_api;
mod entry;
mod errors;
mod headers;
mod links;
mod my_account;
mod overview;
mod sign_in;
mod user;
mod user_roles;
mod users;
