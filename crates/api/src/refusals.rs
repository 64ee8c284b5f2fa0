//! What each use case's refusals mean in the native API: one `match` per error, nothing else.

use usher_api_types::problem::ErrorCode;
use usher_application::{
    access_tokens::AccessTokenError,
    account_users::AccountUserError,
    accounts::AccountError,
    api_tokens::ApiTokenError,
    audit_log::AuditLogError,
    captured_emails::CapturedEmailError,
    deliveries::DeliverySummaryError,
    me::{ChangePasswordError, MeError},
    memberships::MembershipError,
    password_links::{ConsumeError, LinkError, RenewError, RevealError},
    password_resets::PasswordResetError,
    roles::RoleError,
    sessions::{SessionError, SignInError},
    welcome_emails::{RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{actor::PermissionDenied, password::WeakPassword};

use crate::problem::ApiError;

impl From<PermissionDenied> for ApiError {
    fn from(denied: PermissionDenied) -> Self {
        Self::new(ErrorCode::Forbidden)
            .detail(format!("The permission {} is required.", denied.permission))
    }
}

fn weak(reason: &WeakPassword) -> ApiError {
    ApiError::new(ErrorCode::WeakPassword).detail(reason.to_string())
}

fn invalid_cursor() -> ApiError {
    ApiError::new(ErrorCode::MalformedRequest).detail("cursor is not one that this list gave out.")
}

fn unknown_account() -> ApiError {
    ApiError::invalid_field("account_id", "unknown", "There is no such account.")
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
            ChangePasswordError::Refused => Self::invalid_field(
                "current_password",
                "wrong",
                "This is not your current password.",
            ),
            ChangePasswordError::Weak(reason) => weak(&reason),
            ChangePasswordError::TooMany(limit) => Self::too_many(limit.retry_after),
            ChangePasswordError::Busy => Self::busy(),
            ChangePasswordError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AccessTokenError> for ApiError {
    fn from(error: AccessTokenError) -> Self {
        match error {
            AccessTokenError::NotACredential => Self::new(ErrorCode::Forbidden)
                .detail("Access tokens are issued to sessions and API tokens only."),
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

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::NotFound => ErrorCode::NotFound.into(),
            AccountError::Denied(reason) => reason.into(),
            AccountError::NameTaken => ErrorCode::AccountNameTaken.into(),
            AccountError::NotEmpty => ErrorCode::AccountNotEmpty.into(),
            AccountError::InvalidCursor => invalid_cursor(),
            AccountError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AccountUserError> for ApiError {
    fn from(error: AccountUserError) -> Self {
        match error {
            AccountUserError::NotFound | AccountUserError::AccountNotFound => {
                ErrorCode::NotFound.into()
            }
            AccountUserError::Denied(reason) => reason.into(),
            AccountUserError::LoginTaken => ErrorCode::LoginTaken.into(),
            AccountUserError::EmailTaken => ErrorCode::EmailTaken.into(),
            AccountUserError::LastOwner => ErrorCode::LastOwner.into(),
            AccountUserError::Weak(reason) => weak(&reason),
            AccountUserError::NoAddress => ErrorCode::NoAddress.into(),
            AccountUserError::PasswordRequired => Self::invalid_field(
                "current_password",
                "required",
                "Enter your own current password.",
            ),
            AccountUserError::TooMany(limit) => Self::too_many(limit.retry_after),
            AccountUserError::InvalidCursor => invalid_cursor(),
            AccountUserError::Busy => Self::busy(),
            AccountUserError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<MembershipError> for ApiError {
    fn from(error: MembershipError) -> Self {
        match error {
            MembershipError::NotFound => ErrorCode::NotFound.into(),
            MembershipError::Denied(reason) => reason.into(),
            MembershipError::IsPrimary => Self::new(ErrorCode::Conflict)
                .detail("The user's primary account cannot be taken from her."),
            MembershipError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<RoleError> for ApiError {
    fn from(error: RoleError) -> Self {
        match error {
            RoleError::NotFound => ErrorCode::NotFound.into(),
            RoleError::Denied(reason) => reason.into(),
            RoleError::LastOwner => ErrorCode::LastOwner.into(),
            RoleError::UnknownAccount => unknown_account(),
            RoleError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<RequestWelcomeEmailError> for ApiError {
    fn from(error: RequestWelcomeEmailError) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => ErrorCode::NotFound.into(),
            RequestWelcomeEmailError::Denied(reason) => reason.into(),
            RequestWelcomeEmailError::NoAddress => ErrorCode::NoAddress.into(),
            RequestWelcomeEmailError::Disabled => ErrorCode::UserDisabled.into(),
            RequestWelcomeEmailError::AccountNotPrimary => ErrorCode::AccountNotPrimary.into(),
            RequestWelcomeEmailError::TooMany(limit) => Self::too_many(limit.retry_after),
            RequestWelcomeEmailError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<WelcomeEmailError> for ApiError {
    fn from(error: WelcomeEmailError) -> Self {
        match error {
            WelcomeEmailError::NotFound => ErrorCode::NotFound.into(),
            WelcomeEmailError::Denied(reason) => reason.into(),
            WelcomeEmailError::NotRetryable => ErrorCode::NotRetryable.into(),
            WelcomeEmailError::NotCancellable => ErrorCode::NotCancellable.into(),
            WelcomeEmailError::NoAddress => ErrorCode::NoAddress.into(),
            WelcomeEmailError::Disabled => ErrorCode::UserDisabled.into(),
            WelcomeEmailError::InvalidCursor => invalid_cursor(),
            WelcomeEmailError::Database(cause) => Self::internal(cause),
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
            ConsumeError::Weak(reason) => weak(&reason),
            ConsumeError::MissingEmail => Self::invalid_field(
                "email",
                "required",
                "An email address is required with this link.",
            ),
            ConsumeError::AccountNameTaken => ErrorCode::AccountNameTaken.into(),
            ConsumeError::Busy => Self::busy(),
            ConsumeError::Database(cause) => Self::internal(cause),
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
            RevealError::PasswordRequired => {
                Self::invalid_field("password", "required", "Enter your own current password.")
            }
            RevealError::NoOpenLink => ErrorCode::NoOpenLink.into(),
            RevealError::TooMany(limit) => Self::too_many(limit.retry_after),
            RevealError::Busy => Self::busy(),
            RevealError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<ApiTokenError> for ApiError {
    fn from(error: ApiTokenError) -> Self {
        match error {
            ApiTokenError::NotFound => ErrorCode::NotFound.into(),
            ApiTokenError::Denied(reason) => reason.into(),
            ApiTokenError::UnknownAccount => unknown_account(),
            ApiTokenError::InvalidCursor => invalid_cursor(),
            ApiTokenError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<AuditLogError> for ApiError {
    fn from(error: AuditLogError) -> Self {
        match error {
            AuditLogError::Denied(reason) => reason.into(),
            AuditLogError::InvalidCursor => invalid_cursor(),
            AuditLogError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<CapturedEmailError> for ApiError {
    fn from(error: CapturedEmailError) -> Self {
        match error {
            CapturedEmailError::NotFound => ErrorCode::NotFound.into(),
            CapturedEmailError::Denied(reason) => reason.into(),
            CapturedEmailError::InvalidCursor => invalid_cursor(),
            CapturedEmailError::Folder(cause) => Self::internal(cause),
            CapturedEmailError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<DeliverySummaryError> for ApiError {
    fn from(error: DeliverySummaryError) -> Self {
        match error {
            DeliverySummaryError::Denied(reason) => reason.into(),
            DeliverySummaryError::Database(cause) => Self::internal(cause),
        }
    }
}
