//! How much waits in the outbox, counted at a bounded cost.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::delivery::DeliveryStatus;

use super::{TABLE, is_sending, is_waiting, oldest_due};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, to_micros},
    schema::messages,
};

/// As far as is counted: looking often must not cost more the longer the queue is.
pub const COUNTED: i64 = 10_000;

/// How many messages are under way, each counted up to [`COUNTED`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Depth {
    /// Waiting for the first try.
    pub queued: usize,
    /// Being handed over.
    pub sending: usize,
    /// Waiting for another try.
    pub deferred: usize,
    /// When the message that has been due for longest became due.
    pub oldest_due: Option<DateTime<Utc>>,
}

/// Counts what is under way, by the partial indexes that the dispatcher claims by.
///
/// # Errors
/// When the database fails.
pub fn depth(connection: &mut DbConnection, now: DateTime<Utc>) -> Result<Depth, DatabaseError> {
    let bulk: Option<i64> = messages::table
        .filter(is_waiting())
        .filter(messages::priority.gt(0))
        .filter(messages::next_attempt_at.le(to_micros(now)))
        .order((messages::priority, messages::next_attempt_at))
        .select(messages::next_attempt_at)
        .first(connection)
        .optional()?;
    let bulk = bulk.map(|at| from_micros(TABLE, at)).transpose()?;
    let single = oldest_due(connection, now)?;
    Ok(Depth {
        queued: waiting(connection, DeliveryStatus::Queued)?,
        sending: messages::table
            .filter(is_sending())
            .limit(COUNTED)
            .select(messages::priority)
            .load::<i32>(connection)?
            .len(),
        deferred: waiting(connection, DeliveryStatus::Deferred)?,
        oldest_due: single.into_iter().chain(bulk).min(),
    })
}

fn waiting(connection: &mut DbConnection, status: DeliveryStatus) -> Result<usize, DatabaseError> {
    let rows = messages::table
        .filter(is_waiting())
        .filter(messages::status.eq(status.as_str()))
        .limit(COUNTED)
        .select(messages::priority)
        .load::<i32>(connection)?;
    Ok(rows.len())
}
