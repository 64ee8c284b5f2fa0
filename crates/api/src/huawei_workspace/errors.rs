//! Its errors: `{"error_code":…,"error_msg":…}`, and with a refused permission
//! `encoded_authorization_message`.
//!
//! Codes and texts are those of contracts/huawei-workspace.md §1 and §3; where the vendor's list
//! could not be had, codes continue its ranges.

use std::{borrow::Cow, error::Error};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use chrono::Duration;
use http::{StatusCode, header};
use serde::Serialize;
use usher_api_types::problem::ErrorCode;
use usher_application::{
    account_users::AccountUserError, limits::AccountLimit, welcome_emails::RequestWelcomeEmailError,
};

use crate::{
    compat,
    failure::Failure,
    huawei_auth::{Refusal, Unauthorized},
    problem::{BUSY_FOR, seconds},
};

/// Why a request is refused or failed.
pub(super) enum WorkspaceError {
    /// Nobody is calling, or nobody that we know.
    Unauthorized(Unauthorized),
    /// There is no body where one is needed.
    EmptyMessage,
    /// The body cannot be read.
    InvalidMessage,
    /// A parameter of the body or query has a value that cannot be accepted.
    InvalidParameter(&'static str),
    /// The body is larger than is read.
    MessageTooLarge,
    /// There is no such template.
    UnknownTemplate,
    /// The user has no email address.
    NoAddress,
    /// The mail server refused the address for good.
    AddressRefused,
    /// The user is disabled.
    UserDisabled,
    /// Another user has the name.
    NameTaken,
    /// Another user has the address.
    AddressTaken,
    /// The password is not good enough; why, in words for people.
    WeakPassword(String),
    /// The caller lacks a permission, or has no such project; why, sealed, unless nobody asked.
    Denied(Option<String>),
    /// There is no such user in the project.
    UnknownUser,
    /// There is nothing at this path.
    UnknownPath,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// The account has reached its limit.
    Throttled(Duration),
    /// A failure of ours, with its cause unless somebody else has logged that.
    Internal(Option<Failure>),
    /// There is no answer in time.
    Unavailable(Option<Duration>),
}

#[derive(Serialize)]
struct Body<'a> {
    error_code: &'a str,
    error_msg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoded_authorization_message: Option<&'a str>,
}

impl WorkspaceError {
    /// A failure of ours.
    pub(super) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Failure::new(cause)))
    }

    /// What a request under its prefix is told that never came to its handler, or never came back.
    pub(super) fn refused(code: ErrorCode) -> Self {
        match code.status() {
            401 => Self::Unauthorized(Unauthorized::without_credential()),
            403 => Self::Denied(None),
            404 => Self::UnknownPath,
            405 => Self::MethodNotAllowed,
            413 => Self::MessageTooLarge,
            503 => Self::Unavailable(None),
            400..500 => Self::InvalidMessage,
            _ => Self::Internal(None),
        }
    }

    /// What it comes to, for the list of all errors.
    pub(super) fn told(&self) -> compat::Refusal {
        let (status, code, message) = self.words();
        compat::Refusal {
            status,
            code: code.to_owned(),
            message: message.into_owned(),
        }
    }

    /// Status, code and text.
    fn words(&self) -> (u16, &'static str, Cow<'static, str>) {
        let (status, code, text) = match self {
            Self::Unauthorized(_) => (401, "APIGW.0301", "Authentication failed."),
            Self::EmptyMessage => (
                400,
                "WKS.0001",
                "The request message input by the interface is empty.",
            ),
            Self::InvalidMessage => (400, "WKS.0002", "The request message is invalid."),
            Self::InvalidParameter(name) => {
                let text = format!("The request message is invalid: {name}.");
                return (400, "WKS.0002", text.into());
            }
            Self::Denied(_) => (403, "WKS.0003", "No operation permissions."),
            Self::UnknownPath => (404, "WKS.0004", "No resources found."),
            Self::Unavailable(_) => (503, "WKS.0005", "Service unavailable."),
            Self::Internal(Some(failure)) if failure.is_outage() => {
                return Self::Unavailable(None).words();
            }
            Self::Internal(_) => (500, "WKS.0006", "An internal service error occurred."),
            Self::MethodNotAllowed => (
                405,
                "WKS.0009",
                "The method specified in the request is not allowed.",
            ),
            Self::MessageTooLarge => (413, "WKS.0010", "The request message is too large."),
            Self::UnknownUser => (404, "WKS.00170312", "The user does not exist."),
            Self::UnknownTemplate => (400, "WKS.00170320", "The email template does not exist."),
            Self::NoAddress => (400, "WKS.00170321", "The user has no email address."),
            Self::AddressRefused => (400, "WKS.00170321", "The email address does not exist."),
            Self::UserDisabled => (400, "WKS.00170322", "The user is disabled."),
            Self::NameTaken => (400, "WKS.00170323", "The user name already exists."),
            Self::AddressTaken => (400, "WKS.00170324", "The email address is already used."),
            Self::WeakPassword(why) => {
                let text = format!("The password is too weak: it {why}.");
                return (400, "WKS.00170325", text.into());
            }
            Self::Throttled(_) => (
                429,
                "APIGW.0308",
                "The throttling threshold has been reached.",
            ),
        };
        (status, code, text.into())
    }
}

