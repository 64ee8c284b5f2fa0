//! Refusals that concern whoever calls: her sign-in, her profile, her password, her link.

use usher_api_types::problem::{ErrorCode, FieldCode};
use usher_application::{
    access_tokens::AccessTokenError,
    me::{ChangePasswordError, MeError, ProfileError},
    password_links::{ConsumeError, JudgeError, LinkError, RenewError, RevealError},
    password_resets::PasswordResetError,
    sessions::{SessionError, SignInError},
};

use super::weak;
use crate::problem::ApiError;

fn wrong_password() -> ApiError {
    ApiError::invalid_field(
        "current_password",
        FieldCode::Wrong,
        "This is not your current password.",
    )
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => ErrorCode::SignInFailed.into(),
            SignInError::TooMany(limit) => Self::too_many(limit.retry_after),
            SignInError::Busy => Self::busy(),
            SignInError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotASession => {
                Self::new(ErrorCode::Forbidden).detail("Only a signed-in user has sessions.")
            }
            SessionError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<MeError> for ApiError {
    fn from(error: MeError) -> Self {
        match error {
            MeError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<ChangePasswordError> for ApiError {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::NotAUser => {
                Self::new(ErrorCode::Forbidden).detail("Only a signed-in user has a password.")
            }
            // Not a 401: the session is valid, and a browser would take that as its end.
            ChangePasswordError::Refused => wrong_password(),
            ChangePasswordError::Weak(reason) => weak("new_password", &reason),
            ChangePasswordError::TooMany(limit) => Self::too_many(limit.retry_after),
            ChangePasswordError::Busy => Self::busy(),
            ChangePasswordError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<ProfileError> for ApiError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::NotAUser => {
                Self::new(ErrorCode::Forbidden).detail("Only a signed-in user has a profile.")
            }
            ProfileError::PasswordRequired => Self::invalid_field(
                "current_password",
                FieldCode::Required,
                "Enter your own current password.",
            ),
            ProfileError::Refused => wrong_password(),
            ProfileError::EmailTaken => ErrorCode::EmailTaken.into(),
            ProfileError::TooMany(limit) => Self::too_many(limit.retry_after),
            ProfileError::Busy => Self::busy(),
            ProfileError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AccessTokenError> for ApiError {
    fn from(error: AccessTokenError) -> Self {
        match error {
            AccessTokenError::NotACredential => Self::new(ErrorCode::Forbidden)
                .detail("Access tokens are issued to sessions, API tokens and access keys only."),
            AccessTokenError::Signing(cause) => Self::internal(cause),
        }
    }
}

impl From<PasswordResetError> for ApiError {
    fn from(error: PasswordResetError) -> Self {
        match error {
            PasswordResetError::TooMany(limit) => Self::too_many(limit.retry_after),
            PasswordResetError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<ConsumeError> for ApiError {
    fn from(error: ConsumeError) -> Self {
        match error {
            ConsumeError::Used => ErrorCode::LinkUsed.into(),
            ConsumeError::Expired => ErrorCode::LinkExpired.into(),
            ConsumeError::Superseded => ErrorCode::LinkSuperseded.into(),
            ConsumeError::Void => ErrorCode::LinkVoid.into(),
            ConsumeError::Weak(reason) => weak("password", &reason),
            ConsumeError::MissingEmail => Self::invalid_field(
                "email",
                FieldCode::Required,
                "An email address is required with this link.",
            ),
            ConsumeError::AccountNameTaken => ErrorCode::AccountNameTaken.into(),
            ConsumeError::Busy => Self::busy(),
            ConsumeError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<JudgeError> for ApiError {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Link(refusal) => refusal.into(),
            JudgeError::TooMany(limit) => Self::too_many(limit.retry_after),
        }
    }
}

impl From<RenewError> for ApiError {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::Void | RenewError::NotRenewable => ErrorCode::LinkVoid.into(),
            RenewError::TooMany(limit) => Self::too_many(limit.retry_after),
            RenewError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<RevealError> for ApiError {
    fn from(error: RevealError) -> Self {
        match error {
            RevealError::NotFound => ErrorCode::NotFound.into(),
            RevealError::Denied(reason) => reason.into(),
            RevealError::PasswordRequired => Self::invalid_field(
                "password",
                FieldCode::Required,
                "Enter your own current password.",
            ),
            RevealError::NoOpenLink => ErrorCode::NoOpenLink.into(),
            RevealError::TooMany(limit) => Self::too_many(limit.retry_after),
            RevealError::Busy => Self::busy(),
            RevealError::Database(cause) => Self::internal(cause),
        }
    }
}
