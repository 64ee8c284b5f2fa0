//! Access keys: pairs of a public and a secret half, with which vendors' clients sign requests.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An access key, without its secret half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessKey {
    /// Its identifier.
    pub id: Uuid,
    /// The public half (AK), which names the key in each request.
    pub access_key: String,
    /// What it is called.
    pub name: String,
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

/// Makes an access key: `POST /api/v1/access-keys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAccessKey {
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

/// A new access key with its secret half, which is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedAccessKey {
    /// The key's description.
    #[serde(flatten)]
    pub key: AccessKey,
    /// The secret half (SK): sign requests with it.
    pub secret: String,
}
