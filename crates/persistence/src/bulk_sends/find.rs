//! Finding bulk sends.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    bulk_send::{BulkSend, BulkSendStatus, Situation},
    ids::{AccountId, BulkSendId},
};

use super::{PREPARING, Run, TABLE, row::Row};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, to_micros},
    schema::{accounts, bulk_sends},
};

/// The bulk send with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: BulkSendId,
) -> Result<Option<BulkSend>, DatabaseError> {
    Ok(find_run(connection, id)?.map(|run| run.send))
}

/// The same with all that working through it needs.
///
/// # Errors
/// When the database fails.
pub fn find_run(
    connection: &mut DbConnection,
    id: BulkSendId,
) -> Result<Option<Run>, DatabaseError> {
    let row: Option<Row> = bulk_sends::table
        .find(id.as_bytes())
        .filter(bulk_sends::status.ne(PREPARING))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Run::try_from).transpose()
}

/// An account's bulk sends, the newest first, behind `before`.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    account: AccountId,
    before: Option<BulkSendId>,
    limit: i64,
) -> Result<Vec<BulkSend>, DatabaseError> {
    let mut rows = bulk_sends::table
        .filter(bulk_sends::account_id.eq(account.as_bytes().to_vec()))
        .filter(bulk_sends::status.ne(PREPARING))
        .select(Row::as_select())
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(bulk_sends::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = rows
        .order(bulk_sends::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter()
        .map(|row| Ok(Run::try_from(row)?.send))
        .collect()
}

/// The bulk send with an id as it decides its next step: how many of its messages have not ended is counted
/// up to `most`. They are counted before the row is read, so that one that ends meanwhile is missing in
/// neither: its end is among those that the row tells of.
///
/// # Errors
/// When the database fails.
pub fn find_situated(
    connection: &mut DbConnection,
    id: BulkSendId,
    most: u32,
) -> Result<Option<Run>, DatabaseError> {
    let open = super::open(connection, id, most)?;
    let run = find_run(connection, id)?;
    Ok(run.map(|run| Run {
        situation: Situation {
            open,
            ..run.situation
        },
        ..run
    }))
}

/// Whether an account has fewer than `most` bulk sends that are not over, those included whose users are
/// being listed. On PostgreSQL the account's row is locked until the transaction ends, so that of two who
/// ask at once one comes after the other; on SQLite they do anyway.
///
/// # Errors
/// When the database fails.
pub fn has_room(
    connection: &mut DbConnection,
    account: AccountId,
    most: i64,
) -> Result<bool, DatabaseError> {
    if let DbConnection::Postgres(postgres) = connection {
        accounts::table
            .find(account.as_bytes())
            .select(accounts::id)
            .for_no_key_update()
            .first::<Vec<u8>>(postgres)
            .optional()?;
    }
    let unended: Vec<Vec<u8>> = bulk_sends::table
        .filter(bulk_sends::account_id.eq(account.as_bytes()))
        .filter(bulk_sends::ended_at.is_null())
        .select(bulk_sends::id)
        .limit(most)
        .load(connection)?;
    Ok(i64::try_from(unended.len()).is_ok_and(|count| count < most))
}

/// Up to `limit` bulk sends that are not over and either paused or not, the oldest first, behind `after`.
///
/// # Errors
/// When the database fails.
pub fn unended(
    connection: &mut DbConnection,
    paused: bool,
    after: Option<BulkSendId>,
    limit: i64,
) -> Result<Vec<(BulkSendId, BulkSendStatus)>, DatabaseError> {
    let is_paused = bulk_sends::status.eq(BulkSendStatus::Paused.as_str());
    let mut rows = bulk_sends::table
        .filter(bulk_sends::ended_at.is_null())
        .filter(bulk_sends::status.ne(PREPARING))
        .select((bulk_sends::id, bulk_sends::status))
        .into_boxed();
    rows = if paused {
        rows.filter(is_paused)
    } else {
        rows.filter(diesel::dsl::not(is_paused))
    };
    if let Some(after) = after {
        rows = rows.filter(bulk_sends::id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<(Vec<u8>, String)> = rows.order(bulk_sends::id).limit(limit).load(connection)?;
    rows.into_iter()
        .map(|(id, status)| {
            let id: BulkSendId = from_id_bytes(TABLE, &id)?.into();
            let status = status.parse().map_err(|_| DatabaseError::Inconsistent {
                table: TABLE,
                id: id.to_string(),
            })?;
            Ok((id, status))
        })
        .collect()
}

/// One bulk send that was asked for before `before` and never started, because its process ended.
///
/// # Errors
/// When the database fails.
pub fn abandoned(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Option<BulkSendId>, DatabaseError> {
    let id: Option<Vec<u8>> = bulk_sends::table
        .filter(bulk_sends::ended_at.is_null())
        .filter(bulk_sends::status.eq(PREPARING))
        .filter(bulk_sends::requested_at.lt(to_micros(before)))
        .order(bulk_sends::id)
        .select(bulk_sends::id)
        .first(connection)
        .optional()?;
    id.map(|id| Ok(from_id_bytes(TABLE, &id)?.into()))
        .transpose()
}
