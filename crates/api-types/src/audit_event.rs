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

/// Asks for a verification: `POST /api/v1/audit-events/verify`.
#[derive(Default, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyAuditEvents {
    /// A head that was written down earlier: [`AuditVerification::head`] of another time. With it,
    /// events removed from the end are missed too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_head: Option<String>,
    /// Carries on where a long verification stopped: [`AuditVerification::continue_from`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_from: Option<String>,
}

/// What a verification of the audit log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditVerification {
    /// Whether the whole chain was walked and everything fits. `false` with neither `problem` nor
    /// `continue_from` does not occur.
    pub intact: bool,
    /// How many events are sealed.
    pub sealed: u64,
    /// How many events wait to be sealed; counted up to 1,000.
    pub unsealed: u64,
    /// The chain's signed end, as `length:hash`: to be written down where nobody here can change it.
    pub head: Option<String>,
    /// When that end was signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// What is wrong: `event_missing`, `event_changed`, `kept_head_differs`, `head_differs`,
    /// `events_removed` or `unsigned_end`.
    pub problem: Option<String>,
    /// The first event that does not fit, where there is one.
    pub at_event: Option<Uuid>,
    /// Whether a head that was kept elsewhere vouches for the end.
    pub compared_with_kept_head: bool,
    /// How many events fit so far, from the first on.
    pub verified: u64,
    /// The log is too long for one request: ask again with this.
    pub continue_from: Option<String>,
}
