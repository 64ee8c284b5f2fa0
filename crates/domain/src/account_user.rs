//! Account users: the people who are welcomed.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use crate::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    names::{DisplayName, Locale, LoginName, Phone},
};

/// A person, with one primary account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUser {
    /// Her identifier.
    pub id: AccountUserId,
    /// Her primary account.
    pub account_id: AccountId,
    /// Her login name, unique within the primary account.
    pub login: LoginName,
    /// Her address, unique within the primary account.
    pub email: Option<EmailAddress>,
    /// What to call her.
    pub display_name: DisplayName,
    /// Her telephone number.
    pub phone: Option<Phone>,
    /// Her language.
    pub locale: Option<Locale>,
    /// Whether she may sign in and be welcomed.
    pub enabled: bool,
    /// Whether she has a password.
    pub has_password: bool,
    /// Counts every change that matters to her links and rights.
    pub version: i64,
    /// Her latest welcome email, if one was ever asked for.
    pub latest_welcome: Option<LatestWelcome>,
    /// When she was created.
    pub created_at: DateTime<Utc>,
    /// When she was last changed.
    pub updated_at: DateTime<Utc>,
    /// When she last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// The latest welcome email of a user, kept beside her so that a list of users needs no join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatestWelcome {
    /// The welcome email.
    pub id: MessageId,
    /// What became of it.
    pub status: DeliveryStatus,
    /// When that was last recorded.
    pub at: DateTime<Utc>,
}

impl AccountUser {
    /// Where she stands.
    #[must_use]
    pub fn status(&self) -> UserStatus {
        match (self.enabled, self.has_password) {
            (false, _) => UserStatus::Disabled,
            (true, false) => UserStatus::Pending,
            (true, true) => UserStatus::Active,
        }
    }
}

/// Where an account user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserStatus {
    /// Has set no password yet.
    Pending,
    /// Has a password and may sign in.
    Active,
    /// May neither sign in nor be welcomed.
    Disabled,
}

/// A text that names no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown status; one of pending, active, disabled")]
pub struct UnknownUserStatus;

impl UserStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Active, Self::Disabled];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UserStatus {
    type Err = UnknownUserStatus;

    fn from_str(text: &str) -> Result<Self, UnknownUserStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownUserStatus)
    }
}
