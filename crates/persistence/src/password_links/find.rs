//! Finding links.

use chrono::{DateTime, Utc};
use diesel::{dsl::auto_type, prelude::*};
use usher_domain::{
    email_address::EmailAddress,
    ids::{AccountUserId, MessageId},
    keyring::KeyId,
    password_link::{LinkId, LinkPurpose, PasswordLink},
};

use super::{REDEEMING, TABLE, inconsistent, is_open};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, from_optional_id_bytes, from_optional_micros, id_list, to_micros},
    connection::natively,
    schema::{keyring_keys, password_links},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = password_links)]
struct Row {
    id: Vec<u8>,
    key_id: i64,
    purpose: String,
    user_id: Option<Vec<u8>>,
    message_id: Option<Vec<u8>>,
    sent_to: Option<String>,
    created_at: i64,
    expires_at: i64,
    opened_at: Option<i64>,
    consumed_at: Option<i64>,
    superseded_at: Option<i64>,
    revoked_at: Option<i64>,
}

fn link(row: Row, key_state: &str) -> Result<PasswordLink, DatabaseError> {
    let user = from_optional_id_bytes(TABLE, row.user_id.as_deref())?;
    let message = from_optional_id_bytes(TABLE, row.message_id.as_deref())?;
    let sent_to = row
        .sent_to
        .map(|address| EmailAddress::parse(&address))
        .transpose();
    Ok(PasswordLink {
        id: LinkId::try_from(row.id.as_slice()).map_err(|_| inconsistent())?,
        key_id: KeyId(u32::try_from(row.key_id).map_err(|_| inconsistent())?),
        key_state: key_state.parse().map_err(|_| inconsistent())?,
        purpose: row.purpose.parse().map_err(|_| inconsistent())?,
        user_id: user.map(Into::into),
        message_id: message.map(Into::into),
        sent_to: sent_to.map_err(|_| inconsistent())?,
        created_at: from_micros(TABLE, row.created_at)?,
        expires_at: from_micros(TABLE, row.expires_at)?,
        opened_at: from_optional_micros(TABLE, row.opened_at)?,
        consumed_at: from_optional_micros(TABLE, row.consumed_at)?,
        superseded_at: from_optional_micros(TABLE, row.superseded_at)?,
        revoked_at: from_optional_micros(TABLE, row.revoked_at)?,
    })
}

/// Links beside the keys that make their tokens.
#[auto_type]
fn with_key() -> _ {
    password_links::table
        .inner_join(keyring_keys::table.on(keyring_keys::id.eq(password_links::key_id)))
}

/// The link with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: LinkId,
) -> Result<Option<PasswordLink>, DatabaseError> {
    let row: Option<(Row, String)> = with_key()
        .filter(password_links::id.eq(id.as_bytes()))
        .select((Row::as_select(), keyring_keys::state))
        .first(connection)
        .optional()?;
    row.map(|(row, state)| link(row, &state)).transpose()
}

/// The links that some messages carry, as they stand now.
///
/// # Errors
/// When the database fails.
pub fn list_of_messages(
    connection: &mut DbConnection,
    messages: &[MessageId],
) -> Result<Vec<PasswordLink>, DatabaseError> {
    let ids = id_list(messages, MessageId::as_bytes);
    let rows: Vec<(Row, String)> = with_key()
        .filter(password_links::message_id.assume_not_null().eq_any(ids))
        .select((Row::as_select(), keyring_keys::state))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, state)| link(row, &state))
        .collect()
}

/// A user's newest link of a purpose that could be redeemed.
///
/// # Errors
/// When the database fails.
pub fn newest_open(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<Option<PasswordLink>, DatabaseError> {
    let mut query = with_key()
        .filter(password_links::user_id.eq(user.as_bytes().to_vec()))
        .filter(is_open())
        .filter(password_links::expires_at.gt(to_micros(now)))
        .filter(keyring_keys::state.eq_any(REDEEMING))
        .select((Row::as_select(), keyring_keys::state))
        .into_boxed();
    if let Some(purpose) = purpose {
        query = query.filter(password_links::purpose.eq(purpose.as_str()));
    }
    let row: Option<(Row, String)> = query
        .order(password_links::created_at.desc())
        .first(connection)
        .optional()?;
    row.map(|(row, state)| link(row, &state)).transpose()
}

/// Whether a message carries a link that could still be redeemed once its time comes: not used, not
/// voided, not replaced by a newer one. A message without one is not worth sending.
///
/// # Errors
/// When the database fails.
pub(crate) fn any_alive(
    connection: &mut DbConnection,
    message: &[u8],
) -> Result<bool, DatabaseError> {
    let alive = password_links::table
        .filter(password_links::message_id.eq(message))
        .filter(is_open());
    Ok(natively!(connection, |db| diesel::select(
        diesel::dsl::exists(alive)
    )
    .get_result(db))?)
}

/// The ids of those whose open links a message carries: people who share an address share mail.
///
/// # Errors
/// When the database fails.
pub(crate) fn open_for(
    connection: &mut DbConnection,
    message: &[u8],
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    let users = password_links::table
        .filter(password_links::message_id.eq(message))
        .filter(password_links::user_id.is_not_null())
        .filter(is_open())
        .select(password_links::user_id.assume_not_null());
    Ok(natively!(connection, |db| users.load::<Vec<u8>>(db))?)
}
