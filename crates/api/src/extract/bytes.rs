//! Bodies as they come, up to a limit.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request},
};
use http_body_util::LengthLimitError;
use usher_api_types::problem::ErrorCode;

use crate::problem::ApiError;

/// The bytes of a body, at most `MAX` of them, whatever they are said to be.
pub(crate) struct RawBody<const MAX: usize>(pub(crate) Bytes);

impl<S: Send + Sync, const MAX: usize> FromRequest<S> for RawBody<MAX> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        read(request.into_body(), MAX).await.map(Self)
    }
}

/// The body of an operation that has none. What comes all the same is left alone.
pub(crate) struct UnreadBody;

impl<S: Send + Sync> FromRequest<S> for UnreadBody {
    type Rejection = ApiError;

    async fn from_request(_: Request, _: &S) -> Result<Self, ApiError> {
        Ok(Self)
    }
}

/// Reads a body that has at most so many bytes.
pub(crate) async fn read(body: Body, max: usize) -> Result<Bytes, ApiError> {
    to_bytes(body, max).await.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            let detail = format!("A body has at most {} KiB here.", max / 1024);
            ApiError::new(ErrorCode::PayloadTooLarge).detail(detail)
        } else {
            ApiError::new(ErrorCode::MalformedBody).detail("The body broke off.")
        }
    })
}
