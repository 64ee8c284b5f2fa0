//! When mail was lately sent to addresses whose users are deleted. Addresses are not here, only
//! their hashes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{ids::MessageId, recipient_hash::RecipientHash};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, to_micros},
    schema::deleted_recipients,
};

/// Keeps when a message was asked for to an address.
///
/// # Errors
/// When the database fails.
pub fn insert(
    connection: &mut DbConnection,
    address: RecipientHash,
    message: MessageId,
    requested_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::insert_into(deleted_recipients::table)
        .values((
            deleted_recipients::id.eq(message.as_bytes()),
            deleted_recipients::address_hash.eq(address.0.as_slice()),
            deleted_recipients::requested_at.eq(to_micros(requested_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// When mail was asked for to an address after `since`, the latest first; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn requests_since(
    connection: &mut DbConnection,
    address: RecipientHash,
    since: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<DateTime<Utc>>, DatabaseError> {
    let rows: Vec<i64> = deleted_recipients::table
        .filter(deleted_recipients::address_hash.eq(address.0.as_slice()))
        .filter(deleted_recipients::requested_at.gt(to_micros(since)))
        .order(deleted_recipients::requested_at.desc())
        .select(deleted_recipients::requested_at)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(connection)?;
    rows.into_iter()
        .map(|at| from_micros("deleted_recipients", at))
        .collect()
}

/// Removes up to 500 rows that are older than `before`.
///
/// # Errors
/// When the database fails.
pub fn delete_before(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let old: Vec<Vec<u8>> = deleted_recipients::table
        .filter(deleted_recipients::requested_at.lt(to_micros(before)))
        .order(deleted_recipients::requested_at)
        .select(deleted_recipients::id)
        .limit(500)
        .load(connection)?;
    let of_these = deleted_recipients::table.filter(deleted_recipients::id.eq_any(old));
    Ok(diesel::delete(of_these).execute(connection)?)
}
