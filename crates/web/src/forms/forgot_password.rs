//! Asking for a way back in.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::password_reset::RequestPasswordReset;

use crate::{
    components::form_errors::FormErrors,
    extract::Filled,
    page_error::PageError,
    pages::forgot_password::forgot_password_page,
    redirect, render,
    visit::Visit,
    words::{language::kept, notices::Notice},
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct ForgotPasswordForm {
    #[serde(default)]
    login: String,
}

/// `POST /forgot-password`.
pub(crate) async fn request(
    visit: Visit,
    Filled(form): Filled<ForgotPasswordForm>,
) -> Result<Response, PageError> {
    let body = RequestPasswordReset {
        login: form.login.trim().to_owned(),
    };
    match visit.api.post("/api/v1/password-resets", &body).await {
        Ok(_) => Ok(redirect::with_notice(
            &kept("/forgot-password"),
            Notice::ResetRequested,
        )),
        Err(failure) if failure.status.is_server_error() && !failure.is_passing() => {
            Err(failure.into())
        }
        Err(failure) => {
            let status = if failure.is_passing() {
                failure.status
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let errors = FormErrors::of_failure(&failure, "password");
            let page = forgot_password_page(status, body.login, errors);
            Ok(render::with_retry_after(page, failure.retry_after))
        }
    }
}
