//! `Idempotency-Key`: requests that a caller may repeat when no answer came, as the IETF's draft "The
//! Idempotency-Key HTTP Header Field" has them. What it means is decided in
//! [`usher_application::idempotency`].

use std::{convert::Infallible, future::Future};

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    response::{IntoResponseParts, ResponseParts},
};
use http::{HeaderMap, HeaderName, HeaderValue};
use usher_api_types::problem::ErrorCode;
use usher_application::{
    App, TransactionError,
    idempotency::{self, NotRepeatable, Outcome, RepeatableRequest},
};
use usher_domain::{actor::Actor, idempotency::IdempotencyKey};
use utoipa::IntoParams;

use crate::{
    extract::{MAX_JSON_BYTES, read_body},
    problem::ApiError,
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Tells a caller that her request was carried out when she made it before.
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The header, as operations document it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(
    dead_code,
    reason = "it is read from the headers and only documented here"
)]
pub(crate) struct RepeatableParams {
    /// A name of your choice for this request. A second request with the same name and the same body
    /// is answered like the first, with `Idempotency-Replayed: true`, and carried out once; the name is
    /// remembered for 24 hours, for this credential and path. What was refused may be corrected and
    /// sent with the same name.
    #[param(
        rename = "Idempotency-Key",
        example = "8e03978e-40d5-43e8-bc93-6894a57f9324",
        min_length = 1,
        max_length = 255
    )]
    idempotency_key: Option<String>,
}

/// A request that may be repeated, and its body (of at most `MAX` bytes) as `B` reads it.
pub(crate) struct Repeatable<B, const MAX: usize = MAX_JSON_BYTES>(
    pub(crate) RepeatableCall,
    pub(crate) B,
);

/// What a caller repeats, if she has given it a name.
pub(crate) struct RepeatableCall(Option<RepeatableRequest>);

/// Whether the answer is one to an earlier request; as a part of an answer, the header that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Replayed(bool);

impl<B, const MAX: usize> FromRequest<App> for Repeatable<B, MAX>
where
    B: FromRequest<App, Rejection = ApiError>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let Some(key) = key(request.headers())? else {
            let body = B::from_request(request, app).await?;
            return Ok(Self(RepeatableCall(None), body));
        };
        let (parts, body) = request.into_parts();
        let method = parts.method.to_string();
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query());
        let query = query.map(str::to_owned);
        let bytes = read_body(body, MAX).await?;
        let named = RepeatableRequest {
            key,
            method,
            path,
            query,
            body: bytes.to_vec(),
        };
        let request = Request::from_parts(parts, Body::from(bytes));
        let body = B::from_request(request, app).await?;
        Ok(Self(RepeatableCall(Some(named)), body))
    }
}

/// The key of a request, if it has one.
fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, ApiError> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let key = value.and_then(|value| IdempotencyKey::parse(value).ok());
    key.map(Some)
        .ok_or_else(|| ErrorCode::InvalidIdempotencyKey.into())
}

impl RepeatableCall {
    /// Carries the request out with `act`, or looks up with `again` what an earlier one has made.
    pub(crate) async fn once<T, E, Act, Again>(
        self,
        app: &App,
        actor: &Actor,
        act: impl FnOnce(App) -> Act,
        again: impl FnOnce(Outcome) -> Again,
    ) -> Result<(T, Replayed), ApiError>
    where
        Act: Future<Output = Result<T, E>>,
        Again: Future<Output = Result<T, ApiError>>,
        E: TransactionError,
        ApiError: From<E>,
    {
        let (done, replayed) = idempotency::once(app, actor, self.0, act, again).await?;
        Ok((done, Replayed(replayed)))
    }
}

impl IntoResponseParts for Replayed {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        if self.0 {
            let told = HeaderValue::from_static("true");
            parts.headers_mut().insert(IDEMPOTENCY_REPLAYED, told);
        }
        Ok(parts)
    }
}

impl From<NotRepeatable> for ApiError {
    fn from(reason: NotRepeatable) -> Self {
        match reason {
            NotRepeatable::OtherRequest => ErrorCode::IdempotencyKeyReused.into(),
            NotRepeatable::UnderWay(wait) => {
                Self::new(ErrorCode::RequestUnderWay).after(wait.retry_after)
            }
        }
    }
}

/// The answer to a repeated request whose first answer held a secret.
pub(crate) async fn shown_once<T>(outcome: Outcome) -> Result<T, ApiError> {
    let error = ApiError::new(ErrorCode::SecretShown);
    Err(match outcome.made {
        Some(id) => error.detail(format!(
            "{id} was made before; its secret was shown then. Revoke it and make another if it is lost."
        )),
        None => error,
    })
}

/// What an earlier request has made; one that left nothing behind made nothing that is still there.
pub(crate) fn made<I: From<uuid::Uuid>>(outcome: &Outcome) -> Result<I, ApiError> {
    let made = outcome.made.map(I::from);
    made.ok_or_else(|| ErrorCode::NotFound.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&[u8]]) -> Result<bool, u16> {
        let headers: HeaderMap = values
            .iter()
            .map(|value| (IDEMPOTENCY_KEY, HeaderValue::from_bytes(value).unwrap()))
            .collect();
        key(&headers).map(|key| key.is_some()).map_err(|error| {
            axum::response::IntoResponse::into_response(error)
                .status()
                .as_u16()
        })
    }

    #[test]
    fn a_request_has_one_key_or_none() {
        assert_eq!(read(&[]), Ok(false));
        assert_eq!(read(&[b"\"8e03978e\""]), Ok(true));
        assert_eq!(read(&[b"a", b"a"]), Err(400));
        assert_eq!(read(&[b""]), Err(400));
        assert_eq!(read(&["schön".as_bytes()]), Err(400));
        assert_eq!(read(&[&[b'k'; 256]]), Err(400));
    }
}
