//! What somebody's setting the clock back has left in the future.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::{is_sending, is_waiting};
use crate::{
    DatabaseError, DbConnection,
    bulk_sends::HELD_BY,
    columns::to_micros,
    leases,
    messages::{BULK_SEND, SINGLE_SEND},
    schema::messages,
};

/// How many messages are changed at once.
pub const PORTION: usize = 500;

/// How far into the future this program writes.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// A message waits no longer than this for its next try.
    pub wait: Duration,
    /// A lease lasts no longer than this.
    pub lease: Duration,
}

/// Pulls back what lies further in the future than it can, unless the clock was set back since it was
/// written: a waiting message is due now, a lease lasts as if it had been taken now. Whoever
/// holds one keeps it up; one whose holder is gone runs out. Returns how many messages were changed, at
/// most [`PORTION`]; at fewer, nothing is left.
///
/// Indices lead to them, so nothing else is read. Messages that a paused bulk send holds back stay.
///
/// # Errors
/// When the database fails.
pub fn pull_back(
    connection: &mut DbConnection,
    reach: Reach,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let mut ids = Vec::new();
    for priority in [SINGLE_SEND, BULK_SEND] {
        ids.extend(waiting_ahead(
            connection,
            priority,
            now + reach.wait,
            room(&ids),
        )?);
    }
    let pulled = diesel::update(messages::table.filter(messages::id.eq_any(&ids)))
        .set(messages::next_attempt_at.eq(to_micros(now)))
        .execute(connection)?;

    let lease_now = leases::clock(connection, now)?;
    let latest = leases::latest_end(lease_now, reach.lease);
    let leased = leased_ahead(connection, latest, room(&ids))?;
    let shortened = diesel::update(messages::table.filter(messages::id.eq_any(&leased)))
        .set(messages::leased_until.eq(to_micros(lease_now + reach.lease)))
        .execute(connection)?;
    Ok(pulled + shortened)
}

/// How many more fit into a portion.
fn room(ids: &[Vec<u8>]) -> i64 {
    i64::try_from(PORTION.saturating_sub(ids.len())).unwrap_or(0)
}

/// Rows that nobody else is changing: what another node works on, it rewrites itself.
macro_rules! unclaimed {
    ($connection:expr, $query:expr) => {
        match $connection {
            DbConnection::Sqlite(sqlite) => $query.load::<Vec<u8>>(sqlite)?,
            DbConnection::Postgres(postgres) => $query
                .for_update()
                .skip_locked()
                .load::<Vec<u8>>(postgres)?,
        }
    };
}

fn waiting_ahead(
    connection: &mut DbConnection,
    priority: i32,
    latest: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    Ok(unclaimed!(
        connection,
        messages::table
            .filter(is_waiting())
            .filter(messages::priority.eq(priority))
            .filter(messages::next_attempt_at.gt(to_micros(latest)))
            .filter(messages::next_attempt_at.lt(HELD_BY))
            .limit(most)
            .select(messages::id)
    ))
}

fn leased_ahead(
    connection: &mut DbConnection,
    latest: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    Ok(unclaimed!(
        connection,
        messages::table
            .filter(is_sending())
            .filter(
                messages::leased_until
                    .assume_not_null()
                    .gt(to_micros(latest))
            )
            .limit(most)
            .select(messages::id)
    ))
}
