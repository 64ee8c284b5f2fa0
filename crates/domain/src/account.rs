//! Accounts: the tenants that own users, settings and tokens.

use chrono::{DateTime, Duration, Utc};

use crate::{
    accent_color::AccentColor,
    email_address::EmailAddress,
    ids::{AccountId, ProjectId},
    logo::LogoHash,
    names::{AccountName, ContinueUrl, Locale, SenderName},
};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identifier.
    pub id: AccountId,
    /// A small integer, for APIs that address accounts by number.
    pub number: i64,
    /// What people call it; unique, whatever the case.
    pub name: AccountName,
    /// The identifier of its one project.
    pub project_id: ProjectId,
    /// The name of its one project.
    pub project_name: String,
    /// Its settings.
    pub settings: AccountSettings,
    /// Its logo, if it has one.
    pub logo: Option<LogoHash>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What an account decides for its users.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountSettings {
    /// Where people go after they set their password; none: to "my account".
    pub continue_url: Option<ContinueUrl>,
    /// Whether creating a user with an address welcomes her at once.
    pub send_welcome_on_create: bool,
    /// How long a password link lives once it is sent.
    pub link_life: LinkLife,
    /// The language for users who chose none.
    pub locale: Option<Locale>,
    /// The name that mail comes from; none: the installation's.
    pub sender_name: Option<SenderName>,
    /// Where answers to mail go.
    pub reply_to: Option<EmailAddress>,
    /// The colour of its pages and mails.
    pub accent_color: Option<AccentColor>,
    /// How many welcome emails may be asked for within an hour; none: as many as one likes.
    pub welcome_emails_per_hour: Option<SendLimit>,
}

/// How long a password link lives: one hour to thirty days, seven days by default (the value that
/// Open Telekom Cloud's IAM documents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkLife(i64);

/// A life outside one hour to thirty days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a link lives between 1 and 720 hours")]
pub struct InvalidLinkLife;

impl LinkLife {
    /// The shortest life in hours.
    pub const MIN_HOURS: i64 = 1;
    /// The longest life in hours.
    pub const MAX_HOURS: i64 = 30 * 24;

    /// A life in whole hours.
    ///
    /// # Errors
    /// Outside 1 to 720 hours.
    pub fn from_hours(hours: i64) -> Result<Self, InvalidLinkLife> {
        if (Self::MIN_HOURS..=Self::MAX_HOURS).contains(&hours) {
            Ok(Self(hours))
        } else {
            Err(InvalidLinkLife)
        }
    }

    /// The life in hours.
    #[must_use]
    pub fn hours(self) -> i64 {
        self.0
    }

    /// The life as a duration.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::hours(self.0)
    }
}

impl Default for LinkLife {
    fn default() -> Self {
        Self(7 * 24)
    }
}

/// How many welcome emails an account may ask for within an hour of the clock: one to a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SendLimit(i64);

/// A limit outside one to a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a limit is between 1 and 1000000 an hour")]
pub struct InvalidSendLimit;

impl SendLimit {
    /// The least that is a limit: an account that may send nothing has no use for users.
    pub const MIN: i64 = 1;
    /// The most. Whoever sends more has no limit in mind.
    pub const MAX: i64 = 1_000_000;

    /// A limit of so many an hour.
    ///
    /// # Errors
    /// Outside one to a million.
    pub fn from_per_hour(count: i64) -> Result<Self, InvalidSendLimit> {
        if (Self::MIN..=Self::MAX).contains(&count) {
            Ok(Self(count))
        } else {
            Err(InvalidSendLimit)
        }
    }

    /// So many an hour.
    #[must_use]
    pub fn per_hour(self) -> i64 {
        self.0
    }
}
