//! The pages, one module per family: a handler that loads everything first, and a view of it.

pub(crate) mod account_form;
pub(crate) mod account_settings;
pub(crate) mod accounts;
pub(crate) mod api_tokens;
pub(crate) mod audit_log;
pub(crate) mod audit_verification;
pub(crate) mod captured_mail;
#[cfg(debug_assertions)]
pub(crate) mod components;
pub(crate) mod created_api_token;
pub(crate) mod delete_user;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod forgot_password;
pub(crate) mod link;
pub(crate) mod link_state;
pub(crate) mod mail_providers;
pub(crate) mod my_account;
pub(crate) mod new_api_token;
pub(crate) mod overview;
pub(crate) mod provider_test;
pub(crate) mod reveal_link;
pub(crate) mod sign_in;
pub(crate) mod user;
pub(crate) mod user_actions;
pub(crate) mod user_facts;
pub(crate) mod user_form;
pub(crate) mod user_history;
pub(crate) mod user_roles;
pub(crate) mod users;
pub(crate) mod users_filters;
pub(crate) mod users_query;
pub(crate) mod users_table;
pub(crate) mod welcomed;
