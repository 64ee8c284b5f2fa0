//! Users who were listed one by one, and users who are left out.

use diesel::prelude::*;
use usher_domain::{
    bulk_send::LeftOutReason,
    ids::{AccountUserId, BulkSendId},
};

use super::TABLE;
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, id_list},
    schema::{bulk_send_recipients, bulk_sends},
};

/// Lists users of a bulk send that is being prepared: at most 500 at a time, none of them twice.
///
/// # Errors
/// A conflict when one is listed already.
pub fn insert_listed(
    connection: &mut DbConnection,
    id: BulkSendId,
    users: &[AccountUserId],
) -> Result<(), DatabaseError> {
    use bulk_send_recipients::dsl;
    let rows: Vec<_> = users
        .iter()
        .map(|user| {
            (
                dsl::bulk_send_id.eq(id.as_bytes()),
                dsl::user_id.eq(user.as_bytes()),
                dsl::left_out.eq(None::<String>),
            )
        })
        .collect();
    let statement = diesel::insert_into(bulk_send_recipients::table).values(rows);
    // The statement is the same; the type over both databases inserts one row at a time.
    match connection {
        DbConnection::Sqlite(sqlite) => statement.execute(sqlite)?,
        DbConnection::Postgres(postgres) => statement.execute(postgres)?,
    };
    Ok(())
}

/// Up to `limit` listed users whose turn has not come, by id, behind `after`.
///
/// # Errors
/// When the database fails.
pub fn next_listed(
    connection: &mut DbConnection,
    id: BulkSendId,
    after: Option<AccountUserId>,
    limit: i64,
) -> Result<Vec<AccountUserId>, DatabaseError> {
    let mut rows = bulk_send_recipients::table
        .filter(bulk_send_recipients::bulk_send_id.eq(id.as_bytes().to_vec()))
        .filter(bulk_send_recipients::left_out.is_null())
        .order(bulk_send_recipients::user_id)
        .select(bulk_send_recipients::user_id)
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(bulk_send_recipients::user_id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<Vec<u8>> = rows.limit(limit).load(connection)?;
    rows.iter()
        .map(|user| Ok(from_id_bytes(TABLE, user)?.into()))
        .collect()
}

/// Strikes users from the list who had their turn.
///
/// # Errors
/// When the database fails.
pub fn delete_listed(
    connection: &mut DbConnection,
    id: BulkSendId,
    users: &[AccountUserId],
) -> Result<(), DatabaseError> {
    diesel::delete(bulk_send_recipients::table)
        .filter(bulk_send_recipients::bulk_send_id.eq(id.as_bytes()))
        .filter(bulk_send_recipients::user_id.eq_any(id_list(users, AccountUserId::as_bytes)))
        .filter(bulk_send_recipients::left_out.is_null())
        .execute(connection)?;
    Ok(())
}

/// Notes that a user is left out, whether she is listed or met by a filter.
///
/// # Errors
/// When the database fails.
pub fn leave_out(
    connection: &mut DbConnection,
    id: BulkSendId,
    user: AccountUserId,
    reason: LeftOutReason,
) -> Result<(), DatabaseError> {
    use bulk_send_recipients::dsl;
    let key = (id.as_bytes(), user.as_bytes());
    let noted = diesel::update(bulk_send_recipients::table.find(key))
        .set(dsl::left_out.eq(reason.as_str()))
        .execute(connection)?;
    if noted == 0 {
        diesel::insert_into(bulk_send_recipients::table)
            .values((
                dsl::bulk_send_id.eq(id.as_bytes()),
                dsl::user_id.eq(user.as_bytes()),
                dsl::left_out.eq(reason.as_str()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Up to `limit` users who are left out, by id, behind `after`; of one reason only, if that is given.
///
/// # Errors
/// When the database fails.
pub fn left_out(
    connection: &mut DbConnection,
    id: BulkSendId,
    reason: Option<LeftOutReason>,
    after: Option<AccountUserId>,
    limit: i64,
) -> Result<Vec<(AccountUserId, LeftOutReason)>, DatabaseError> {
    let mut rows = bulk_send_recipients::table
        .filter(bulk_send_recipients::bulk_send_id.eq(id.as_bytes().to_vec()))
        .filter(bulk_send_recipients::left_out.is_not_null())
        .order(bulk_send_recipients::user_id)
        .select((
            bulk_send_recipients::user_id,
            bulk_send_recipients::left_out.assume_not_null(),
        ))
        .into_boxed();
    if let Some(reason) = reason {
        let wanted = bulk_send_recipients::left_out.assume_not_null();
        rows = rows.filter(wanted.eq(reason.as_str()));
    }
    if let Some(after) = after {
        rows = rows.filter(bulk_send_recipients::user_id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<(Vec<u8>, String)> = rows.limit(limit).load(connection)?;
    rows.into_iter()
        .map(|(user, reason)| {
            let reason = reason.parse().map_err(|_| DatabaseError::Inconsistent {
                table: "bulk_send_recipients",
                id: id.to_string(),
            })?;
            Ok((from_id_bytes(TABLE, &user)?.into(), reason))
        })
        .collect()
}

/// Deletes up to `limit` users of a bulk send that will never go on, and the bulk send itself when none
/// is left; `true` then.
///
/// # Errors
/// When the database fails.
pub fn delete_whole(
    connection: &mut DbConnection,
    id: BulkSendId,
    limit: i64,
) -> Result<bool, DatabaseError> {
    let users: Vec<Vec<u8>> = bulk_send_recipients::table
        .filter(bulk_send_recipients::bulk_send_id.eq(id.as_bytes()))
        .order(bulk_send_recipients::user_id)
        .select(bulk_send_recipients::user_id)
        .limit(limit)
        .load(connection)?;
    if !users.is_empty() {
        diesel::delete(bulk_send_recipients::table)
            .filter(bulk_send_recipients::bulk_send_id.eq(id.as_bytes()))
            .filter(bulk_send_recipients::user_id.eq_any(users))
            .execute(connection)?;
        return Ok(false);
    }
    diesel::delete(bulk_sends::table.find(id.as_bytes())).execute(connection)?;
    Ok(true)
}
