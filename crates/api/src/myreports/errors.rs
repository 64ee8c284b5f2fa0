//! Its errors: `{"error":…,"errorCode":…,"message":…,"status":"error","timestamp":…}`, to the byte
//! (contracts/myreports.md, 1). What is absent is left out.

use std::error::Error;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, Utc};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use usher_api_types::problem::ErrorCode;
use usher_application::{
    App, account_users::AccountUserError, limits::AccountLimit,
    welcome_emails::RequestWelcomeEmailError,
};

use super::bodies::put_json;
use crate::{
    compat::Refusal,
    failure::Failure,
    problem::{BUSY_FOR, seconds},
};

/// How much of a value that is not valid is repeated, in characters.
const ECHOED: usize = 200;

/// Why a request is refused or failed.
pub(super) enum MyReportsError {
    /// No token, or one that is not valid (any more).
    Unauthorized,
    /// A tenant id that is no GUID.
    InvalidTenantId(String),
    /// A member that is missing or wrong.
    InvalidMember(&'static str),
    /// The body is no JSON object of the documented form.
    MalformedBody,
    /// The body is larger than is read.
    BodyTooLarge,
    /// No such customer or user, or none that the caller may see.
    NotFound,
    /// The tenant is not the user's primary one.
    TenantNotPrimary,
    /// The user has no address, or one that the mail server refused for good.
    EmailNotSet(&'static str),
    /// The user is disabled.
    UserDisabled,
    /// The address or name is taken within the customer.
    Conflict,
    /// The caller lacks the permission.
    Forbidden,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// The person was sent too many messages.
    TooMany(Duration),
    /// A failure of ours, with its cause unless somebody else has logged that.
    Internal(Option<Failure>),
    /// There is no answer in time.
    Unavailable,
}

/// What an error says, but for the instant at which it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Envelope {
    error: u16,
    #[serde(rename = "errorCode", skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    message: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
}

impl MyReportsError {
    /// A failure of ours.
    pub(super) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Failure::new(cause)))
    }

    /// What a request under its prefixes is told that never came to its handler, or never came back.
    pub(super) fn refused(code: ErrorCode) -> Self {
        match code.status() {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            413 => Self::BodyTooLarge,
            503 => Self::Unavailable,
            400..500 => Self::MalformedBody,
            _ => Self::Internal(None),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::InvalidTenantId(_)
            | Self::InvalidMember(_)
            | Self::MalformedBody
            | Self::TenantNotPrimary
            | Self::EmailNotSet(_)
            | Self::UserDisabled => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            // Also for a database that does not work for now: that is what it lists for mail that
            // cannot be queued (contracts/myreports.md, 1).
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn code(&self) -> Option<&'static str> {
        match self {
            Self::TenantNotPrimary => Some("TenantNotPrimary"),
            Self::EmailNotSet(_) => Some("EmailNotSet"),
            Self::UserDisabled => Some("UserDisabled"),
            _ => None,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::InvalidTenantId(value) => {
                let echoed: String = value.chars().take(ECHOED).collect();
                format!("The value '{echoed}' is not valid.")
            }
            Self::InvalidMember(name) => format!("The field '{name}' is not valid."),
            Self::EmailNotSet(why) => (*why).to_owned(),
            Self::TenantNotPrimary => "This is not the primary tenant for this User.".to_owned(),
            Self::UserDisabled => "This User is disabled.".to_owned(),
            Self::MalformedBody => "The request body is not valid.".to_owned(),
            other => {
                let reason = other.status().canonical_reason();
                reason.unwrap_or_default().to_owned()
            }
        }
    }

    /// What it comes to, for the list of all errors.
    pub(super) fn told(&self) -> Refusal {
        Refusal {
            status: self.status().as_u16(),
            code: self.code().unwrap_or_default().to_owned(),
            message: self.envelope().map(|told| told.message).unwrap_or_default(),
        }
    }

    fn envelope(&self) -> Option<Envelope> {
        // The pages show no body for a missing token.
        (!matches!(self, Self::Unauthorized)).then(|| Envelope {
            error: self.status().as_u16(),
            code: self.code(),
            message: self.message(),
            status: "error",
            timestamp: None,
        })
    }
}

