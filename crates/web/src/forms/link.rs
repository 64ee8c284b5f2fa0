//! Using a one-time password link, and asking for a fresh one.

use axum::{extract::OriginalUri, http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::password_link::{ConsumeLink, PresentedLink};

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    extract::{Filled, Token},
    forms::filled,
    page_error::PageError,
    pages::{
        link::{SetupValues, inspect, set_password_page},
        link_state::{Outcome, link_state_page},
    },
    redirect, render,
    visit::Visit,
    words::{errors::failure_text, language::kept, notices::Notice},
};

/// The form on a link's page.
#[derive(Deserialize)]
pub(crate) struct SetPasswordForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    account: String,
}

/// `POST /welcome/{token}`, `/reset/{token}` and `/setup/{token}`.
pub(crate) async fn set_password(
    visit: Visit,
    OriginalUri(uri): OriginalUri,
    Token(token): Token,
    Filled(form): Filled<SetPasswordForm>,
) -> Result<Response, PageError> {
    let body = ConsumeLink {
        token: token.clone(),
        password: form.password,
        email: filled(&form.email),
        account: filled(&form.account),
    };
    match visit
        .api
        .post("/api/v1/password-links/consume", &body)
        .await
    {
        Ok(answer) => Ok(redirect::with_cookies(
            redirect::see_other(&kept("/welcomed")),
            answer.set_cookies,
        )),
        Err(failure) => {
            let values = SetupValues {
                email: form.email,
                account: form.account,
            };
            refused(&visit, uri.path(), token, values, failure).await
        }
    }
}

/// The password was not set: the form again, or what became of the link meanwhile.
async fn refused(
    visit: &Visit,
    path: &str,
    token: String,
    values: SetupValues,
    failure: ApiFailure,
) -> Result<Response, PageError> {
    let gone = failure.status == StatusCode::GONE;
    if !gone && !failure.is_correctable() && !failure.is_passing() {
        return Err(failure.into());
    }
    let link = inspect(visit, token).await?;
    if gone || link.state != "open" {
        return Ok(link_state_page(
            StatusCode::GONE,
            &link,
            path,
            Outcome::None,
        ));
    }
    let status = if failure.is_passing() {
        failure.status
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let errors = FormErrors::of_failure(&failure, "password").renamed("name", "account");
    let page = set_password_page(status, &link, path, values, errors);
    Ok(render::with_retry_after(page, failure.retry_after))
}

/// `POST /welcome/{token}/renew` and its like.
pub(crate) async fn renew(
    visit: Visit,
    OriginalUri(uri): OriginalUri,
    Token(token): Token,
) -> Result<Response, PageError> {
    let path = uri.path().strip_suffix("/renew").unwrap_or(uri.path());
    let body = PresentedLink {
        token: token.clone(),
    };
    match visit.api.post("/api/v1/password-links/renew", &body).await {
        Ok(_) => Ok(redirect::with_notice(&kept(path), Notice::FreshLinkSent)),
        Err(failure) if failure.status.is_server_error() => Err(failure.into()),
        Err(failure) => {
            let link = inspect(&visit, token).await?;
            if link.state == "open" {
                return Ok(redirect::see_other(&kept(path)));
            }
            let outcome = if failure.is_passing() {
                Outcome::Refused(failure_text(&failure))
            } else {
                Outcome::None
            };
            let page = link_state_page(failure.status, &link, path, outcome);
            Ok(render::with_retry_after(page, failure.retry_after))
        }
    }
}
