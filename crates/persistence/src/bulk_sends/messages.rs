//! The messages of a run that have not ended.

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use usher_domain::{
    bulk_send::Open,
    ids::{AccountUserId, BulkSendId, MessageId},
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, to_micros},
    schema::messages,
};

const TABLE: &str = "messages";

/// A message that is held back is due this much later: a thousand years, in microseconds.
pub(crate) const HELD_BY: i64 = 1_000 * 365 * 86_400 * 1_000_000;

/// The microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// That a message has not ended. The statuses are literals so that the planner can prove that the
/// partial index over them applies.
fn is_open() -> SqlLiteral<Bool> {
    sql("bulk_send_id IS NOT NULL AND status IN ('queued', 'sending', 'deferred')")
}

/// That it waits; it implies the condition of the same index.
fn waits() -> SqlLiteral<Bool> {
    sql(
        "bulk_send_id IS NOT NULL AND status IN ('queued', 'sending', 'deferred') \
         AND status <> 'sending'",
    )
}

/// Whether an instant at which a message is due means that it is held back.
pub(crate) fn is_held(next_attempt_at: i64) -> bool {
    next_attempt_at >= HELD_BY
}

/// How many messages of a run have not ended, counted up to `most`.
///
/// # Errors
/// When the database fails.
pub fn open(
    connection: &mut DbConnection,
    id: BulkSendId,
    most: u32,
) -> Result<Open, DatabaseError> {
    let tries: Vec<(i32, i32)> = messages::table
        .filter(is_open())
        .filter(messages::bulk_send_id.assume_not_null().eq(id.as_bytes()))
        .select((messages::attempts, messages::uncertain_attempts))
        .limit(i64::from(most))
        .load(connection)?;
    let mut open = Open::default();
    for tries in tries {
        match tries {
            (0, 0) => open.untried += 1,
            _ => open.put_off += 1,
        }
    }
    Ok(open)
}

/// Whether any message of a run waits without being held back.
///
/// # Errors
/// When the database fails.
pub fn has_waiting(connection: &mut DbConnection, id: BulkSendId) -> Result<bool, DatabaseError> {
    Ok(!some_waiting(connection, id, false, 1)?.is_empty())
}

/// Whether any message of a run is held back.
///
/// # Errors
/// When the database fails.
pub fn has_held(connection: &mut DbConnection, id: BulkSendId) -> Result<bool, DatabaseError> {
    Ok(!some_waiting(connection, id, true, 1)?.is_empty())
}

/// Up to `limit` waiting messages of a run with their users, in the order of the users.
///
/// # Errors
/// When the database fails.
pub fn waiting(
    connection: &mut DbConnection,
    id: BulkSendId,
    limit: i64,
) -> Result<Vec<(AccountUserId, MessageId)>, DatabaseError> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = messages::table
        .filter(waits())
        .filter(messages::bulk_send_id.assume_not_null().eq(id.as_bytes()))
        .order(messages::user_id)
        .select((messages::user_id, messages::id))
        .limit(limit)
        .load(connection)?;
    rows.into_iter()
        .map(|(user, message)| {
            let user = from_id_bytes(TABLE, &user)?.into();
            Ok((user, from_id_bytes(TABLE, &message)?.into()))
        })
        .collect()
}

/// Holds up to `limit` waiting messages of a run back: they stay in the queue and are never due.
/// Returns how many.
///
/// # Errors
/// When the database fails.
pub fn hold_waiting(
    connection: &mut DbConnection,
    id: BulkSendId,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let ids = some_waiting(connection, id, false, limit)?;
    Ok(
        diesel::update(messages::table.filter(messages::id.eq_any(ids)))
            .filter(waits())
            .filter(messages::next_attempt_at.lt(HELD_BY))
            .set((
                messages::next_attempt_at.eq(messages::next_attempt_at + HELD_BY),
                messages::updated_at.eq(to_micros(now)),
            ))
            .execute(connection)?,
    )
}

/// Gives up to `limit` messages that were held back their places in the queue again, and the time to be
/// delivered in that new ones have. Returns how many.
///
/// # Errors
/// When the database fails.
pub fn release_held(
    connection: &mut DbConnection,
    id: BulkSendId,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let ids = some_waiting(connection, id, true, limit)?;
    Ok(
        diesel::update(messages::table.filter(messages::id.eq_any(ids)))
            .filter(waits())
            .filter(messages::next_attempt_at.ge(HELD_BY))
            .set((
                messages::next_attempt_at.eq(messages::next_attempt_at - HELD_BY),
                messages::give_up_at.eq(messages::link_life_hours * HOUR + to_micros(now)),
                messages::updated_at.eq(to_micros(now)),
            ))
            .execute(connection)?,
    )
}

fn some_waiting(
    connection: &mut DbConnection,
    id: BulkSendId,
    held: bool,
    limit: i64,
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    let rows = messages::table
        .filter(waits())
        .filter(
            messages::bulk_send_id
                .assume_not_null()
                .eq(id.as_bytes().to_vec()),
        )
        .order(messages::user_id)
        .select(messages::id)
        .limit(limit)
        .into_boxed();
    let rows = if held {
        rows.filter(messages::next_attempt_at.ge(HELD_BY))
    } else {
        rows.filter(messages::next_attempt_at.lt(HELD_BY))
    };
    Ok(rows.load(connection)?)
}
