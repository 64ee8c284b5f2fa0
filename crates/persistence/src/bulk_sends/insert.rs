//! Storing new bulk sends.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{bulk_send::BulkSendStatus, ids::BulkSendId};

use super::{PREPARING, Run, row::Row};
use crate::{DatabaseError, DbConnection, columns::to_micros, schema::bulk_sends};

/// Stores a new bulk send. Until it is started, one that is `preparing` is seen by nobody, so that
/// its users can be listed in many transactions.
///
/// # Errors
/// A conflict when the account does not exist.
pub fn insert(
    connection: &mut DbConnection,
    run: &Run,
    preparing: bool,
) -> Result<(), DatabaseError> {
    let mut row = Row::from(run);
    if preparing {
        PREPARING.clone_into(&mut row.status);
    }
    diesel::insert_into(bulk_sends::table)
        .values(row)
        .execute(connection)?;
    Ok(())
}

/// Starts a bulk send whose users are all listed; `false` when it is gone.
///
/// # Errors
/// When the database fails.
pub fn start(
    connection: &mut DbConnection,
    id: BulkSendId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let started = diesel::update(bulk_sends::table.find(id.as_bytes()))
        .filter(bulk_sends::status.eq(PREPARING))
        .set((
            bulk_sends::status.eq(BulkSendStatus::Running.as_str()),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(started == 1)
}
