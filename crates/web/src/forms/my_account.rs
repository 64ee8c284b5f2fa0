//! Changing one's own password and ending one's other sessions.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::{me::ChangePassword, problem::ErrorCode};

use crate::{
    components::form_errors::FormErrors, extract::Filled, forms::refused, page_error::PageError,
    pages::my_account::my_account_page, redirect, visit::SignedIn, words::notices::Notice,
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    new_password: String,
}

/// `POST /ui/account/password`.
pub(crate) async fn change_password(
    signed_in: SignedIn,
    Filled(form): Filled<PasswordForm>,
) -> Result<Response, PageError> {
    let body = ChangePassword {
        current_password: form.current_password,
        new_password: form.new_password,
    };
    match signed_in.visit.api.put("/api/v1/me/password", &body).await {
        Ok(answer) => {
            let done = redirect::with_notice("/account", Notice::PasswordChanged);
            Ok(redirect::with_cookies(done, answer.set_cookies))
        }
        Err(failure) if failure.is_correctable() => {
            let errors = if failure.code() == ErrorCode::SignInFailed {
                FormErrors::of_field("current_password", "That is not your present password.")
            } else {
                FormErrors::of_failure(&failure, "new_password").renamed("password", "new_password")
            };
            my_account_page(StatusCode::UNPROCESSABLE_ENTITY, signed_in, errors).await
        }
        Err(failure) => Ok(refused("/account", failure)),
    }
}

/// `POST /ui/account/sign-out-others`.
pub(crate) async fn sign_out_others(signed_in: SignedIn) -> Response {
    match signed_in.visit.api.delete("/api/v1/me/sessions").await {
        Ok(_) => redirect::with_notice("/account", Notice::OthersSignedOut),
        Err(failure) => refused("/account", failure),
    }
}
