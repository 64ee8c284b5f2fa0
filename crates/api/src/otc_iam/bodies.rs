//! Its bodies: how they are read, and one file for each noun.

pub(super) mod catalog;
pub(super) mod new_user;
mod phone;
pub(super) mod project;
pub(super) mod times;
pub(super) mod token;
pub(super) mod token_request;
pub(super) mod user;
pub(super) mod version;

use axum::{
    Json,
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http_body_util::LengthLimitError;
use serde::Serialize;

use super::errors::IamError;
use crate::extract::object;

/// The most bytes of a body that are read (its own limit).
const MAX_BYTES: usize = 32 * 1024;

/// `{"success":true}`. The documentation prints `{ "success" }`, which is no JSON; no client reads
/// more than the status.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Success {
    success: bool,
}

impl Success {
    pub(super) fn new() -> Self {
        Self { success: true }
    }
}

impl IntoResponse for Success {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// A body as it came, whatever its media type: real clients name none, or a wrong one.
pub(super) struct RawBody(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = IamError;

    async fn from_request(request: Request, _: &S) -> Result<Self, IamError> {
        let read = to_bytes(request.into_body(), MAX_BYTES).await;
        read.map(Self).map_err(|error| {
            if error.into_inner().is::<LengthLimitError>() {
                IamError::BodyTooLarge
            } else {
                IamError::MalformedBody
            }
        })
    }
}

/// A body that means nothing, read to its end so that the connection can go on. Some clients send
/// none, some `{}`, with or without a media type.
pub(super) struct Ignored;

impl<S: Send + Sync> FromRequest<S> for Ignored {
    type Rejection = IamError;

    async fn from_request(request: Request, state: &S) -> Result<Self, IamError> {
        RawBody::from_request(request, state).await.map(|_| Self)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[tokio::test]
    async fn any_body_up_to_the_limit_is_ignored() {
        for (size, fits) in [(0, true), (MAX_BYTES, true), (MAX_BYTES + 1, false)] {
            let request = Request::new(Body::from(vec![b'x'; size]));
            assert_eq!(
                Ignored::from_request(request, &()).await.is_ok(),
                fits,
                "{size}"
            );
        }
    }

    #[test]
    fn success_is_one_member() {
        assert_eq!(
            serde_json::to_string(&Success::new()).unwrap(),
            r#"{"success":true}"#
        );
    }
}
