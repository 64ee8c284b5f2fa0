//! What an error page says for a status.

use axum::http::StatusCode;

/// A headline and one or two sentences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatusWords {
    /// The status itself.
    pub(crate) status: StatusCode,
    /// The headline.
    pub(crate) title: &'static str,
    /// What it means and what to do.
    pub(crate) text: &'static str,
}

impl StatusWords {
    /// The words for a status; those of 500 when there are none.
    pub(crate) fn of(status: StatusCode) -> Self {
        let (title, text) = match status {
            StatusCode::BAD_REQUEST => (
                "That could not be read",
                "The form or address is not one that this page sends. Go back and try again.",
            ),
            StatusCode::FORBIDDEN => (
                "Not allowed",
                "You are signed in, but your role does not allow this. An owner of the account can change that.",
            ),
            StatusCode::NOT_FOUND => (
                "Page not found",
                "There is nothing at this address, or it is not yours to see.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "This address works differently",
                "The page exists but was called in a way it does not answer. Open it anew.",
            ),
            StatusCode::CONFLICT => (
                "That does not fit any more",
                "Something changed in the meantime. Go back, reload and look again.",
            ),
            StatusCode::TOO_MANY_REQUESTS => ("Too often", "Wait a little, then try again."),
            StatusCode::SERVICE_UNAVAILABLE => (
                "Not available right now",
                "Usher cannot answer at the moment. Try again shortly.",
            ),
            _ => (
                "Something went wrong",
                "That is our fault, not yours. Try again; if it stays, tell whoever runs this installation.",
            ),
        };
        Self {
            status,
            title,
            text,
        }
    }
}
