//! Logos of accounts under `/branding/{hash}`: what public pages and mails show.
//!
//! The images come from outside. What keeps them images: they were recognised by their bytes, the
//! media type is ours and not to be guessed at, and a browser that opens one as a page runs nothing.

use axum::{
    Router,
    extract::State,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use usher_api_types::problem::ErrorCode;
use usher_application::{App, accounts};
use usher_domain::logo::LogoHash;

use crate::{
    extract::PathId,
    failure,
    problem::{self, ApiError},
};

/// The address names the bytes, so neither ever changes.
const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";
const CSP: &str = "default-src 'none'; sandbox";

pub(crate) fn router(app: App) -> Router {
    let public_url = app.settings().public_url.as_str().into();
    Router::new()
        .route("/branding/{hash}", get(logo))
        .method_not_allowed_fallback(|| async { ApiError::from(ErrorCode::MethodNotAllowed) })
        .layer(from_fn_with_state(public_url, problem::present))
        .layer(from_fn(failure::log))
        .with_state(app)
}

async fn logo(
    State(app): State<App>,
    PathId(hash): PathId<LogoHash>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let found = accounts::find_logo(&app, hash).await;
    let logo = found
        .map_err(ApiError::internal)?
        .ok_or(ErrorCode::NotFound)?;
    let tag = format!("\"{hash}\"");
    let known = is_known(&headers, &tag);
    let about = [
        (header::ETAG, tag.as_str()),
        (header::CACHE_CONTROL, CACHE_CONTROL),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, logo.format.media_type())];
    Ok((about, media_type, logo.bytes).into_response())
}

/// Whether the caller has the image already (RFC 9110, 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}
