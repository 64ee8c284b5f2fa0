//! Answers to requests that no handler has answered.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use usher_api_types::{
    call_context::CallContext,
    problem::{ErrorCode, Problem},
};
use usher_web::Reader;

/// What is kept of a request for the case that nobody answers it.
pub(super) struct Asked {
    path: String,
    /// Whoever reads the answer, where it is a page.
    reader: Option<Reader>,
}

impl Asked {
    /// Keeps what an answer will need.
    pub(super) fn by(request: &Request) -> Self {
        let path = request.uri().path().to_owned();
        let reader = (!is_for_programs(&path)).then(|| Reader::of(request));
        Self { path, reader }
    }
}

/// The page for a form that another site sent.
pub(super) fn cross_site_page(request: &Request) -> Response {
    let context = request.extensions().get::<CallContext>();
    let request_id = context.map(|context| context.request_id.clone());
    Reader::of(request).told(ErrorCode::CrossSite, request_id)
}

/// An answer in the form that the place in the URL space asks for: a page for people, a vendor's own
/// error under its dialect, a problem (RFC 9457) for all other programs. Nothing of the request is
/// repeated but its name. Whoever is asked to come back later is told when.
pub(super) fn response(asked: &Asked, code: ErrorCode, request_id: String) -> Response {
    let dialect = usher_api::dialect_refusal(&asked.path, code);
    let mut response = dialect.unwrap_or_else(|| ours(asked, code, request_id));
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let headers = response.headers_mut();
        headers
            .entry(header::RETRY_AFTER)
            .or_insert(header::HeaderValue::from_static("2"));
    }
    response
}

fn ours(asked: &Asked, code: ErrorCode, request_id: String) -> Response {
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match asked.reader {
        Some(reader) => reader.told(code, Some(request_id)),
        None => problem(code, request_id),
    };
    *response.status_mut() = status;
    let no_store = header::HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// The native API and the vendors' live under `api` and versions; pages never do.
fn is_for_programs(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let is_version = first
        .strip_prefix('v')
        .is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    first == "api" || is_version
}

fn problem(code: ErrorCode, request_id: String) -> Response {
    let problem = Problem {
        // The base of links is not known here; RFC 9457 lets the type be relative.
        kind: format!("/api/v1/errors/{}", code.as_str()),
        title: code.title().to_owned(),
        status: code.status(),
        detail: code.explanation().to_owned(),
        code: code.as_str().to_owned(),
        request_id: (!request_id.is_empty()).then_some(request_id),
        errors: Vec::new(),
    };
    // A struct of texts and numbers always has a JSON form.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_people_by_the_first_part_of_the_path() {
        for (path, programs) in [
            ("/api/v1/users", true),
            ("/api", true),
            ("/v3.0/OS-USER/users/x/welcome", true),
            ("/v2/x/users/y/resend-email", true),
            ("/", false),
            ("/welcome/x", false),
            ("/visits", false),
            ("/apis", false),
            ("", false),
        ] {
            assert_eq!(is_for_programs(path), programs, "{path}");
        }
    }
}
