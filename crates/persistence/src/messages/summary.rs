//! How delivery is doing, in numbers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{delivery::DeliveryStatus, ids::AccountId};

use super::{TABLE, WAITING};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_optional_micros, id_list, to_micros},
    schema::messages,
};

/// How delivery is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Waiting for the first try.
    pub queued: i64,
    /// Being handed over.
    pub sending: i64,
    /// Waiting for another try.
    pub deferred: i64,
    /// When the oldest waiting one was asked for.
    pub oldest_waiting_since: Option<DateTime<Utc>>,
    /// Failed since the given instant.
    pub failed: i64,
    /// Sent since the given instant.
    pub sent: i64,
}

/// Counts the messages that are under way, and those that ended since `since`, in some accounts
/// (all when none).
///
/// # Errors
/// When the database fails.
pub fn summary(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    since: DateTime<Utc>,
) -> Result<Summary, DatabaseError> {
    let ids = visible.map(|visible| id_list(visible, AccountId::as_bytes));
    let in_status = |status: DeliveryStatus| {
        let mut query = messages::table
            .filter(messages::status.eq(status.as_str()))
            .into_boxed();
        if let Some(ids) = ids.clone() {
            query = query.filter(messages::account_id.eq_any(ids));
        }
        query
    };
    let since = to_micros(since);
    let mut sent = messages::table
        .filter(messages::sent_at.gt(since))
        .into_boxed();
    let mut waiting = messages::table
        .filter(messages::status.eq_any(WAITING))
        .into_boxed();
    if let Some(ids) = ids.clone() {
        sent = sent.filter(messages::account_id.eq_any(ids.clone()));
        waiting = waiting.filter(messages::account_id.eq_any(ids));
    }
    let oldest: Option<i64> = waiting
        .select(diesel::dsl::min(messages::requested_at))
        .first(connection)?;
    Ok(Summary {
        queued: in_status(DeliveryStatus::Queued)
            .count()
            .get_result(connection)?,
        sending: in_status(DeliveryStatus::Sending)
            .count()
            .get_result(connection)?,
        deferred: in_status(DeliveryStatus::Deferred)
            .count()
            .get_result(connection)?,
        oldest_waiting_since: from_optional_micros(TABLE, oldest)?,
        failed: in_status(DeliveryStatus::Failed)
            .filter(messages::updated_at.gt(since))
            .count()
            .get_result(connection)?,
        sent: sent.count().get_result(connection)?,
    })
}