impl IntoResponse for WorkspaceError {
    fn into_response(self) -> Response {
        let (status, error_code, text) = self.words();
        let message = match &self {
            Self::Denied(message) => message.as_deref(),
            _ => None,
        };
        let body = Body {
            error_code,
            error_msg: &text,
            encoded_authorization_message: message,
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        match self {
            Self::Unauthorized(refusal) => return refusal.into_response(),
            Self::Throttled(wait) | Self::Unavailable(Some(wait)) => {
                let wait = seconds(wait).into();
                response.headers_mut().insert(header::RETRY_AFTER, wait);
            }
            Self::Internal(Some(failure)) => {
                failure.accompany(&mut response);
            }
            _ => {}
        }
        response
    }
}

impl From<Refusal> for WorkspaceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Token(why) | Refusal::Signature(why) => Self::Unauthorized(why),
            Refusal::BodyTooLarge => Self::MessageTooLarge,
            Refusal::BodyBroken => Self::InvalidMessage,
            Refusal::Failed(failure) => Self::Internal(Some(failure)),
        }
    }
}

impl From<RequestWelcomeEmailError> for WorkspaceError {
    fn from(error: RequestWelcomeEmailError) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => Self::UnknownUser,
            RequestWelcomeEmailError::Denied(_) | RequestWelcomeEmailError::AccountNotPrimary => {
                Self::Denied(None)
            }
            RequestWelcomeEmailError::NoAddress => Self::NoAddress,
            RequestWelcomeEmailError::Disabled => Self::UserDisabled,
            RequestWelcomeEmailError::UnknownTemplate => Self::UnknownTemplate,
            RequestWelcomeEmailError::TooMany(limit)
            | RequestWelcomeEmailError::AccountLimit(AccountLimit(limit)) => {
                Self::Throttled(limit.retry_after)
            }
            RequestWelcomeEmailError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AccountUserError> for WorkspaceError {
    fn from(error: AccountUserError) -> Self {
        match error {
            AccountUserError::NotFound => Self::UnknownUser,
            // Her project was found a moment ago.
            AccountUserError::AccountNotFound
            | AccountUserError::Denied(_)
            | AccountUserError::LastOwner
            | AccountUserError::PasswordRequired => Self::Denied(None),
            AccountUserError::LoginTaken => Self::NameTaken,
            AccountUserError::EmailTaken => Self::AddressTaken,
            AccountUserError::Weak(why) => Self::WeakPassword(why.to_string()),
            AccountUserError::NoAddress => Self::NoAddress,
            AccountUserError::TooMany(limit)
            | AccountUserError::AccountLimit(AccountLimit(limit)) => {
                Self::Throttled(limit.retry_after)
            }
            AccountUserError::InvalidCursor => Self::InvalidParameter("offset"),
            AccountUserError::Busy => Self::Unavailable(Some(BUSY_FOR)),
            AccountUserError::Database(cause) => Self::internal(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn answer(error: WorkspaceError) -> (u16, String) {
        let response = error.into_response();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn only_a_refused_permission_has_a_sealed_reason() {
        let (_, body) = answer(WorkspaceError::Denied(Some("HY0L8G".to_owned()))).await;
        let expected = concat!(
            r#"{"error_code":"WKS.0003","error_msg":"No operation permissions.","#,
            r#""encoded_authorization_message":"HY0L8G"}"#
        );
        assert_eq!(body, expected);
        let (_, body) = answer(WorkspaceError::UnknownUser).await;
        let expected = r#"{"error_code":"WKS.00170312","error_msg":"The user does not exist."}"#;
        assert_eq!(body, expected);
    }

    #[tokio::test]
    async fn a_failure_of_ours_hides_its_cause() {
        let (status, body) = answer(WorkspaceError::internal(std::io::Error::other("fire"))).await;
        let expected =
            r#"{"error_code":"WKS.0006","error_msg":"An internal service error occurred."}"#;
        assert_eq!((status, body.as_str()), (500, expected));
    }

    #[tokio::test]
    async fn every_refusal_from_outside_keeps_its_status() {
        for code in ErrorCode::ALL {
            let (status, _) = answer(WorkspaceError::refused(*code)).await;
            let expected = match code.status() {
                status @ (401 | 403 | 404 | 405 | 413 | 503) => status,
                400..500 => 400,
                _ => 500,
            };
            assert_eq!(status, expected, "{code:?}");
        }
    }

    #[test]
    fn who_is_throttled_or_finds_us_busy_is_told_when_to_come_back() {
        for error in [
            WorkspaceError::Throttled(Duration::seconds(90)),
            WorkspaceError::Unavailable(Some(Duration::seconds(90))),
        ] {
            assert_eq!(error.into_response().headers()["retry-after"], "90");
        }
    }
}
