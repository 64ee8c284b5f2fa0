//! How much waits in the outbox, counted at a bounded cost.

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use usher_domain::ids::AccountId;

use super::{TABLE, is_sending, is_waiting, oldest_due};
use crate::{
    DatabaseError, DbConnection, MultiBackend,
    columns::{from_micros, id_list, to_micros},
    schema::messages,
};

/// As far as is counted: looking often must not cost more the longer the queue is.
pub const COUNTED: i64 = 100_000;

/// How many messages are under way: [`COUNTED`] at most wait, and as many are being sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Waiting for the first try.
    pub queued: i64,
    /// Being handed over.
    pub sending: i64,
    /// Waiting for another try.
    pub deferred: i64,
    /// When the one that waits for longest was asked for.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// Counts what is under way in some accounts (in all when none), by the partial indexes that the dispatcher
/// claims by.
///
/// # Errors
/// When the database fails.
pub fn under_way(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
) -> Result<UnderWay, DatabaseError> {
    let of_those = |rows: messages::BoxedQuery<'static, MultiBackend>| match visible {
        Some(visible) => {
            rows.filter(messages::account_id.eq_any(id_list(visible, AccountId::as_bytes)))
        }
        None => rows,
    };
    let waiting: Vec<(bool, i64)> = of_those(messages::table.filter(is_waiting()).into_boxed())
        .order((messages::priority, messages::next_attempt_at))
        .select((sql::<Bool>("status = 'deferred'"), messages::requested_at))
        .limit(COUNTED)
        .load(connection)?;
    let sending: Vec<i32> = of_those(messages::table.filter(is_sending()).into_boxed())
        .select(messages::priority)
        .limit(COUNTED)
        .load(connection)?;
    let mut found = UnderWay {
        sending: i64::try_from(sending.len()).unwrap_or(COUNTED),
        ..UnderWay::default()
    };
    for (is_deferred, _) in &waiting {
        match is_deferred {
            true => found.deferred += 1,
            false => found.queued += 1,
        }
    }
    let since = waiting.iter().map(|(_, requested_at)| *requested_at).min();
    found.waiting_since = since.map(|at| from_micros(TABLE, at)).transpose()?;
    Ok(found)
}

/// When the message that has been due for longest became due.
///
/// # Errors
/// When the database fails.
pub fn longest_due(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
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
    Ok(single.into_iter().chain(bulk).min())
}
