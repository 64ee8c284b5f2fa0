//! Welcome emails: asking for one, waiting for its fate, looking at it, calling it off, retrying.

mod change;
mod request;
mod timeline;
mod wait;

use usher_domain::actor::PermissionDenied;
use usher_persistence::DatabaseError;

pub use change::{cancel, retry};
pub use request::{Repeat, RequestWelcomeEmailError, Wish, request, request_in_account};
pub use timeline::{LinkStatus, WelcomeEmail, get, timeline};
pub(crate) use wait::Waiters;
pub use wait::wait;

use crate::{TooMany, failure::database_failures, limits::AccountLimit, page::InvalidCursor};

/// Why something about a welcome email was not done.
#[derive(Debug, thiserror::Error)]
pub enum WelcomeEmailError {
    /// There is none, or the actor may not see it.
    #[error("no such welcome email")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// It is under way, sent, or its link has given way to another.
    #[error("only a failed or cancelled message whose link is still good can be sent again")]
    NotRetryable,
    /// It is being sent or has ended.
    #[error("only a message that waits can be cancelled")]
    NotCancellable,
    /// The user's address is no longer the one it was written to.
    #[error("the user's email address has changed or is gone")]
    NoAddress,
    /// The user is disabled.
    #[error("the user is disabled")]
    Disabled,
    /// The user was sent many within the hour.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The account has asked for as many in this hour as it may.
    #[error(transparent)]
    AccountLimit(#[from] AccountLimit),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the welcome email could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(WelcomeEmailError, RequestWelcomeEmailError);

impl From<InvalidCursor> for WelcomeEmailError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}
