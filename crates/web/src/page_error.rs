//! A page that cannot be shown, and how that looks: in the words of the status, with the request's
//! name so that an administrator can find it in the logs.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    api_client::ApiFailure, pages::error::error_page, redirect, render,
    words::statuses::StatusWords,
};

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// There is no such page or thing.
    #[error("no such page")]
    NotFound,
    /// The form's body is none that our pages send.
    #[error("the form cannot be read")]
    MalformedForm,
    /// The API refused or failed.
    #[error(transparent)]
    Api(#[from] ApiFailure),
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => error_page(StatusWords::of(StatusCode::NOT_FOUND), None),
            Self::MalformedForm => error_page(StatusWords::of(StatusCode::BAD_REQUEST), None),
            Self::Api(failure) if failure.is_signed_out() => redirect::see_other("/sign-in"),
            Self::Api(failure) => {
                if failure.status.is_server_error() {
                    tracing::error!(
                        http.status = failure.status.as_u16(),
                        problem.code = failure.problem.code,
                        "a page could not be shown because the API failed"
                    );
                }
                let request_id = failure.problem.request_id.clone();
                let words = StatusWords::of(failure.status);
                let page =
                    render::with_retry_after(error_page(words, request_id), failure.retry_after);
                redirect::with_cookies(page, failure.set_cookies)
            }
        }
    }
}
