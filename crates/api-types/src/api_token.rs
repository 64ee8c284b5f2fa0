//! API tokens.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiToken {
    /// Its identifier.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The beginning of the secret, to tell one token from another.
    pub hint: String,
    /// The role whose permissions it carries.
    pub role: String,
    /// The account it is good for; null means the installation.
    pub account_id: Option<Uuid>,
    /// Who made it; null: the command line.
    pub created_by: Option<Uuid>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Makes an API token: `POST /api/v1/api-tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateApiToken {
    /// What to call it.
    pub name: String,
    /// The role whose permissions it carries.
    pub role: String,
    /// The account it is good for; absent or null means the installation.
    #[serde(default)]
    pub account_id: Option<Uuid>,
    /// When it ends by itself; absent means never.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A new API token with its secret, which is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiToken {
    /// The token's description.
    #[serde(flatten)]
    pub api_token: ApiToken,
    /// The secret: send it as `Authorization: Bearer …`.
    pub token: String,
}
