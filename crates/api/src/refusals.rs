//! What each use case's refusals mean in the native API: one `match` per error, nothing else.

mod own;
mod templates;
mod user_imports;

use usher_api_types::problem::{ErrorCode, FieldCode};
use usher_application::{
    access_keys::CredentialError,
    account_users::AccountUserError,
    accounts::AccountError,
    audit_log::AuditLogError,
    audit_verification::AuditVerificationError,
    bulk_sends::BulkSendError,
    captured_emails::CapturedEmailError,
    deliveries::DeliverySummaryError,
    limits::AccountLimit,
    mail_providers::TestProviderError,
    memberships::MembershipError,
    roles::RoleError,
    welcome_emails::{RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{actor::PermissionDenied, logo::InvalidLogo, password::WeakPassword};

use crate::{
    fields::{Refusal as _, sentence},
    problem::ApiError,
};

impl From<PermissionDenied> for ApiError {
    fn from(denied: PermissionDenied) -> Self {
        Self::new(ErrorCode::Forbidden)
            .detail(format!("The permission {} is required.", denied.permission))
    }
}

fn weak(field: &str, reason: &WeakPassword) -> ApiError {
    ApiError::weak_password(reason.of_field(field))
}

fn invalid_cursor() -> ApiError {
    ApiError::new(ErrorCode::MalformedRequest).detail("cursor is not one that this list gave out.")
}

fn unknown_account() -> ApiError {
    ApiError::invalid_field(
        "account_id",
        FieldCode::Unknown,
        "There is no such account.",
    )
}

fn account_limit(AccountLimit(limit): AccountLimit) -> ApiError {
    ApiError::new(ErrorCode::AccountLimit).after(limit.retry_after)
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::NotFound => ErrorCode::NotFound.into(),
            AccountError::Denied(reason) => reason.into(),
            AccountError::NameTaken => ErrorCode::AccountNameTaken.into(),
            AccountError::NotEmpty => ErrorCode::AccountNotEmpty.into(),
            AccountError::Logo(InvalidLogo::TooLarge) => ErrorCode::PayloadTooLarge.into(),
            AccountError::Logo(reason) => Self::invalid_fields(vec![reason.of_field("logo")]),
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
            AccountUserError::Weak(reason) => weak("password", &reason),
            AccountUserError::NoAddress => ErrorCode::NoAddress.into(),
            AccountUserError::PasswordRequired => Self::invalid_field(
                "current_password",
                FieldCode::Required,
                "Enter your own current password.",
            ),
            AccountUserError::TooMany(limit) => Self::too_many(limit.retry_after),
            AccountUserError::AccountLimit(limit) => account_limit(limit),
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

impl From<TestProviderError> for ApiError {
    fn from(error: TestProviderError) -> Self {
        match error {
            TestProviderError::NotFound => ErrorCode::NotFound.into(),
            TestProviderError::Denied(denied) => denied.into(),
            TestProviderError::NoAddress => Self::new(ErrorCode::NoAddress)
                .detail("You have no email address; name a recipient."),
            TestProviderError::TooMany(limit) => Self::too_many(limit.retry_after),
            TestProviderError::Database(cause) => Self::internal(cause),
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
            RequestWelcomeEmailError::UnknownTemplate => Self::invalid_field(
                "template_id",
                FieldCode::Unknown,
                "The user's account has no such template.",
            ),
            RequestWelcomeEmailError::AccountNotPrimary => ErrorCode::AccountNotPrimary.into(),
            RequestWelcomeEmailError::TooMany(limit) => Self::too_many(limit.retry_after),
            RequestWelcomeEmailError::AccountLimit(limit) => account_limit(limit),
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
            WelcomeEmailError::TooMany(limit) => Self::too_many(limit.retry_after),
            WelcomeEmailError::AccountLimit(limit) => account_limit(limit),
            WelcomeEmailError::InvalidCursor => invalid_cursor(),
            WelcomeEmailError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<BulkSendError> for ApiError {
    fn from(error: BulkSendError) -> Self {
        match error {
            BulkSendError::NotFound => ErrorCode::NotFound.into(),
            BulkSendError::Denied(reason) => reason.into(),
            BulkSendError::UnknownTemplate => Self::invalid_field(
                "template_id",
                FieldCode::Unknown,
                "The account has no such template.",
            ),
            reason @ (BulkSendError::Over
            | BulkSendError::Changed { .. }
            | BulkSendError::TooManyUnended) => {
                Self::new(ErrorCode::Conflict).detail(sentence(&reason.to_string()))
            }
            BulkSendError::InvalidCursor => invalid_cursor(),
            BulkSendError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<CredentialError> for ApiError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::NotFound => ErrorCode::NotFound.into(),
            CredentialError::Denied(reason) => reason.into(),
            CredentialError::UnknownAccount => unknown_account(),
            CredentialError::InvalidCursor => invalid_cursor(),
            CredentialError::Sealing(cause) => Self::internal(cause),
            CredentialError::Database(cause) => Self::internal(cause),
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

impl From<AuditVerificationError> for ApiError {
    fn from(error: AuditVerificationError) -> Self {
        match error {
            AuditVerificationError::Denied(reason) => reason.into(),
            AuditVerificationError::UnknownPlace => Self::invalid_field(
                "continue_from",
                FieldCode::Unknown,
                "The log has no such place. Start again from its beginning.",
            ),
            AuditVerificationError::Database(cause) => Self::internal(cause),
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
