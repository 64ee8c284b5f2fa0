//! Password links, for those who hold one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
