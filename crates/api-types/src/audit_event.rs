//! The audit log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One thing that happened. Ids only: names are looked up where they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// Its identifier.
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened, as `noun.verb`.
    pub action: String,
    /// The kind of credential that acted.
    pub actor_kind: String,
    /// The user or token behind it.
    pub actor_id: Option<Uuid>,
    /// The account concerned.
    pub account_id: Option<Uuid>,
    /// What it was done to.
    pub target_id: Option<Uuid>,
    /// More, as `key=value` separated by blanks.
    pub details: String,
    /// Its place in the hash chain, once sealed.
    pub chain_seq: Option<i64>,
}
