//! What the stable names of errors mean: the pages that `type` of a problem points to.

use axum::{
    Json,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, header};
use serde::Serialize;
use usher_api_types::problem::ErrorCode;
use utoipa::ToSchema;

use crate::{extract::PathText, problem::ApiError};

/// What an error code means.
#[derive(Serialize, ToSchema)]
pub(super) struct ErrorExplanation {
    /// The code.
    code: &'static str,
    /// The code in words.
    title: &'static str,
    /// The HTTP status it comes with.
    status: u16,
    /// What it means and what to do.
    explanation: &'static str,
}

impl From<ErrorCode> for ErrorExplanation {
    fn from(code: ErrorCode) -> Self {
        Self {
            code: code.as_str(),
            title: code.title(),
            status: code.status(),
            explanation: code.explanation(),
        }
    }
}

/// Explains an error code, as JSON or as a page.
#[utoipa::path(
    get, path = "/errors/{code}", tag = "about", security(()),
    params(("code" = String, Path, description = "The code", example = "link_used")),
    responses((
        status = 200,
        description = "The explanation",
        content((ErrorExplanation = "application/json"), (String = "text/html")),
    )),
)]
pub(super) async fn get_error_explanation(
    PathText(name): PathText,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let code = ErrorCode::find(&name).ok_or(ErrorCode::NotFound)?;
    let answer = if prefers_html(&headers) {
        Html(page(code)).into_response()
    } else {
        Json(ErrorExplanation::from(code)).into_response()
    };
    Ok((
        [
            (header::CACHE_CONTROL, "public, max-age=3600"),
            (header::VARY, "Accept"),
        ],
        answer,
    )
        .into_response())
}

/// Browsers name `text/html` first; programs name JSON, anything or nothing.
fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept
        .unwrap_or_default()
        .split(',')
        .map(|range| range.split(';').next().unwrap_or_default().trim())
        .find(|range| *range == "text/html" || range.ends_with("json") || *range == "*/*")
        .is_some_and(|range| range == "text/html")
}

/// All texts are our own, so there is nothing to escape.
fn page(code: ErrorCode) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} – Usher API</title></head>\
         <body><main><h1>{title}</h1><p>{explanation}</p>\
         <p>Code <code>{code}</code>, HTTP status {status}.</p>\
         <p><a href=\"/api/v1/docs\">API documentation</a></p></main></body></html>\n",
        title = code.title(),
        explanation = code.explanation(),
        code = code.as_str(),
        status = code.status(),
    )
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn browsers_get_a_page_and_programs_json() {
        let accepts = |text: &'static str| {
            prefers_html(&HeaderMap::from_iter([(
                header::ACCEPT,
                HeaderValue::from_static(text),
            )]))
        };
        assert!(accepts(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        ));
        assert!(accepts("text/html;charset=utf-8"));
        assert!(!accepts("application/problem+json, text/html"));
        assert!(!accepts("*/*"));
        assert!(!prefers_html(&HeaderMap::new()));
    }

    #[test]
    fn every_page_needs_no_escaping() {
        for code in ErrorCode::ALL {
            let text = format!("{}{}{}", code.title(), code.explanation(), code.as_str());
            assert!(!text.contains(['<', '>', '&']), "{text}");
        }
    }
}
