//! Redirects after a form (303) and from old names (302). Targets are our own paths.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{query, words::notices::Notice};

/// "See other": the answer to a form that did its work.
pub(crate) fn see_other(path: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, path)
}

/// "See other", with a notice on top of the page that follows.
pub(crate) fn with_notice(path: &str, notice: Notice) -> Response {
    see_other(&query::set(
        &query::without(path, &["error", "watch"]),
        "notice",
        notice.code(),
    ))
}

/// "Found": a well-known name of a page.
pub(crate) fn found(path: &str) -> Response {
    redirect(StatusCode::FOUND, path)
}

/// Passes cookies of an API answer on to the browser.
pub(crate) fn with_cookies(mut response: Response, cookies: Vec<HeaderValue>) -> Response {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn redirect(status: StatusCode, path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers).into_response()
}
