//! Accounts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its identifier.
    pub id: Uuid,
    /// A small integer that names it in other products' APIs.
    pub number: i64,
    /// Its name, unique whatever the case.
    pub name: String,
    /// The identifier of its one project.
    pub project_id: Uuid,
    /// The name of its one project.
    pub project_name: String,
    /// Where people go after they set their password.
    pub continue_url: Option<String>,
    /// Whether creating a user with an address welcomes her at once.
    pub send_welcome_on_create: bool,
    /// How many hours a password link lives once it is sent.
    pub link_life_hours: i64,
    /// The language for users who chose none.
    pub locale: Option<String>,
    /// The name that mail comes from; the installation's when none.
    pub sender_name: Option<String>,
    /// Where answers to mail go; nowhere in particular when none.
    pub reply_to: Option<String>,
    /// The colour of its pages and mails, as `#rrggbb`.
    pub accent_color: Option<String>,
    /// How many welcome emails may be asked for within an hour; as many as one likes when none.
    #[serde(default)]
    pub welcome_emails_per_hour: Option<i64>,
    /// Where its logo is, as a path of this server. It changes whenever the logo does.
    pub logo_url: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// How an account presents itself on pages that its users see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Branding {
    /// See [`Account::name`].
    pub account_name: String,
    /// See [`Account::accent_color`].
    pub accent_color: Option<String>,
    /// See [`Account::logo_url`].
    pub logo_url: Option<String>,
}

/// Creates an account: `POST /api/v1/accounts`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// Its name.
    pub name: String,
    /// The name of its project; by default the configured region's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_name: Option<String>,
    /// See [`Account::continue_url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_url: Option<String>,
    /// See [`Account::send_welcome_on_create`]; false by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_welcome_on_create: Option<bool>,
    /// See [`Account::link_life_hours`]; 168 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_life_hours: Option<i64>,
    /// See [`Account::locale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// See [`Account::sender_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// See [`Account::reply_to`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// See [`Account::accent_color`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<String>,
    /// See [`Account::welcome_emails_per_hour`]; 1 to 1000000, and 0 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_emails_per_hour: Option<i64>,
}

/// Changes an account: `PATCH /api/v1/accounts/{id}`. Absent members stay as they are; an empty
/// text clears an optional one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    /// See [`Account::name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Account::project_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_name: Option<String>,
    /// See [`Account::continue_url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_url: Option<String>,
    /// See [`Account::send_welcome_on_create`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_welcome_on_create: Option<bool>,
    /// See [`Account::link_life_hours`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_life_hours: Option<i64>,
    /// See [`Account::locale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// See [`Account::sender_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// See [`Account::reply_to`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// See [`Account::accent_color`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<String>,
    /// See [`Account::welcome_emails_per_hour`]; 1 to 1000000, and 0 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_emails_per_hour: Option<i64>,
}
