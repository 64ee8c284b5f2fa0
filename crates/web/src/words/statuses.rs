//! What an error page says for a status.

use axum::http::StatusCode;
use usher_api_types::problem::ErrorCode;

use crate::words::language::{say, t};

/// The statuses that have words of their own; all others speak as 500 does.
const WORDED: [StatusCode; 9] = [
    StatusCode::BAD_REQUEST,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::METHOD_NOT_ALLOWED,
    StatusCode::CONFLICT,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::INTERNAL_SERVER_ERROR,
    StatusCode::SERVICE_UNAVAILABLE,
];

/// A headline and one or two sentences.
#[derive(Debug, Clone)]
pub(crate) struct StatusWords {
    /// The status itself.
    pub(crate) status: StatusCode,
    /// The headline.
    pub(crate) title: String,
    /// What it means and what to do.
    pub(crate) text: String,
}

impl StatusWords {
    /// The words for an error of the API.
    pub(crate) fn of_code(code: ErrorCode) -> Self {
        let status = StatusCode::from_u16(code.status());
        let words = Self::of(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        match code {
            ErrorCode::CrossSite => Self {
                title: t!("status-cross-site-title"),
                text: t!("status-cross-site-text"),
                ..words
            },
            _ => words,
        }
    }

    /// The words for a status, in the language of the answer.
    pub(crate) fn of(status: StatusCode) -> Self {
        let own = Some(status).filter(|status| WORDED.contains(status));
        let worded = own.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).as_u16();
        Self {
            status,
            title: say(&format!("status-{worded}-title"), &[]),
            text: say(&format!("status-{worded}-text"), &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_words() {
        for code in 400..600 {
            let words = StatusWords::of(StatusCode::from_u16(code).expect("a status"));
            assert!(!words.title.starts_with("status-"), "{code}");
            assert!(!words.text.starts_with("status-"), "{code}");
        }
        let teapot = StatusWords::of(StatusCode::IM_A_TEAPOT);
        assert_eq!(
            teapot.title,
            StatusWords::of(StatusCode::INTERNAL_SERVER_ERROR).title
        );
        assert_ne!(teapot.title, StatusWords::of(StatusCode::NOT_FOUND).title);
    }
}
