//! Account users: the people who are welcomed.

use chrono::{DateTime, Utc};

use crate::{
    closed_list::closed_list,
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

closed_list! {
    /// Where an account user stands.
    UserStatus, UnknownUserStatus, "status" {
        /// Has set no password yet.
        Pending = "pending",
        /// Has a password and may sign in.
        Active = "active",
        /// May neither sign in nor be welcomed.
        Disabled = "disabled",
    }
}
