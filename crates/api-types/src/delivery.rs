//! How delivery is doing.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/deliveries/summary`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliverySummary {
    /// Messages waiting for their first try.
    pub queued: i64,
    /// Messages being handed over now.
    pub sending: i64,
    /// Messages waiting for another try.
    pub deferred: i64,
    /// When the oldest waiting message was asked for.
    pub oldest_waiting_since: Option<DateTime<Utc>>,
    /// Messages that failed within the last day.
    pub failed_last_day: i64,
    /// Messages sent within the last day.
    pub sent_last_day: i64,
}
