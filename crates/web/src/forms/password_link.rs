//! Showing a user's link to an administrator, and revoking all of them.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::{password_link::RevealLink, problem::ErrorCode};

use crate::{
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    forms::refused,
    page_error::PageError,
    pages::reveal_link::{ask_password_page, revealed_page},
    redirect,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// The administrator's password.
#[derive(Deserialize)]
pub(crate) struct RevealForm {
    #[serde(default)]
    password: String,
}

/// `POST /ui/users/{id}/password-links/reveal`.
pub(crate) async fn reveal(
    admin: Admin,
    Id(id): Id,
    Filled(form): Filled<RevealForm>,
) -> Result<Response, PageError> {
    let body = RevealLink {
        password: Some(form.password),
    };
    let path = format!("/api/v1/users/{id}/password-links/reveal");
    match admin.visit.api.post(&path, &body).await {
        Ok(answer) => revealed_page(&admin, id, answer.read()?).await,
        Err(failure) if is_wrong_password(failure.code()) => {
            let errors = FormErrors::of_field("password", t!("reveal-wrong-password"));
            ask_password_page(StatusCode::UNPROCESSABLE_ENTITY, &admin, id, errors).await
        }
        Err(failure) => Ok(refused(&format!("/admin/users/{id}"), failure)),
    }
}

fn is_wrong_password(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::SignInFailed | ErrorCode::InvalidField)
}

/// `POST /ui/users/{id}/password-links/revoke`.
pub(crate) async fn revoke(admin: Admin, Id(id): Id) -> Response {
    let page = format!("/admin/users/{id}");
    match admin
        .visit
        .api
        .post_empty(&format!("/api/v1/users/{id}/password-links/revoke"))
        .await
    {
        Ok(_) => redirect::with_notice(&page, Notice::LinksRevoked),
        Err(failure) => refused(&page, failure),
    }
}
