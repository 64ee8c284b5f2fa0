//! Account users.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person, with one primary account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountUser {
    /// Her identifier.
    pub id: Uuid,
    /// Her primary account.
    pub account_id: Uuid,
    /// Her login name, unique within the primary account.
    pub login: String,
    /// Her address, unique within the primary account.
    pub email: Option<String>,
    /// What to call her.
    pub display_name: String,
    /// Her telephone number.
    pub phone: Option<String>,
    /// Her language.
    pub locale: Option<String>,
    /// `pending` (no password yet), `active` or `disabled`.
    pub status: String,
    /// Her latest welcome email.
    pub latest_welcome: Option<LatestWelcome>,
    /// When she was created.
    pub created_at: DateTime<Utc>,
    /// When she was last changed.
    pub updated_at: DateTime<Utc>,
    /// When she last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// On the answer to creating her only: the welcome email that was queued with her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_email_id: Option<Uuid>,
}

/// What became of a user's latest welcome email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LatestWelcome {
    /// The welcome email.
    pub id: Uuid,
    /// `queued`, `sending`, `sent`, `deferred`, `failed`, `cancelled` or `captured`.
    pub status: String,
    /// When that was recorded.
    pub at: DateTime<Utc>,
    /// What its link is worth: `open`, `used`, `superseded`, `expired` or `void`. On lists and on the
    /// user herself only, for those who may see deliveries; absent once the link is forgotten, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_state: Option<String>,
    /// When the link was first opened by what does not look like a mail scanner. Told like
    /// `link_state`; absent until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<DateTime<Utc>>,
}

/// Creates an account user: `POST /api/v1/accounts/{id}/users`.
#[derive(Default, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAccountUser {
    /// See [`AccountUser::login`].
    pub login: String,
    /// See [`AccountUser::email`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// See [`AccountUser::display_name`]; the login by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// See [`AccountUser::phone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// See [`AccountUser::locale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// A first password; usually absent, because the welcome email lets the person choose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Whether to send a welcome email at once; by default as the account says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_welcome: Option<bool>,
}

/// Changes an account user: `PATCH /api/v1/users/{id}`. Absent members stay as they are; an empty
/// text clears an optional one.
#[derive(Default, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateAccountUser {
    /// See [`AccountUser::login`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// See [`AccountUser::email`]. A changed address voids the user's open links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// See [`AccountUser::display_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// See [`AccountUser::phone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// See [`AccountUser::locale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether she may sign in and be welcomed. Disabling ends her sessions and voids her links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Sets a password in her stead, ends her sessions and voids her links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The present password of whoever changes her own address or password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_password: Option<String>,
}
