//! From the errors of use cases to its own.

use usher_application::{
    DatabaseError,
    account_users::AccountUserError,
    iam_tokens::{IamTokenError, IssueError},
    limits::AccountLimit,
    roles::RoleError,
    sessions::SignInError,
    welcome_emails::RequestWelcomeEmailError,
};
use usher_domain::ids::AccountUserId;

use super::IamError;

impl IamError {
    /// Why no welcome email was sent to `user`.
    pub(in crate::otc_iam) fn not_welcomed(
        user: AccountUserId,
        error: RequestWelcomeEmailError,
    ) -> Self {
        match error {
            RequestWelcomeEmailError::NotFound => Self::InvalidUserId,
            RequestWelcomeEmailError::Denied(_) | RequestWelcomeEmailError::AccountNotPrimary => {
                Self::NotAuthorized
            }
            RequestWelcomeEmailError::NoAddress => Self::NoAddress,
            RequestWelcomeEmailError::Disabled => Self::UserDisabled(user),
            RequestWelcomeEmailError::TooMany(limit) => Self::TooManyToOne(limit.retry_after),
            RequestWelcomeEmailError::AccountLimit(AccountLimit(limit)) => {
                Self::Throttled(limit.retry_after)
            }
            RequestWelcomeEmailError::Database(cause) => Self::internal(cause),
            // None is ever asked for here.
            error @ RequestWelcomeEmailError::UnknownTemplate => Self::internal(error),
        }
    }

    /// Why users were not listed, or the one who is `named` so was not shown.
    pub(in crate::otc_iam) fn not_shown(named: &str, error: AccountUserError) -> Self {
        match error {
            AccountUserError::NotFound => Self::unknown("user", named),
            AccountUserError::InvalidCursor => Self::InvalidParameter("marker"),
            // An account that the caller may not see is, here, one that she has no business in.
            AccountUserError::AccountNotFound | AccountUserError::Denied(_) => Self::NotAuthorized,
            AccountUserError::Database(cause) => Self::internal(cause),
            // Nobody is changed by looking.
            error @ (AccountUserError::LoginTaken
            | AccountUserError::EmailTaken
            | AccountUserError::LastOwner
            | AccountUserError::Weak(_)
            | AccountUserError::NoAddress
            | AccountUserError::PasswordRequired
            | AccountUserError::TooMany(_)
            | AccountUserError::AccountLimit(_)
            | AccountUserError::Busy) => Self::internal(error),
        }
    }
}

impl From<IssueError> for IamError {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::SignIn(SignInError::Refused) => Self::WrongCredentials,
            IssueError::SignIn(SignInError::TooMany(limit)) => Self::Locked(limit.retry_after),
            IssueError::SignIn(SignInError::Busy) => Self::Unavailable,
            IssueError::ForeignScope => Self::Unauthenticated,
            IssueError::SignIn(SignInError::Database(cause)) | IssueError::Database(cause) => {
                Self::internal(cause)
            }
        }
    }
}

impl From<IamTokenError> for IamError {
    fn from(error: IamTokenError) -> Self {
        match error {
            IamTokenError::NotFound => Self::UnknownToken,
            IamTokenError::Denied(_) => Self::NotAuthorized,
            IamTokenError::Database(cause) => Self::internal(cause),
        }
    }
}

impl From<RoleError> for IamError {
    fn from(error: RoleError) -> Self {
        match error {
            RoleError::NotFound | RoleError::Denied(_) => Self::NotAuthorized,
            RoleError::Database(cause) => Self::internal(cause),
            // Roles are only looked at here.
            error @ (RoleError::LastOwner | RoleError::UnknownAccount) => Self::internal(error),
        }
    }
}

impl From<DatabaseError> for IamError {
    fn from(cause: DatabaseError) -> Self {
        Self::internal(cause)
    }
}
