//! Finding messages.

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use usher_domain::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    message::Message,
    password_link::LinkPurpose,
};

use super::{TABLE, row::Row};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, id_list, to_micros},
    connection::natively,
    schema::messages,
};

/// The message with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: MessageId,
) -> Result<Option<Message>, DatabaseError> {
    let row = natively!(connection, |db| messages::table
        .find(id.as_bytes())
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(Message::try_from).transpose()
}

/// Where a message stands: all that a waiter needs.
///
/// # Errors
/// When the database fails.
pub fn status(
    connection: &mut DbConnection,
    id: MessageId,
) -> Result<Option<DeliveryStatus>, DatabaseError> {
    let status: Option<String> = natively!(connection, |db| messages::table
        .find(id.as_bytes())
        .select(messages::status)
        .first(db)
        .optional())?;
    status
        .map(|status| {
            status.parse().map_err(|_| DatabaseError::Inconsistent {
                table: TABLE,
                id: id.to_string(),
            })
        })
        .transpose()
}

/// A user's messages, the newest first, behind `before`.
///
/// # Errors
/// When the database fails.
pub fn list_of_user(
    connection: &mut DbConnection,
    user: AccountUserId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>, DatabaseError> {
    let mut query = messages::table
        .filter(messages::user_id.eq(user.as_bytes().to_vec()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(messages::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query
        .order(messages::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Message::try_from).collect()
}

/// Captured messages, the newest first, behind `before`, of the accounts (all when none).
///
/// # Errors
/// When the database fails.
pub fn list_captured(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>, DatabaseError> {
    let mut query = messages::table
        // A literal, so that the planner can prove that the partial index over them applies.
        .filter(sql::<Bool>("status = 'captured'"))
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = visible {
        let ids = id_list(visible, AccountId::as_bytes);
        query = query.filter(messages::account_id.eq_any(ids));
    }
    if let Some(before) = before {
        query = query.filter(messages::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query
        .order(messages::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Message::try_from).collect()
}

/// How many messages failed since `since`, up to `most`, in some accounts (in all when none).
///
/// # Errors
/// When the database fails.
pub fn count_failed(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    since: DateTime<Utc>,
    most: i64,
) -> Result<i64, DatabaseError> {
    let mut failed = messages::table
        // A literal as above.
        .filter(sql::<Bool>("status = 'failed'"))
        .filter(messages::updated_at.gt(to_micros(since)))
        .select(messages::updated_at)
        .into_boxed();
    if let Some(visible) = visible {
        let ids = id_list(visible, AccountId::as_bytes);
        failed = failed.filter(messages::account_id.eq_any(ids));
    }
    let found: Vec<i64> = failed.limit(most).load(connection)?;
    Ok(i64::try_from(found.len()).unwrap_or(most))
}

/// A user's newest message of a purpose that was asked for since `since`.
///
/// # Errors
/// When the database fails.
pub fn latest_since(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: LinkPurpose,
    since: DateTime<Utc>,
) -> Result<Option<Message>, DatabaseError> {
    let row = natively!(connection, |db| messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::purpose.eq(purpose.as_str()))
        .filter(messages::requested_at.gt(to_micros(since)))
        .order(messages::id.desc())
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(Message::try_from).transpose()
}

/// When a user's messages were asked for since `since`, the newest first; `kind` narrows it to one
/// kind of asker.
///
/// # Errors
/// When the database fails.
pub fn requests_since(
    connection: &mut DbConnection,
    user: AccountUserId,
    kind: Option<&str>,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, DatabaseError> {
    let requests = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::requested_at.gt(to_micros(since)))
        .order(messages::id.desc())
        .limit(500)
        .select(messages::requested_at);
    let rows: Vec<i64> = match kind {
        None => natively!(connection, |db| requests.load(db))?,
        Some(kind) => requests
            .filter(messages::requested_kind.eq(kind))
            .load(connection)?,
    };
    rows.into_iter().map(|at| from_micros(TABLE, at)).collect()
}

/// Those of some users for whom any message was asked for after `since`.
///
/// # Errors
/// When the database fails.
pub fn users_asked_for_since(
    connection: &mut DbConnection,
    users: &[AccountUserId],
    since: DateTime<Utc>,
) -> Result<Vec<AccountUserId>, DatabaseError> {
    let rows: Vec<Vec<u8>> = messages::table
        .filter(messages::user_id.eq_any(id_list(users, AccountUserId::as_bytes)))
        .filter(messages::requested_at.gt(to_micros(since)))
        .select(messages::user_id)
        .distinct()
        .load(connection)?;
    rows.iter()
        .map(|id| Ok(from_id_bytes(TABLE, id)?.into()))
        .collect()
}

/// To which addresses a user's messages went that were asked for after `since`, and when, the latest
/// first; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn recipients_since(
    connection: &mut DbConnection,
    user: AccountUserId,
    since: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<(MessageId, EmailAddress, DateTime<Utc>)>, DatabaseError> {
    let rows: Vec<(Vec<u8>, String, i64)> = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::requested_at.gt(to_micros(since)))
        .order(messages::id.desc())
        .select((messages::id, messages::recipient, messages::requested_at))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, recipient, at)| {
            let id: MessageId = from_id_bytes(TABLE, &id)?.into();
            let recipient =
                EmailAddress::parse(&recipient).map_err(|_| DatabaseError::Inconsistent {
                    table: TABLE,
                    id: id.to_string(),
                })?;
            Ok((id, recipient, from_micros(TABLE, at)?))
        })
        .collect()
}
