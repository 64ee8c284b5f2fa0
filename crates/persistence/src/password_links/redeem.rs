//! What ends a link: somebody uses it, or it is voided.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    ids::{AccountUserId, MessageId},
    password_link::{LinkId, LinkPurpose},
};

use super::{REDEEMING, is_open, is_unspent};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    schema::{account_users, keyring_keys, password_links},
};

/// Consumes a link: the one statement that decides who sets the password. `false` when the link is
/// used, superseded, revoked or expired, its key withdrawn, its user disabled, or her address no
/// longer the one it was sent to.
///
/// The caller holds the user's row (see [`crate::account_users::take`]).
///
/// # Errors
/// When the database fails.
pub fn consume(
    connection: &mut DbConnection,
    id: LinkId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let holder = account_users::table
        .filter(account_users::id.nullable().eq(password_links::user_id))
        .filter(account_users::enabled.eq(true))
        .filter(account_users::email_folded.eq(password_links::sent_to));
    let key = keyring_keys::table
        .filter(keyring_keys::id.eq(password_links::key_id))
        .filter(keyring_keys::state.eq_any(REDEEMING));
    let first_owner = password_links::purpose.eq(LinkPurpose::Setup.as_str());
    let consumed = diesel::update(password_links::table.find(id.as_bytes()))
        .filter(is_open())
        .filter(password_links::expires_at.gt(to_micros(now)))
        .filter(diesel::dsl::exists(key))
        .filter(first_owner.or(diesel::dsl::exists(holder)))
        .set(password_links::consumed_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(consumed == 1)
}

/// Voids every link of a user that could still be redeemed or renewed. The caller holds her row.
///
/// # Errors
/// When the database fails.
pub fn void_all(
    connection: &mut DbConnection,
    user: AccountUserId,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    Ok(diesel::update(password_links::table)
        .filter(password_links::user_id.eq(user.as_bytes()))
        .filter(is_unspent())
        .set(password_links::revoked_at.eq(to_micros(now)))
        .execute(connection)?)
}

/// Voids the links that a message was to bring. A link that reached its user by an earlier message
/// stays as it is: she has it already. The caller holds the user's row.
///
/// # Errors
/// When the database fails.
pub fn void_of_message(
    connection: &mut DbConnection,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table)
        .filter(password_links::message_id.eq(message.as_bytes()))
        .filter(password_links::sent_at.is_null())
        .filter(is_unspent())
        .set(password_links::revoked_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}
