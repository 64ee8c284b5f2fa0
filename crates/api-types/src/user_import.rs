//! Imports of users from CSV files.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::FieldError;

/// An import of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserImport {
    /// Its identifier.
    pub id: Uuid,
    /// The account whose users they become.
    pub account_id: Uuid,
    /// `reading`, `ready` (previewed, nothing was created), `running`, `completed`, `cancelled`,
    /// `stopped` or `expired` (nobody started it within a day).
    pub status: String,
    /// With `stopped`: `permission_lost`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
    /// When it goes on, while it is `running` and its account may ask for no more welcome emails in this
    /// hour. Told of one import that is asked for, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<DateTime<Utc>>,
    /// What is done with those who are there: `skip` or `update`.
    pub on_duplicate: String,
    /// Whether each created user who has an address is welcomed.
    pub send_welcome: bool,
    /// How far it is.
    pub counts: UserImportCounts,
    /// When the file came.
    pub created_at: DateTime<Utc>,
    /// When its users began to be created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// When what its rows said was erased; states and errors stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<DateTime<Utc>>,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserImportCounts {
    /// All rows of the file.
    pub rows: i64,
    /// Those that could be carried out when they were checked.
    pub valid: i64,
    /// Those with something wrong.
    pub invalid: i64,
    /// Those that say what the account or an earlier row says, and are left out.
    pub duplicates: i64,
    /// Users created so far.
    pub created: i64,
    /// Users changed so far.
    pub updated: i64,
    /// Valid rows that could not be carried out.
    pub failed: i64,
}

/// A row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserImportRow {
    /// The line of the file in which it begins; the header's is 1.
    pub line: i64,
    /// `to_create`, `to_update`, `duplicate`, `invalid`, `created`, `updated` or `failed`. In an
    /// import that has ended, what was to be done was not.
    pub state: String,
    /// What it says; absent once that is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<UserImportValues>,
    /// The user it is about: who was there, or was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    /// The line of the earlier row that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as_line: Option<i64>,
    /// What is wrong with it, by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// What the cells of a row say; empty where nothing does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserImportValues {
    /// The login name.
    pub login: String,
    /// The email address.
    pub email: String,
    /// What to call her.
    pub display_name: String,
    /// The telephone number.
    pub phone: String,
    /// The language.
    pub locale: String,
}