/// The answer without the instant, which [`stamp`] knows. What never comes by there goes without.
impl IntoResponse for MyReportsError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(envelope) = self.envelope() {
            put_json(&mut response, &envelope);
            response.extensions_mut().insert(envelope);
        }
        match self {
            Self::Unauthorized => {
                let challenge = HeaderValue::from_static("Bearer");
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
            }
            Self::TooMany(wait) => {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds(wait).into());
            }
            Self::Unavailable => {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds(BUSY_FOR).into());
            }
            Self::Internal(Some(failure)) => {
                failure.accompany(&mut response);
            }
            _ => {}
        }
        response
    }
}

/// Middleware that says when an error was told.
pub(super) async fn stamp(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(mut envelope) = response.extensions_mut().remove::<Envelope>() {
        envelope.timestamp = Some(timestamp(app.now()));
        put_json(&mut response, &envelope);
    }
    response
}

/// `2020-02-07T13:33:16.0582281Z`: seven digits of a second.
pub(super) fn timestamp(at: DateTime<Utc>) -> String {
    format!("{}0Z", at.format("%Y-%m-%dT%H:%M:%S%.6f"))
}

impl From<RequestWelcomeEmailError> for MyReportsError {
    fn from(error: RequestWelcomeEmailError) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => Self::NotFound,
            RequestWelcomeEmailError::Denied(_) => Self::Forbidden,
            RequestWelcomeEmailError::AccountNotPrimary => Self::TenantNotPrimary,
            RequestWelcomeEmailError::NoAddress => {
                Self::EmailNotSet("This User has no email address.")
            }
            RequestWelcomeEmailError::Disabled => Self::UserDisabled,
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

impl From<AccountUserError> for MyReportsError {
    fn from(error: AccountUserError) -> Self {
        match error {
            AccountUserError::NotFound | AccountUserError::AccountNotFound => Self::NotFound,
            AccountUserError::Denied(_) | AccountUserError::PasswordRequired => Self::Forbidden,
            AccountUserError::LoginTaken
            | AccountUserError::EmailTaken
            | AccountUserError::LastOwner => Self::Conflict,
            AccountUserError::NoAddress => Self::EmailNotSet("This User has no email address."),
            AccountUserError::Weak(_) | AccountUserError::InvalidCursor => Self::MalformedBody,
            AccountUserError::TooMany(limit)
            | AccountUserError::AccountLimit(AccountLimit(limit)) => {
                Self::TooMany(limit.retry_after)
            }
            AccountUserError::Busy => Self::Unavailable,
            AccountUserError::Database(cause) => Self::internal(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(error: &MyReportsError) -> String {
        let mut envelope = error.envelope().unwrap();
        let at = DateTime::parse_from_rfc3339("2020-02-07T13:33:16.058228Z").unwrap();
        envelope.timestamp = Some(timestamp(at.to_utc()));
        serde_json::to_string(&envelope).unwrap()
    }

    #[test]
    fn the_documented_bodies_have_the_documented_lengths() {
        let missing = written(&MyReportsError::NotFound);
        assert_eq!(
            missing,
            concat!(
                r#"{"error":404,"message":"Not Found","status":"error","#,
                r#""timestamp":"2020-02-07T13:33:16.0582280Z"}"#
            )
        );
        assert_eq!(missing.len(), 95);
        assert_eq!(written(&MyReportsError::TenantNotPrimary).len(), 162);
        let one_too_long = "11111111-2222-3333-4444-5555555555555".to_owned();
        assert_eq!(
            written(&MyReportsError::InvalidTenantId(one_too_long)).len(),
            149
        );
    }

    #[test]
    fn no_more_of_a_wrong_value_is_repeated_than_helps() {
        let told = MyReportsError::InvalidTenantId("ü\"".repeat(500)).message();
        assert_eq!(
            told.chars().count(),
            "The value '' is not valid.".len() + ECHOED
        );
        let written = written(&MyReportsError::InvalidTenantId("\"}".to_owned()));
        assert!(written.contains(r#"'\"}' is not valid"#), "{written}");
    }
}
