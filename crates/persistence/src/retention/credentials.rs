//! API tokens and access keys that were revoked or have run out. They stay for a while, so that the
//! history can say which of them did something.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{PORTION, RowId};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    schema::{access_keys, api_tokens},
};

/// API tokens that have been good for nothing since before an instant.
///
/// # Errors
/// When the database fails.
pub fn old_api_tokens(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    // Two questions, because an index answers each and none answers both at once.
    let revoked: Vec<RowId> = api_tokens::table
        .filter(api_tokens::revoked_at.lt(to_micros(before)))
        .order(api_tokens::revoked_at)
        .limit(PORTION)
        .select(api_tokens::id)
        .load(connection)?;
    if !revoked.is_empty() {
        return Ok(revoked);
    }
    Ok(api_tokens::table
        .filter(api_tokens::expires_at.lt(to_micros(before)))
        .order(api_tokens::expires_at)
        .limit(PORTION)
        .select(api_tokens::id)
        .load(connection)?)
}

/// Removes such tokens, or first the youngest generation of what they begot: that has been good for
/// nothing as long, and would otherwise go along uncounted. How many rows went.
///
/// # Errors
/// When the database fails.
pub fn delete_api_tokens(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    let mut generation = ids.to_vec();
    loop {
        let keys: Vec<RowId> = access_keys::table
            .filter(access_keys::parent_id.assume_not_null().eq_any(&generation))
            .limit(PORTION)
            .select(access_keys::id)
            .load(connection)?;
        if !keys.is_empty() {
            return delete_access_keys(connection, &keys);
        }
        let children: Vec<RowId> = api_tokens::table
            .filter(api_tokens::parent_id.assume_not_null().eq_any(&generation))
            .limit(PORTION)
            .select(api_tokens::id)
            .load(connection)?;
        if children.is_empty() {
            let doomed = api_tokens::table.filter(api_tokens::id.eq_any(&generation));
            return Ok(diesel::delete(doomed).execute(connection)?);
        }
        generation = children;
    }
}

/// Access keys that have been good for nothing since before an instant.
///
/// # Errors
/// When the database fails.
pub fn old_access_keys(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    let revoked: Vec<RowId> = access_keys::table
        .filter(access_keys::revoked_at.lt(to_micros(before)))
        .order(access_keys::revoked_at)
        .limit(PORTION)
        .select(access_keys::id)
        .load(connection)?;
    if !revoked.is_empty() {
        return Ok(revoked);
    }
    Ok(access_keys::table
        .filter(access_keys::expires_at.lt(to_micros(before)))
        .order(access_keys::expires_at)
        .limit(PORTION)
        .select(access_keys::id)
        .load(connection)?)
}

/// Removes access keys; how many rows went.
///
/// # Errors
/// When the database fails.
pub fn delete_access_keys(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    Ok(
        diesel::delete(access_keys::table.filter(access_keys::id.eq_any(ids)))
            .execute(connection)?,
    )
}
