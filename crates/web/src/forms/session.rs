//! Signing in and out.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::{problem::ErrorCode, session::CreateSession};

use crate::{
    components::form_errors::FormErrors,
    extract::Filled,
    forms::filled,
    local_path::LocalPath,
    page_error::PageError,
    pages::sign_in::{SignInValues, sign_in_page},
    redirect, render,
    visit::Visit,
    words::{errors::failure_text, notices::Notice},
};

/// The sign-in form.
#[derive(Deserialize)]
pub(crate) struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`.
pub(crate) async fn sign_in(
    visit: Visit,
    Filled(form): Filled<SignInForm>,
) -> Result<Response, PageError> {
    let next = LocalPath::parse(&form.next);
    let body = CreateSession {
        login: form.login.trim().to_owned(),
        password: form.password,
        account: filled(&form.account),
    };
    match visit.api.post("/api/v1/sessions", &body).await {
        Ok(answer) => {
            let to = next.as_ref().map_or("/admin", LocalPath::as_str);
            Ok(redirect::with_cookies(
                redirect::see_other(to),
                answer.set_cookies,
            ))
        }
        Err(failure) if failure.status.is_server_error() && !failure.is_passing() => {
            Err(failure.into())
        }
        Err(failure) => {
            let status = match failure.code() {
                ErrorCode::SignInFailed => StatusCode::UNAUTHORIZED,
                _ if failure.is_passing() => failure.status,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let values = SignInValues {
                login: body.login,
                account: form.account,
                next,
            };
            let errors = FormErrors::general(failure_text(&failure));
            let page = sign_in_page(status, values, errors, None);
            Ok(render::with_retry_after(page, failure.retry_after))
        }
    }
}

/// `POST /ui/sign-out`.
pub(crate) async fn sign_out(visit: Visit) -> Result<Response, PageError> {
    let out = redirect::with_notice("/sign-in", Notice::SignedOut);
    match visit.api.delete("/api/v1/sessions/current").await {
        Ok(answer) => Ok(redirect::with_cookies(out, answer.set_cookies)),
        // The session had ended already: the wish is fulfilled.
        Err(failure) if failure.is_signed_out() => {
            Ok(redirect::with_cookies(out, failure.set_cookies))
        }
        Err(failure) => Err(failure.into()),
    }
}
