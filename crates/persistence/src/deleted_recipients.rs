//! When mail was lately sent to addresses that no message of their present user tells of: the user of then
//! is deleted or has moved, or a message went out once more. Addresses are not here, only their hashes.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use usher_domain::{ids::MessageId, recipient_hash::RecipientHash};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, to_micros},
    connection::natively,
    retention::PORTION,
    schema::deleted_recipients,
};

const TABLE: &str = "deleted_recipients";

/// Keeps when a message was asked for to an address; a message that is kept already is kept once.
///
/// # Errors
/// When the database fails.
pub fn insert(
    connection: &mut DbConnection,
    address: RecipientHash,
    message: MessageId,
    requested_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let statement = diesel::insert_into(deleted_recipients::table)
        .values((
            deleted_recipients::id.eq(message.as_bytes()),
            deleted_recipients::address_hash.eq(address.0.as_slice()),
            deleted_recipients::requested_at.eq(to_micros(requested_at)),
        ))
        .on_conflict(deleted_recipients::id)
        .do_update()
        // The key of the hashes may have changed since.
        .set(deleted_recipients::address_hash.eq(excluded(deleted_recipients::address_hash)));
    // The type over both databases has no conflict clause.
    natively!(connection, |db| statement.execute(db))?;
    Ok(())
}

/// Which messages were asked for to an address after `since`, and when, the latest first; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn requests_since(
    connection: &mut DbConnection,
    address: RecipientHash,
    since: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<(MessageId, DateTime<Utc>)>, DatabaseError> {
    let rows: Vec<(Vec<u8>, i64)> = deleted_recipients::table
        .filter(deleted_recipients::address_hash.eq(address.0.as_slice()))
        .filter(deleted_recipients::requested_at.gt(to_micros(since)))
        .order(deleted_recipients::requested_at.desc())
        .select((deleted_recipients::id, deleted_recipients::requested_at))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, at)| Ok((from_id_bytes(TABLE, &id)?.into(), from_micros(TABLE, at)?)))
        .collect()
}

/// Those of some addresses to which any message was asked for after `since`.
///
/// # Errors
/// When the database fails.
pub fn asked_for_since(
    connection: &mut DbConnection,
    addresses: &[RecipientHash],
    since: DateTime<Utc>,
) -> Result<Vec<RecipientHash>, DatabaseError> {
    let wanted: Vec<Vec<u8>> = addresses.iter().map(|hash| hash.0.to_vec()).collect();
    let found: Vec<Vec<u8>> = deleted_recipients::table
        .filter(deleted_recipients::address_hash.eq_any(wanted))
        .filter(deleted_recipients::requested_at.gt(to_micros(since)))
        .select(deleted_recipients::address_hash)
        .distinct()
        .load(connection)?;
    let hashes = found.into_iter().filter_map(|hash| hash.try_into().ok());
    Ok(hashes.map(RecipientHash).collect())
}

/// Removes up to [`PORTION`] rows that are older than `before`.
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
        .limit(PORTION)
        .load(connection)?;
    let of_these = deleted_recipients::table.filter(deleted_recipients::id.eq_any(old));
    Ok(diesel::delete(of_these).execute(connection)?)
}
