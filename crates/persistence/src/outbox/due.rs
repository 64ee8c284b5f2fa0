//! Whether anything waits to be claimed, and since when.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*};

use super::{TABLE, is_sending, is_waiting};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, to_micros},
    connection::natively,
    leases,
    messages::{BULK_SEND, SINGLE_SEND},
    schema::messages,
};

/// When the oldest single send that is due became due.
///
/// # Errors
/// When the database fails.
pub fn oldest_due(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    let due: Option<i64> = messages::table
        .filter(is_waiting())
        .filter(messages::priority.eq(SINGLE_SEND))
        .filter(messages::next_attempt_at.le(to_micros(now)))
        .order((messages::priority, messages::next_attempt_at))
        .select(messages::next_attempt_at)
        .first(connection)
        .optional()?;
    due.map(|due| from_micros(TABLE, due)).transpose()
}

/// Whether anything could be claimed: a message is due, or a lease has run out. Asked before a
/// claim, so that an idle dispatcher takes no place with the writer.
///
/// # Errors
/// When the database fails.
pub fn any_due(connection: &mut DbConnection, now: DateTime<Utc>) -> Result<bool, DatabaseError> {
    let lease_now = leases::clock(connection, now)?;
    for priority in [SINGLE_SEND, BULK_SEND] {
        let due = messages::table
            .filter(is_waiting())
            .filter(messages::priority.eq(priority))
            .filter(messages::next_attempt_at.le(to_micros(now)));
        if natively!(connection, |db| diesel::select(exists(due)).get_result(db))? {
            return Ok(true);
        }
    }
    let abandoned = messages::table.filter(is_sending()).filter(
        messages::leased_until
            .assume_not_null()
            .lt(to_micros(lease_now)),
    );
    Ok(natively!(connection, |db| diesel::select(exists(
        abandoned
    ))
    .get_result(db))?)
}
