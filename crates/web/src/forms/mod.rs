//! What forms post to. Each handler makes one call to the API and answers 303 when it succeeded; a
//! refusal shows the form again, with what was entered (never a password) and what is wrong.

use axum::response::{IntoResponse, Response};

use crate::{
    api_client::ApiFailure,
    page_error::PageError,
    query::{self, Query},
    redirect,
};

pub(crate) mod account;
pub(crate) mod account_logo;
pub(crate) mod audit_log;
pub(crate) mod bulk_send;
pub(crate) mod credential;
pub(crate) mod forgot_password;
pub(crate) mod link;
pub(crate) mod my_account;
pub(crate) mod password_judgement;
pub(crate) mod password_link;
pub(crate) mod provider_test;
pub(crate) mod session;
pub(crate) mod template;
pub(crate) mod user;
pub(crate) mod user_import;
pub(crate) mod user_memberships;
pub(crate) mod user_roles;
pub(crate) mod user_switch;
pub(crate) mod welcome_email;

/// A button's action was refused: back to its page, which says why. A failure of our own is an
/// error page instead, and whoever is no longer signed in signs in first.
fn refused(back: &str, failure: ApiFailure) -> Response {
    if failure.is_signed_out() {
        return redirect::see_other(&format!("/sign-in{}", Query::new().with("next", back)));
    }
    if failure.status.is_server_error() {
        return PageError::from(failure).into_response();
    }
    let back = query::without(back, &["notice", "watch"]);
    redirect::see_other(&query::set(&back, "error", failure.code().as_str()))
}

/// A text without surrounding blanks, if there is any.
fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
