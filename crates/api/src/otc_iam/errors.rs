//! Its errors, in the shape of Keystone: `{"error":{"code":…,"message":…,"title":…}}`.
//!
//! Texts marked in the tests come from answers of the real service; the others are those of its
//! table of error codes.

use std::{borrow::Cow, error::Error};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use chrono::Duration;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use usher_api_types::problem::ErrorCode;
use usher_application::welcome_emails::RequestWelcomeEmailError;
use usher_domain::ids::AccountUserId;

use crate::{failure::Failure, problem::seconds};

/// Why a request is refused or failed.
pub(super) enum IamError {
    /// No token, or one that is not valid (any more).
    Unauthenticated,
    /// The caller lacks the permission.
    NotAuthorized,
    /// There is no such user, or the caller may not see her.
    InvalidUserId,
    /// The user has no email address.
    NoAddress,
    /// The mail server refused the address for good.
    AddressRefused,
    /// The user is disabled.
    UserDisabled(AccountUserId),
    /// The account has reached its limit.
    Throttled(Duration),
    /// The body broke off.
    MalformedBody,
    /// The body is larger than is read.
    BodyTooLarge,
    /// There is nothing at this path.
    UnknownPath,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// A failure of ours, with its cause unless somebody else has logged that.
    Internal(Option<Failure>),
    /// There is no answer in time.
    Unavailable,
}

impl IamError {
    /// A failure of ours.
    pub(super) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Failure::new(cause)))
    }

    /// Why no welcome email was sent to `user`.
    pub(super) fn not_welcomed(user: AccountUserId, error: RequestWelcomeEmailError) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => Self::InvalidUserId,
            RequestWelcomeEmailError::Denied(_) | RequestWelcomeEmailError::AccountNotPrimary => {
                Self::NotAuthorized
            }
            RequestWelcomeEmailError::NoAddress => Self::NoAddress,
            RequestWelcomeEmailError::Disabled => Self::UserDisabled(user),
            RequestWelcomeEmailError::TooMany(limit) => Self::Throttled(limit.retry_after),
            RequestWelcomeEmailError::Database(cause) => Self::internal(cause),
        }
    }

    /// What a request under its prefixes is told that never came to its handler, or never came back.
    pub(super) fn refused(code: ErrorCode) -> Self {
        match code.status() {
            401 => Self::Unauthenticated,
            403 => Self::NotAuthorized,
            404 => Self::UnknownPath,
            405 => Self::MethodNotAllowed,
            413 => Self::BodyTooLarge,
            503 => Self::Unavailable,
            400..500 => Self::MalformedBody,
            _ => Self::Internal(None),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NoAddress | Self::AddressRefused | Self::MalformedBody => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::NotAuthorized | Self::InvalidUserId | Self::UserDisabled(_) => {
                StatusCode::FORBIDDEN
            }
            Self::UnknownPath => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn message(&self) -> Cow<'static, str> {
        let words = match self {
            Self::UserDisabled(user) => {
                return format!("The user {} is disabled.", user.simple()).into();
            }
            Self::Unauthenticated => "The request you have made requires authentication.",
            Self::NotAuthorized => "You are not authorized to perform the requested action.",
            Self::InvalidUserId => "userId is invalid",
            Self::NoAddress => "User not bind email.",
            Self::AddressRefused => "The email address does not exist.",
            Self::Throttled(_) => "The throttling threshold has been reached.",
            Self::MalformedBody => "Request body is invalid.",
            Self::BodyTooLarge => "Request body is too large.",
            Self::UnknownPath => "The resource could not be found.",
            Self::MethodNotAllowed => "Method Not Allowed",
            Self::Internal(_) => {
                "An unexpected error prevented the server from fulfilling your request."
            }
            Self::Unavailable => "The service is unavailable.",
        };
        words.into()
    }
}

impl IntoResponse for IamError {
    fn into_response(self) -> Response {
        let status = self.status();
        let title = status.canonical_reason().unwrap_or_default();
        let error = json!({"code": status.as_u16(), "message": self.message(), "title": title});
        let mut response = (status, Json(json!({ "error": error }))).into_response();
        match self {
            Self::Internal(Some(failure)) => {
                response.extensions_mut().insert(failure);
            }
            Self::Throttled(wait) => {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds(wait).into());
            }
            Self::Unauthenticated => {
                // RFC 9110, 15.5.2 wants a challenge; this is the one that Keystone gives.
                let challenge = HeaderValue::from_static("Keystone");
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
            }
            _ => {}
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn body(error: IamError) -> String {
        let bytes = to_bytes(error.into_response().into_body(), 10_000)
            .await
            .unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn answers_of_the_real_service_are_repeated_byte_for_byte() {
        assert_eq!(
            body(IamError::NoAddress).await,
            r#"{"error":{"code":400,"message":"User not bind email.","title":"Bad Request"}}"#
        );
        assert_eq!(
            body(IamError::InvalidUserId).await,
            r#"{"error":{"code":403,"message":"userId is invalid","title":"Forbidden"}}"#
        );
    }

    #[tokio::test]
    async fn every_error_has_the_shape_of_its_table() {
        let cases = [
            (
                IamError::Unauthenticated,
                (
                    401,
                    "The request you have made requires authentication.",
                    "Unauthorized",
                ),
            ),
            (
                IamError::NotAuthorized,
                (
                    403,
                    "You are not authorized to perform the requested action.",
                    "Forbidden",
                ),
            ),
            (
                IamError::UserDisabled(uuid::Uuid::from_u128(10).into()),
                (
                    403,
                    "The user 0000000000000000000000000000000a is disabled.",
                    "Forbidden",
                ),
            ),
            (
                IamError::AddressRefused,
                (400, "The email address does not exist.", "Bad Request"),
            ),
            (
                IamError::MethodNotAllowed,
                (405, "Method Not Allowed", "Method Not Allowed"),
            ),
        ];
        for (error, (code, message, title)) in cases {
            let expected = json!({"error": {"code": code, "message": message, "title": title}});
            assert_eq!(body(error).await, expected.to_string());
        }
    }

    #[tokio::test]
    async fn a_failure_of_ours_hides_its_cause() {
        let error = IamError::internal(std::io::Error::other("disk on fire"));
        assert!(!body(error).await.contains("fire"));
    }

    #[test]
    fn every_refusal_from_outside_keeps_its_status_as_far_as_the_table_has_it() {
        for (code, status) in [
            (ErrorCode::CrossSite, 403),
            (ErrorCode::PayloadTooLarge, 413),
            (ErrorCode::MalformedRequest, 400),
            (ErrorCode::Internal, 500),
            (ErrorCode::Unavailable, 503),
        ] {
            assert_eq!(IamError::refused(code).into_response().status(), status);
        }
    }

    #[test]
    fn a_throttled_caller_is_told_when_to_come_back() {
        let response = IamError::Throttled(Duration::seconds(90)).into_response();
        assert_eq!(response.headers()["retry-after"], "90");
    }
}
