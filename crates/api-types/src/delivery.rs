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
    /// Messages that failed within the last day and have not been sent since.
    pub failed_last_day: i64,
    /// Messages sent in the last 24 hours of the clock, the running one included.
    pub sent_last_day: i64,
}

/// `GET /api/v1/deliveries/history`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryHistory {
    /// How many days the funnel covers.
    pub days: u32,
    /// Where its first hour begins.
    pub from: DateTime<Utc>,
    /// When it was counted.
    pub until: DateTime<Utc>,
    /// What became of the welcome emails that mail servers took in that time.
    pub funnel: Funnel,
    /// Every hour of the last day, the oldest first; the last one is still running.
    pub hours: Vec<DeliveryHour>,
}

/// How far welcome emails brought people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Funnel {
    /// Welcome emails that a mail server took.
    pub sent: i64,
    /// How many of their links were opened.
    pub opened: i64,
    /// How many of their links set a password.
    pub password_set: i64,
}

/// What ended within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryHour {
    /// When the hour began.
    pub at: DateTime<Utc>,
    /// Messages that a mail server took.
    pub sent: i64,
    /// Messages that were given up.
    pub failed: i64,
}
