//! The API's description and the explorer that shows it, all of it from our own origin.

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    body::Bytes,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::header;
use usher_api_types::problem::ErrorCode;
use utoipa_swagger_ui::Config;

use crate::{extract::PathText, openapi, problem::ApiError};

/// The explorer sets styles from its script and shows icons from data URLs.
const CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Assets change with the binary only.
const ASSET_CACHING: &str = "public, max-age=3600";

/// The files of the explorer that our page names; the package holds more.
const FILES: [&str; 3] = [
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-32x32.png",
];

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    // The document is made of texts and lists; it always has a JSON form.
    openapi::document().to_json().unwrap_or_default().into()
});

/// Describes this API (OpenAPI 3.1).
#[utoipa::path(
    get, path = "/openapi.json", tag = "about", security(()),
    responses((status = 200, description = "The OpenAPI document", body = Object)),
)]
pub(super) async fn get_openapi_document() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.clone(),
    )
}

/// Shows this API in a browser.
#[utoipa::path(
    get, path = "/docs", tag = "about", security(()),
    responses((
        status = 200,
        description = "The explorer",
        body = String,
        content_type = "text/html",
    )),
)]
pub(super) async fn get_explorer() -> impl IntoResponse {
    let headers = [(header::CONTENT_SECURITY_POLICY, CSP)];
    (headers, Html(include_str!("explorer/index.html")))
}

/// The explorer's scripts, styles and icon. They are no operations, so no documentation lists them.
pub(super) fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/docs/{file}", get(asset))
}

async fn asset(PathText(name): PathText) -> Result<Response, ApiError> {
    let (media_type, bytes) = match name.as_str() {
        "start.js" => (
            "text/javascript".to_owned(),
            Bytes::from_static(include_bytes!("explorer/start.js")),
        ),
        name if FILES.contains(&name) => packaged(name)?,
        _ => return Err(ErrorCode::NotFound.into()),
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.as_str()),
        (header::CACHE_CONTROL, ASSET_CACHING),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, bytes).into_response())
}

fn packaged(name: &str) -> Result<(String, Bytes), ApiError> {
    // The configuration is for a file of the package that our page does without.
    match utoipa_swagger_ui::serve(name, Arc::new(Config::default())) {
        Ok(Some(file)) => Ok((file.content_type, Bytes::from(file.bytes.into_owned()))),
        Ok(None) | Err(_) => Err(ErrorCode::NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_no_inline_script_and_names_only_files_that_are_served() {
        let page = include_str!("explorer/index.html");
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/api/v1/docs/"), "{script}");
        }
        assert!(!page.contains("style=") && !page.contains("onload"));
        for name in FILES {
            assert!(page.contains(&format!("/api/v1/docs/{name}")), "{name}");
            assert!(
                packaged(name).is_ok_and(|(_, bytes)| !bytes.is_empty()),
                "{name}"
            );
        }
    }

    #[tokio::test]
    async fn files_of_the_package_that_the_page_does_not_name_are_not_served() {
        for name in [
            "swagger-initializer.js",
            "oauth2-redirect.html",
            "index.html",
            "..",
            "",
        ] {
            assert!(asset(PathText(name.to_owned())).await.is_err(), "{name}");
        }
        assert!(asset(PathText("start.js".to_owned())).await.is_ok());
    }
}
