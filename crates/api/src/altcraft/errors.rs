//! Its errors: a number and a text in an answer whose HTTP status is 200.
//!
//! HTTP says something else where the request never was one of its calls (another path or method, a
//! body too large), and where we failed.

use std::{borrow::Cow, error::Error};

use axum::response::Response;
use chrono::Duration;
use http::{StatusCode, header};
use usher_api_types::problem::ErrorCode;
use usher_application::{
    account_users::AccountUserError, accounts::AccountError, authentication::AuthenticationError,
    limits::AccountLimit, welcome_emails::RequestWelcomeEmailError,
};

use super::{answers::Answer, format::Format};
use crate::{
    compat::Refusal,
    failure::Failure,
    problem::{BUSY_FOR, seconds},
};

/// Why a request is refused or failed.
pub(super) enum AltcraftError {
    /// Something about the request is wrong, mostly the field that is named.
    Incorrect(Option<Cow<'static, str>>),
    /// There is no token.
    TokenRequired,
    /// The token is not valid (any more) or lacks a permission, or what is named.
    NoAccess(Option<&'static str>),
    /// There is no such thing, or the caller may not see it.
    NotFound(&'static str),
    /// Another user has what is named.
    AlreadyExists(&'static str),
    /// Too often, or too much at once.
    TooMany(Duration),
    /// A failure of ours, with its cause unless somebody else has logged that.
    Internal(Option<Failure>),
    /// There is no answer in time.
    Unavailable,
    /// There is nothing at this path.
    UnknownPath,
    /// The path exists, but takes POST alone.
    MethodNotAllowed,
    /// The body is larger than is read.
    BodyTooLarge,
    /// A page of another site sent this.
    CrossSite,
}

impl AltcraftError {
    /// A field that is missing or means nothing.
    pub(super) fn incorrect(field: &'static str) -> Self {
        Self::Incorrect(Some(field.into()))
    }

    /// What a request under its prefix is told that never came to its handler, or never came back.
    pub(super) fn refused(code: ErrorCode) -> Self {
        match code.status() {
            401 => Self::TokenRequired,
            403 => Self::CrossSite,
            404 => Self::UnknownPath,
            405 => Self::MethodNotAllowed,
            413 => Self::BodyTooLarge,
            503 => Self::Unavailable,
            400..500 => Self::Incorrect(None),
            _ => Self::Internal(None),
        }
    }

    fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Failure::new(cause)))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Internal(Some(failure)) if failure.is_outage() => Self::Unavailable.status(),
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::UnknownPath => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CrossSite => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        }
    }

    /// The number, its text, and what stands behind a colon.
    fn words(&self) -> (u16, &'static str, Option<&str>) {
        match self {
            Self::Incorrect(detail) => (400, "Incorrect request", detail.as_deref()),
            Self::MethodNotAllowed => (400, "Incorrect request", Some("use POST")),
            Self::BodyTooLarge => (400, "Incorrect request", Some("the body is too large")),
            Self::TokenRequired => (401, "API token required", None),
            Self::NoAccess(detail) => (403, "No access", *detail),
            Self::CrossSite => (403, "No access", Some("another site sent the request")),
            Self::NotFound(what) => (404, "Object not found", Some(what)),
            Self::UnknownPath => (404, "Object not found", None),
            Self::AlreadyExists(what) => (409, "Already exists", Some(what)),
            Self::TooMany(_) => (429, "Too many requests", None),
            Self::Internal(_) | Self::Unavailable => (500, "Internal error", None),
        }
    }

    /// What it comes to, for the list of all errors. The code is the number in the answer.
    pub(super) fn told(&self) -> Refusal {
        let (number, text, detail) = self.words();
        Refusal {
            status: self.status().as_u16(),
            code: number.to_string(),
            message: match detail {
                Some(detail) => format!("{text}: {detail}"),
                None => text.to_owned(),
            },
        }
    }

    /// The answer in a format.
    pub(super) fn in_format(self, format: Format) -> Response {
        let (number, text, detail) = self.words();
        let text = match detail {
            Some(detail) => format!("{text}: {detail}").into(),
            None => Cow::Borrowed(text),
        };
        let mut response = Answer::new(number, text).in_format(format, self.status());
        match self {
            Self::Internal(Some(failure)) => {
                failure.accompany(&mut response);
            }
            Self::TooMany(wait) => {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds(wait).into());
            }
            _ => {}
        }
        response
    }
}

impl From<AuthenticationError> for AltcraftError {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Invalid => Self::NoAccess(None),
            AuthenticationError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AccountError> for AltcraftError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::NotFound => Self::NotFound("account"),
            AccountError::Denied(_) => Self::NoAccess(None),
            AccountError::NameTaken => Self::AlreadyExists("name"),
            AccountError::Database(cause) => Self::internal(cause),
            // Of calls that are not served here.
            cause @ (AccountError::NotEmpty
            | AccountError::Logo(_)
            | AccountError::InvalidCursor) => Self::internal(cause),
        }
    }
}

impl From<AccountUserError> for AltcraftError {
    fn from(error: AccountUserError) -> Self {
        match error {
            AccountUserError::NotFound => Self::NotFound("user"),
            AccountUserError::AccountNotFound => Self::NotFound("account"),
            AccountUserError::Denied(_) => Self::NoAccess(None),
            AccountUserError::LoginTaken => Self::AlreadyExists("name"),
            AccountUserError::EmailTaken => Self::AlreadyExists("email"),
            AccountUserError::LastOwner => Self::NoAccess(Some("the user is the last owner")),
            AccountUserError::Weak(reason) => {
                Self::Incorrect(Some(format!("password: {reason}").into()))
            }
            AccountUserError::NoAddress => Self::no_address(),
            AccountUserError::PasswordRequired => {
                Self::NoAccess(Some("nobody changes her own sign-in with a token"))
            }
            AccountUserError::TooMany(limit)
            | AccountUserError::AccountLimit(AccountLimit(limit)) => {
                Self::TooMany(limit.retry_after)
            }
            AccountUserError::Busy => Self::TooMany(BUSY_FOR),
            AccountUserError::Database(cause) => Self::internal(cause),
            cause @ AccountUserError::InvalidCursor => Self::internal(cause),
        }
    }
}

impl From<RequestWelcomeEmailError> for AltcraftError {
    fn from(error: RequestWelcomeEmailError) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => Self::NotFound("user"),
            RequestWelcomeEmailError::Denied(_) | RequestWelcomeEmailError::AccountNotPrimary => {
                Self::NoAccess(None)
            }
            RequestWelcomeEmailError::NoAddress => Self::no_address(),
            RequestWelcomeEmailError::Disabled => Self::NoAccess(Some("the user is inactive")),
            RequestWelcomeEmailError::TooMany(limit)
            | RequestWelcomeEmailError::AccountLimit(AccountLimit(limit)) => {
                Self::TooMany(limit.retry_after)
            }
            // No call here names a template.
            cause @ RequestWelcomeEmailError::UnknownTemplate => Self::internal(cause),
            RequestWelcomeEmailError::Database(cause) => Self::internal(cause),
        }
    }
}

impl AltcraftError {
    fn no_address() -> Self {
        Self::Incorrect(Some("user has no email".into()))
    }

    /// The mail server refused the address for good while the caller waited.
    pub(super) fn address_refused() -> Self {
        Self::Incorrect(Some("the email address does not exist".into()))
    }
}
