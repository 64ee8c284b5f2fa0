//! Server functions: what islands ask for without leaving the page, under `/ui/fn/`.
//!
//! They are declared in `islands` and answer here, by the same calls to the native REST API as pages
//! make, in the language of whoever asks. All are `POST`, behind the same cross-site check as forms.

pub(crate) mod welcome;

use axum::{
    Json, Router,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use leptos::{
    prelude::{expect_context, provide_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{ResponseOptions, handle_server_fns_with_context};
use usher_api_types::problem::ErrorCode;

use crate::{
    api_client::{ApiClient, ApiFailure},
    islands::Refusal,
    visit::SignedIn,
    web::Web,
    words::errors::{failure_text, sentence},
};

/// One route for each server function, with its method alone: any other is a 405 like elsewhere.
pub(crate) fn routes() -> Router<Web> {
    server_fn_paths().fold(Router::new(), |router, (path, method)| {
        // Only what the cross-site check covers may be called.
        let post = method == Method::POST;
        assert!(post, "{path} must be a POST");
        router.route(path, on(MethodFilter::POST, call))
    })
}

/// Whoever is not signed in is told so in place, not led to another page.
async fn call(State(web): State<Web>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let api = match SignedIn::from_request_parts(&mut parts, &web).await {
        Ok(signed_in) => signed_in.visit.api,
        Err(led_away) if led_away.status().is_redirection() => {
            return refuse(ErrorCode::Unauthenticated);
        }
        Err(_) => return refuse(ErrorCode::Unavailable),
    };
    // Leptos would answer whoever accepts HTML with a redirect.
    let json = HeaderValue::from_static("application/json");
    parts.headers.insert(header::ACCEPT, json);
    let provide = move || {
        provide_context(api.clone());
        // Stays if the function is never reached: its arguments could not be read.
        expect_context::<ResponseOptions>().set_status(StatusCode::BAD_REQUEST);
    };
    handle_server_fns_with_context(provide, Request::from_parts(parts, body))
        .await
        .into_response()
}

fn refuse(code: ErrorCode) -> Response {
    let refusal = Refusal {
        code: code.as_str().to_owned(),
        text: sentence(code),
    };
    (status(code.status()), Json(refusal)).into_response()
}

/// What a server function does with the API of whoever calls it; a failure becomes words and the
/// status of the answer.
async fn answer<T>(
    work: impl AsyncFnOnce(ApiClient) -> Result<T, ApiFailure>,
) -> Result<T, Refusal> {
    let response = expect_context::<ResponseOptions>();
    match work(expect_context()).await {
        Ok(value) => {
            response.set_status(StatusCode::OK);
            Ok(value)
        }
        Err(failure) => {
            response.set_status(failure.status);
            Err(Refusal {
                code: failure.code().as_str().to_owned(),
                text: failure_text(&failure),
            })
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
