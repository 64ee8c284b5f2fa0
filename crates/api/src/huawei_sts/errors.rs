//! Its errors: `{"error_code":…,"error_msg":…}`.

use std::error::Error;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use usher_api_types::problem::ErrorCode;
use usher_application::authorization_messages::AuthorizationMessageError;

use crate::{
    compat,
    failure::Failure,
    huawei_auth::{Refusal, Unauthorized},
};

/// Why a request is refused or failed.
pub(super) enum StsError {
    /// Nobody is calling, or nobody that we know.
    Unauthorized(Unauthorized),
    /// The body cannot be read.
    InvalidRequest,
    /// The message was not made for an account of the caller's, or was changed.
    InvalidMessage,
    /// The caller lacks the permission.
    Denied,
    /// The body is larger than is read.
    TooLarge,
    /// There is nothing at this path.
    UnknownPath,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// A failure of ours, with its cause unless somebody else has logged that.
    Internal(Option<Failure>),
    /// There is no answer in time.
    Unavailable,
}

#[derive(Serialize)]
struct Body {
    error_code: &'static str,
    error_msg: &'static str,
}

impl StsError {
    /// A failure of ours.
    pub(super) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Failure::new(cause)))
    }

    /// What a request under its prefix is told that never came to its handler, or never came back.
    pub(super) fn refused(code: ErrorCode) -> Self {
        match code.status() {
            401 => Self::Unauthorized(Unauthorized::without_credential()),
            403 => Self::Denied,
            404 => Self::UnknownPath,
            405 => Self::MethodNotAllowed,
            413 => Self::TooLarge,
            503 => Self::Unavailable,
            400..500 => Self::InvalidRequest,
            _ => Self::Internal(None),
        }
    }

    /// What it comes to, for the list of all errors.
    pub(super) fn told(&self) -> compat::Refusal {
        let (status, code, message) = self.words();
        compat::Refusal {
            status: status.as_u16(),
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    fn words(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Unauthorized(_) => (
                StatusCode::UNAUTHORIZED,
                "APIGW.0301",
                "Authentication failed.",
            ),
            Self::InvalidRequest => (
                StatusCode::BAD_REQUEST,
                "STS5.1000",
                "Invalid request parameter.",
            ),
            Self::InvalidMessage => (
                StatusCode::BAD_REQUEST,
                "STS5.1001",
                "Invalid encoded message.",
            ),
            Self::Denied => (
                StatusCode::FORBIDDEN,
                "STS5.1003",
                "You are not authorized to perform the requested action.",
            ),
            Self::UnknownPath => (
                StatusCode::NOT_FOUND,
                "STS5.1004",
                "The requested resource could not be found.",
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "STS5.1005",
                "The method is not allowed.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "STS5.1006",
                "The request is too large.",
            ),
            Self::Internal(Some(failure)) if failure.is_outage() => Self::Unavailable.words(),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "STS5.1500",
                "An internal error occurred.",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "STS5.1503",
                "The service is unavailable.",
            ),
        }
    }
}

impl IntoResponse for StsError {
    fn into_response(self) -> Response {
        let (status, error_code, error_msg) = self.words();
        let body = Body {
            error_code,
            error_msg,
        };
        let mut response = (status, Json(body)).into_response();
        match self {
            Self::Unauthorized(refusal) => return refusal.into_response(),
            Self::Internal(Some(failure)) => {
                failure.accompany(&mut response);
            }
            _ => {}
        }
        response
    }
}

impl From<Refusal> for StsError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Token(why) | Refusal::Signature(why) => Self::Unauthorized(why),
            Refusal::BodyTooLarge => Self::TooLarge,
            Refusal::BodyBroken => Self::InvalidRequest,
            Refusal::Failed(failure) => Self::Internal(Some(failure)),
        }
    }
}

impl From<AuthorizationMessageError> for StsError {
    fn from(error: AuthorizationMessageError) -> Self {
        match error {
            AuthorizationMessageError::Invalid => Self::InvalidMessage,
            AuthorizationMessageError::Denied(_) => Self::Denied,
            cause => Self::internal(cause),
        }
    }
}
