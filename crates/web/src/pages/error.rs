//! Error pages, and what answers where no page is.

use axum::{
    extract::{Request, State},
    http::{Extensions, StatusCode},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use tower::ServiceExt;
use usher_api_types::{call_context::CallContext, problem::ErrorCode};

use crate::{
    accept::prefers_html,
    components::public_shell::public_page,
    render::Head,
    web::Web,
    words::{
        language::{Choice, t},
        statuses::StatusWords,
    },
};

/// Whoever sent a request, as far as it matters to an error page: for those who surround the pages
/// and answer where no page does.
#[derive(Debug, Clone, Copy)]
pub struct Reader(Choice);

impl Reader {
    /// The reader of the answer to a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self(Choice::of(request))
    }

    /// The page that says what went wrong, in the reader's language and the look of all pages.
    /// `request_id` is what the logs call the request.
    #[must_use]
    pub fn told(self, code: ErrorCode, request_id: Option<String>) -> Response {
        self.0
            .within(|| error_page(StatusWords::of_code(code), request_id))
    }
}

/// An error in the look of all pages.
pub(crate) fn error_page(words: StatusWords, request_id: Option<String>) -> Response {
    let request = request_id.filter(|id| !id.is_empty()).map(|id| {
        view! { <p class="quiet">{t!("status-request")} " " <code class="breakable">{id}</code></p> }
    });
    // The page that failed may have had a secret in its URL.
    let head = Head::new(words.title.clone()).with_secret_url();
    let content = view! {
        <p class="error-status" aria-hidden="true">{words.status.as_u16()}</p>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <p><a class="button button-primary" href="/">{t!("status-home")}</a></p>
        {request}
    };
    public_page(words.status, head, content.into_any())
}

/// Where no page is: a page that says so, or the API's own answer for programs.
pub(crate) async fn fallback(State(web): State<Web>, request: Request) -> Response {
    if prefers_html(request.headers()) {
        let id = request_id(request.extensions());
        return error_page(StatusWords::of(StatusCode::NOT_FOUND), id);
    }
    web.api().clone().oneshot(request).await.into_response()
}

/// A page that exists, called with a method that it does not answer.
pub(crate) async fn method_not_allowed(request: Request) -> Response {
    let words = StatusWords::of(StatusCode::METHOD_NOT_ALLOWED);
    if prefers_html(request.headers()) {
        error_page(words, request_id(request.extensions()))
    } else {
        words.status.into_response()
    }
}

/// Every other name under `/.well-known` does not exist. Browsers probe one to learn whether a site
/// answers such names honestly, before they believe in `change-password`.
pub(crate) async fn unknown_well_known(request: Request) -> Response {
    let id = request_id(request.extensions());
    error_page(StatusWords::of(StatusCode::NOT_FOUND), id)
}

/// The request, as the logs name it.
fn request_id(extensions: &Extensions) -> Option<String> {
    extensions
        .get::<CallContext>()
        .map(|context| context.request_id.clone())
}
