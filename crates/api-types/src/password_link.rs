//! Password links, for those who hold one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Branding;

/// A link's token: `POST /api/v1/password-links/inspect` and `…/renew`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PresentedLink {
    /// The last part of the link's path.
    pub token: String,
}

/// Sets a password with a link: `POST /api/v1/password-links/consume`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsumeLink {
    /// The last part of the link's path.
    pub token: String,
    /// The new password.
    pub password: String,
    /// For the first owner only, whose link names nobody yet: her address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// For the first owner only: the name of the first account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// Asks what a password would be worth, while it is being typed:
/// `POST /api/v1/password-links/judge`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgePassword {
    /// The last part of the link's path.
    pub token: String,
    /// The password as it stands.
    pub password: String,
}

/// What a password is worth: the same verdict that setting it would meet. Nothing is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordJudgement {
    /// Whether it would be taken.
    pub acceptable: bool,
    /// 0 (found at once) to 4 (very hard to guess); at least 3 if and only if it is acceptable.
    pub strength: u8,
    /// Why it would not be taken: `too_short`, `too_long`, `common`, `personal` or `guessable`.
    pub reason: Option<String>,
    /// With `too_short`: the fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// With `too_long`: the most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

/// What a link is worth to whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedLink {
    /// `open`, `used`, `superseded`, `expired` or `void`. Void says no more than that.
    pub state: String,
    /// `welcome`, `reset` or `setup`; none when void.
    pub purpose: Option<String>,
    /// Whose password it sets; none when void or for the first owner.
    pub display_name: Option<String>,
    /// What she signs in with.
    pub login: Option<String>,
    /// The account's name.
    pub account_name: Option<String>,
    /// How the account presents itself; none when void or for the first owner.
    pub branding: Option<Branding>,
    /// The language that she chose for herself.
    pub locale: Option<String>,
    /// The language of the account's users who chose none.
    pub account_locale: Option<String>,
    /// Whether she has a password already.
    pub has_password: bool,
    /// Whether a fresh mail can be had with it.
    pub renewable: bool,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// The fewest characters of a new password.
    pub password_min_chars: usize,
}

/// A redeemable link, shown to an administrator: `POST /api/v1/users/{id}/password-links/reveal`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealedLink {
    /// The whole URL.
    pub url: String,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Asks for the administrator's own password again before a link is shown.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevealLink {
    /// The password of the user who asks; API tokens leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}
