//! Imports whose files are not read to the end: whoever read them failed, was called off, or died.
//!
//! Such an import is given up before its rows go, so that somebody who only was slow does not finish it
//! without them.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::ids::UserImportId;

use super::READING;
use crate::{
    DatabaseError, DbConnection, columns::to_micros, retention::RowId, schema::user_imports,
};

/// Gives up an import whose file is being read.
///
/// # Errors
/// When the database fails.
pub fn give_up(
    connection: &mut DbConnection,
    id: UserImportId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(user_imports::table.find(id.as_bytes()))
        .filter(user_imports::status.eq(READING))
        .filter(user_imports::ended_at.is_null())
        .set(user_imports::ended_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}

/// Gives up all imports whose files are being read, but for those of which a row was put down within
/// `moving`.
///
/// # Errors
/// When the database fails.
pub fn give_up_still(
    connection: &mut DbConnection,
    moving: &RangeInclusive<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let (from, to) = (to_micros(*moving.start()), to_micros(*moving.end()));
    // Those that somebody looks for every second have an index, and few are among them.
    diesel::update(user_imports::table)
        .filter(user_imports::erased_at.is_null())
        .filter(user_imports::status.eq(READING))
        .filter(user_imports::ended_at.is_null())
        .filter(
            user_imports::worked_at
                .lt(from)
                .or(user_imports::worked_at.gt(to)),
        )
        .set(user_imports::ended_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}

/// Up to `limit` imports that were given up, by their ids: [`crate::retention::delete_user_imports`] removes
/// them.
///
/// # Errors
/// When the database fails.
pub fn abandoned(connection: &mut DbConnection, limit: i64) -> Result<Vec<RowId>, DatabaseError> {
    Ok(user_imports::table
        .filter(user_imports::erased_at.is_null())
        .filter(user_imports::status.eq(READING))
        .filter(user_imports::ended_at.is_not_null())
        .order(user_imports::worked_at)
        .limit(limit)
        .select(user_imports::id)
        .load(connection)?)
}
