//! The style sheet and the favicon, inside the binary. Their names contain a hash of what they are,
//! so browsers keep them for good and never show an old one.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// `style/`, in the order in which later files may build on earlier ones.
const STYLE: &str = concat!(
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/frame.css"),
    include_str!("../../../style/layout.css"),
    include_str!("../../../style/button.css"),
    include_str!("../../../style/field.css"),
    include_str!("../../../style/table.css"),
    include_str!("../../../style/badge.css"),
    include_str!("../../../style/notice.css"),
    include_str!("../../../style/timeline.css"),
    include_str!("../../../style/pagination.css"),
    include_str!("../../../style/confirm.css"),
    include_str!("../../../style/card.css"),
    include_str!("../../../style/overview.css"),
    include_str!("../../../style/link-page.css"),
);
const FAVICON: &str = include_str!("../assets/favicon.svg");

static STYLESHEET_PATH: LazyLock<String> = LazyLock::new(|| named("usher", "css", STYLE));
static FAVICON_PATH: LazyLock<String> = LazyLock::new(|| named("favicon", "svg", FAVICON));

/// Where the style sheet is.
pub(crate) fn stylesheet_path() -> &'static str {
    &STYLESHEET_PATH
}

/// Where the favicon is.
pub(crate) fn favicon_path() -> &'static str {
    &FAVICON_PATH
}

/// `GET` [`stylesheet_path`].
pub(crate) async fn stylesheet() -> Response {
    immutable("text/css; charset=utf-8", STYLE)
}

/// `GET` [`favicon_path`].
pub(crate) async fn favicon() -> Response {
    immutable("image/svg+xml", FAVICON)
}

fn immutable(content_type: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (headers, content).into_response()
}

fn named(name: &str, extension: &str, content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    let hash = u64::from_be_bytes(std::array::from_fn(|index| digest[index]));
    format!("/assets/{name}-{hash:016x}.{extension}")
}
