//! The errors of creating a user, in their flat shape: `{"error_code":…,"error_msg":…}`. What is no
//! matter of the user herself has the shape of Keystone here, too.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use usher_application::{account_users::AccountUserError, limits::AccountLimit};

use super::IamError;
use crate::compat::Refusal;

/// Why a user was not created.
pub(in crate::otc_iam) enum UserError {
    /// The body is empty.
    EmptyBody,
    /// The body is not what it must be.
    MalformedBody,
    /// Name or domain is missing.
    Incomplete,
    /// The name is none.
    InvalidName,
    /// The address is none.
    InvalidEmail,
    /// The password is none.
    InvalidPassword,
    /// The telephone number is none.
    InvalidPhone,
    /// No identity of another provider can be bound: domains have none here.
    ForeignIdentity,
    /// Country code and telephone number go together.
    HalfAPhone,
    /// The name is taken.
    NameTaken,
    /// The address is taken.
    EmailTaken,
    /// The description is none.
    InvalidDescription,
    /// The password is too weak.
    WeakPassword,
    /// The way of access is none.
    InvalidAccessMode,
    /// No matter of the user herself.
    Other(IamError),
}

impl UserError {
    /// Its line in the table of error codes, if it has one.
    fn line(self) -> Result<(&'static str, &'static str), IamError> {
        Ok(match self {
            Self::EmptyBody => ("IAM.1101", "The request body size 0 is invalid."),
            Self::MalformedBody => ("IAM.0011", "Request body is invalid."),
            Self::Incomplete => ("1100", "Mandatory parameters are not specified."),
            Self::InvalidName => ("1101", "Invalid username."),
            Self::InvalidEmail => ("1102", "Invalid email address."),
            Self::InvalidPassword => ("1103", "Incorrect password."),
            Self::InvalidPhone => ("1104", "Invalid mobile number."),
            Self::ForeignIdentity => (
                "1105",
                "The value of xuser_type must be the same as that of xdomain_type.",
            ),
            Self::HalfAPhone => (
                "1106",
                "The country code and mobile number must be set at the same time.",
            ),
            Self::NameTaken => ("1109", "The username already exists."),
            Self::EmailTaken => ("1110", "The email address has already been used."),
            Self::InvalidDescription => ("1117", "Invalid user description."),
            Self::WeakPassword => ("1118", "The password is weak."),
            Self::InvalidAccessMode => ("1120", "Invalid access_mode."),
            Self::Other(error) => return Err(error),
        })
    }
}

impl UserError {
    /// What it comes to, for the list of all errors; none for what has the shape of Keystone.
    pub(in crate::otc_iam) fn told(self) -> Option<Refusal> {
        let (code, message) = self.line().ok()?;
        Some(Refusal {
            status: StatusCode::BAD_REQUEST.as_u16(),
            code: code.to_owned(),
            message: message.to_owned(),
        })
    }
}

impl IntoResponse for UserError {
    fn into_response(self) -> Response {
        match self.line() {
            Ok((code, message)) => {
                let body = json!({"error_code": code, "error_msg": message});
                (StatusCode::BAD_REQUEST, Json(body)).into_response()
            }
            Err(error) => error.into_response(),
        }
    }
}

impl From<IamError> for UserError {
    fn from(error: IamError) -> Self {
        Self::Other(error)
    }
}

impl From<AccountUserError> for UserError {
    fn from(error: AccountUserError) -> Self {
        match error {
            AccountUserError::LoginTaken => Self::NameTaken,
            AccountUserError::EmailTaken => Self::EmailTaken,
            AccountUserError::Weak(_) => Self::WeakPassword,
            AccountUserError::Busy => Self::Other(IamError::Unavailable),
            AccountUserError::TooMany(limit) => {
                Self::Other(IamError::TooManyToOne(limit.retry_after))
            }
            AccountUserError::AccountLimit(AccountLimit(limit)) => {
                Self::Other(IamError::Throttled(limit.retry_after))
            }
            error @ (AccountUserError::NotFound
            | AccountUserError::AccountNotFound
            | AccountUserError::Denied(_)
            | AccountUserError::LastOwner
            | AccountUserError::NoAddress
            | AccountUserError::PasswordRequired
            | AccountUserError::InvalidCursor
            | AccountUserError::Database(_)) => Self::Other(IamError::not_shown("", error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn what_concerns_the_user_is_flat_and_the_rest_is_not() {
        for (error, status, body) in [
            (
                UserError::NameTaken,
                400,
                r#"{"error_code":"1109","error_msg":"The username already exists."}"#,
            ),
            (
                UserError::Other(IamError::MethodNotAllowed),
                405,
                r#"{"error":{"code":405,"message":"Method Not Allowed","title":"Method Not Allowed"}}"#,
            ),
        ] {
            let response = error.into_response();
            assert_eq!(response.status(), status);
            let bytes = to_bytes(response.into_body(), 1000).await.unwrap();
            assert_eq!(bytes, body);
        }
    }
}
