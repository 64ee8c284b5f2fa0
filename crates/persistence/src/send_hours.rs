//! How many welcome emails an account with a limit has asked for in each hour of the clock.
//!
//! Accounts without a limit have no rows here. One row is what everybody of an account waits for, so
//! a transaction takes it after the rows of users.

use chrono::{DateTime, Duration, DurationRound as _, Utc};
use diesel::prelude::*;
use usher_domain::{account::SendLimit, ids::AccountId};

use crate::{
    DatabaseError, DbConnection, columns::to_micros, connection::savepoint, retention::PORTION,
    schema::send_hours,
};

/// The constraint that keeps an account's hour to one row.
const HOUR_KEY: &str = "send_hours_account_id_hour_key";

/// The instant at which the hour began that `now` is in.
#[must_use]
pub fn hour_of(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(Duration::hours(1)).unwrap_or(now)
}

/// Counts `count` more in the hour of `now`, if the limit leaves room for all of them; `false` when it
/// does not, and nothing is counted.
///
/// # Errors
/// When the database fails.
pub fn take(
    connection: &mut DbConnection,
    account: AccountId,
    now: DateTime<Utc>,
    count: i64,
    limit: SendLimit,
) -> Result<bool, DatabaseError> {
    let hour = to_micros(hour_of(now));
    let room = limit.per_hour().saturating_sub(count);
    if room < 0 {
        return Ok(false);
    }
    let add = |connection: &mut DbConnection| {
        diesel::update(send_hours::table.find((account.as_bytes(), hour)))
            .filter(send_hours::requested.le(room))
            .set(send_hours::requested.eq(send_hours::requested + count))
            .execute(connection)
            .map(|rows| rows == 1)
    };
    if add(connection)? {
        return Ok(true);
    }
    if find(connection, account, hour)?.is_some() {
        return Ok(false);
    }
    // The first of this hour, unless somebody else is at the same moment.
    let begun = savepoint(connection, |connection| {
        diesel::insert_into(send_hours::table)
            .values((
                send_hours::account_id.eq(account.as_bytes()),
                send_hours::hour.eq(hour),
                send_hours::requested.eq(count),
            ))
            .execute(connection)
            .map_err(DatabaseError::from)
    });
    match begun {
        Ok(_) => Ok(true),
        Err(error) if error.violates(HOUR_KEY) => Ok(add(connection)?),
        Err(error) => Err(error),
    }
}

/// How many were asked for in the hour of `now`.
///
/// # Errors
/// When the database fails.
pub fn requested(
    connection: &mut DbConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<i64, DatabaseError> {
    let found = find(connection, account, to_micros(hour_of(now)))?;
    Ok(found.unwrap_or_default())
}

fn find(
    connection: &mut DbConnection,
    account: AccountId,
    hour: i64,
) -> Result<Option<i64>, DatabaseError> {
    Ok(send_hours::table
        .find((account.as_bytes(), hour))
        .select(send_hours::requested)
        .first(connection)
        .optional()?)
}

/// Removes up to [`PORTION`] rows whose hour began before `before`; tells how many.
///
/// # Errors
/// When the database fails.
pub fn delete_before(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let old: Vec<(Vec<u8>, i64)> = send_hours::table
        .filter(send_hours::hour.lt(to_micros(before)))
        .order((send_hours::hour, send_hours::account_id))
        .select((send_hours::account_id, send_hours::hour))
        .limit(PORTION)
        .load(connection)?;
    let count = old.len();
    for key in old {
        diesel::delete(send_hours::table.find(key)).execute(connection)?;
    }
    Ok(count)
}
