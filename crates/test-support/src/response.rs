//! Answers, and what tests say about them.

use std::fmt;

use http::{HeaderMap, StatusCode, response::Parts};
use serde::{Deserialize, de::DeserializeOwned};

/// An answer that was read to its end.
pub struct TestResponse {
    called: String,
    parts: Parts,
    body: Vec<u8>,
}

/// An error of the native API. Shown, it is one line for snapshots.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// The status in the body.
    pub status: u16,
    /// The stable name.
    pub code: String,
    /// What went wrong this time.
    pub detail: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl TestResponse {
    pub(crate) fn new(called: String, parts: Parts, body: Vec<u8>) -> Self {
        Self {
            called,
            parts,
            body,
        }
    }

    /// Requires a status; the body is shown when it is another one.
    #[track_caller]
    pub fn assert_status(&self, expected: u16) {
        let found = self.parts.status.as_u16();
        assert_eq!(
            found,
            expected,
            "{} was answered with: {}",
            self.called,
            self.text()
        );
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The text of a header, if it is there.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts
            .headers
            .get(name)
            .map(|value| value.to_str().expect("a header of ASCII"))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body, read as JSON.
    #[track_caller]
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(body) => body,
            Err(error) => panic!("{} was answered with {error}: {}", self.called, self.text()),
        }
    }

    /// The error in the body, which must be one of the native API and fit the status.
    #[track_caller]
    #[must_use]
    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.text()
        );
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.parts.status.as_u16());
        problem
    }
}
