//! Error pages, and what answers where no page is.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use tower::ServiceExt;

use crate::{
    accept::prefers_html, components::public_shell::public_page, render::Head, web::Web,
    words::statuses::StatusWords,
};

/// An error in the look of all pages.
pub(crate) fn error_page(words: StatusWords, request_id: Option<String>) -> Response {
    let request = request_id.filter(|id| !id.is_empty()).map(|id| {
        view! { <p class="quiet">"Request " <code>{id}</code></p> }
    });
    let content = view! {
        <p class="error-status">{words.status.as_u16()}</p>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        {request}
        <p><a class="button" href="/">"Go to the start"</a></p>
    };
    // The page that failed may have had a secret in its URL.
    let head = Head::new(words.title).with_secret_url();
    public_page(words.status, head, content.into_any())
}

/// Where no page is: a page that says so, or the API's own answer for programs.
pub(crate) async fn fallback(State(web): State<Web>, request: Request) -> Response {
    if prefers_html(request.headers()) {
        return error_page(StatusWords::of(StatusCode::NOT_FOUND), None);
    }
    web.api().clone().oneshot(request).await.into_response()
}

/// A page that exists, called with a method that it does not answer.
pub(crate) async fn method_not_allowed(headers: HeaderMap) -> Response {
    let words = StatusWords::of(StatusCode::METHOD_NOT_ALLOWED);
    if prefers_html(&headers) {
        error_page(words, None)
    } else {
        words.status.into_response()
    }
}

/// Every other name under `/.well-known` does not exist. Browsers probe one to learn whether a site
/// answers such names honestly, before they believe in `change-password`.
pub(crate) async fn unknown_well_known() -> Response {
    error_page(StatusWords::of(StatusCode::NOT_FOUND), None)
}
