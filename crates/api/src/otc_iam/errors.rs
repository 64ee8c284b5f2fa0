//! Its errors, in the shape of Keystone: `{"error":{"code":…,"message":…,"title":…}}`.
//!
//! Creating users has codes of its own ([`UserError`]). Texts marked in the tests come from answers of the real service; the others are those of its
//! table of error codes.

mod conversions;
mod user_error;

use std::{borrow::Cow, error::Error};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use chrono::Duration;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use usher_api_types::problem::ErrorCode;
use usher_domain::ids::AccountUserId;

pub(super) use user_error::UserError;

use crate::{
    compat::Refusal,
    failure::Failure,
    huawei_auth::Unauthorized,
    problem::{BUSY_FOR, seconds},
};

/// The longest part of a request that is repeated to its caller.
const MAX_REPEATED: usize = 64;

/// Why a request is refused or failed.
pub(super) enum IamError {
    /// No token, or one that is not valid (any more).
    Unauthenticated,
    /// A signature that is not good, which the gateway in front of IAM refuses in its own words.
    WrongSignature(Unauthorized),
    /// User, domain or password is wrong; which one is not told.
    WrongCredentials,
    /// Guessed too often. Not a 429: the Go client would sleep a minute and try again, 20 times.
    Locked(Duration),
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
    /// The person was sent too many mails lately. Not a 429 either, for the same reason.
    TooManyToOne(Duration),
    /// A request for a token that cannot be read.
    MalformedTokenRequest,
    /// The token that a request is about is missing.
    NoSubjectToken,
    /// A parameter of the query cannot be read.
    InvalidParameter(&'static str),
    /// The body broke off.
    MalformedBody,
    /// The body is larger than is read.
    BodyTooLarge,
    /// There is no such user, domain or project (what it is, and how it was named).
    Unknown(&'static str, String),
    /// There is no such token.
    UnknownToken,
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

    /// There is nothing of this kind and name.
    pub(super) fn unknown(kind: &'static str, named: &str) -> Self {
        Self::Unknown(kind, named.chars().take(MAX_REPEATED).collect())
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

    /// What it comes to, for the list of all errors.
    pub(super) fn told(&self) -> Refusal {
        let signature = matches!(self, Self::WrongSignature(_));
        Refusal {
            status: self.status().as_u16(),
            code: if signature { "APIGW.0301" } else { "" }.to_owned(),
            message: self.message().into_owned(),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NoAddress
            | Self::AddressRefused
            | Self::MalformedBody
            | Self::MalformedTokenRequest
            | Self::NoSubjectToken
            | Self::InvalidParameter(_) => StatusCode::BAD_REQUEST,
            Self::Unauthenticated
            | Self::WrongSignature(_)
            | Self::WrongCredentials
            | Self::Locked(_) => StatusCode::UNAUTHORIZED,
            Self::NotAuthorized
            | Self::InvalidUserId
            | Self::UserDisabled(_)
            | Self::TooManyToOne(_) => StatusCode::FORBIDDEN,
            Self::UnknownPath | Self::Unknown(..) | Self::UnknownToken => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(Some(failure)) if failure.is_outage() => Self::Unavailable.status(),
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn message(&self) -> Cow<'static, str> {
        let words = match self {
            Self::UserDisabled(user) => {
                return format!("The user {} is disabled.", user.simple()).into();
            }
            Self::Unknown(kind, named) => {
                return format!("Could not find {kind}: {named}.").into();
            }
            Self::InvalidParameter(name) => {
                return format!("Request parameter {name} is invalid.").into();
            }
            Self::Unauthenticated | Self::WrongSignature(_) => {
                "The request you have made requires authentication."
            }
            Self::WrongCredentials => "The username or password is wrong.",
            Self::Locked(_) => "Account locked.",
            Self::NotAuthorized => "You are not authorized to perform the requested action.",
            Self::InvalidUserId => "userId is invalid",
            Self::NoAddress => "User not bind email.",
            Self::AddressRefused => "The email address does not exist.",
            Self::Throttled(_) | Self::TooManyToOne(_) => {
                "The throttling threshold has been reached."
            }
            Self::MalformedTokenRequest => "The request body is invalid",
            Self::NoSubjectToken => "X-Subject-Token is invalid in the request.",
            Self::MalformedBody => "Request body is invalid.",
            Self::BodyTooLarge => "Request body is too large.",
            // The token itself is a secret and is not repeated.
            Self::UnknownToken => "Could not find token.",
            Self::UnknownPath => "The resource could not be found.",
            Self::MethodNotAllowed => "Method Not Allowed",
            Self::Internal(Some(failure)) if failure.is_outage() => {
                return Self::Unavailable.message();
            }
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
        if let Self::WrongSignature(refusal) = self {
            return refusal.into_response();
        }
        let status = self.status();
        let title = status.canonical_reason().unwrap_or_default();
        let error = json!({"code": status.as_u16(), "message": self.message(), "title": title});
        let mut response = (status, Json(json!({ "error": error }))).into_response();
        let headers = response.headers_mut();
        if let Self::Throttled(wait) | Self::TooManyToOne(wait) | Self::Locked(wait) = self {
            headers.insert(header::RETRY_AFTER, seconds(wait).into());
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, seconds(BUSY_FOR).into());
        }
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 15.5.2 wants a challenge; this is the one that Keystone gives.
            let challenge = HeaderValue::from_static("Keystone");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Self::Internal(Some(failure)) = self {
            failure.accompany(&mut response);
        }
        response
    }
}

#[cfg(test)]
mod tests;
