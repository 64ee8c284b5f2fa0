//! Links and the messages that carry them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{ids::MessageId, keyring::KeyId, password_link::LinkId};

use super::{TABLE, inconsistent, is_open};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, to_micros},
    outbox::CarriedLink,
    schema::password_links,
};

/// Gives a message's links that were never sent a new life. What was voided stays void: somebody may
/// have seen it.
///
/// # Errors
/// When the database fails.
pub fn renew_of_message(
    connection: &mut DbConnection,
    message: MessageId,
    expires_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table)
        .filter(password_links::message_id.eq(message.as_bytes()))
        .filter(password_links::sent_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .set(password_links::expires_at.eq(to_micros(expires_at)))
        .execute(connection)?;
    Ok(())
}

/// Takes a link out of the message that carried it, so that another can take its place there.
///
/// # Errors
/// When the database fails.
pub fn detach(connection: &mut DbConnection, id: LinkId) -> Result<(), DatabaseError> {
    diesel::update(password_links::table.find(id.as_bytes()))
        .set(password_links::message_id.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(())
}

/// Carries a link over to another message, which mails it again.
///
/// # Errors
/// When the database fails.
pub fn move_to_message(
    connection: &mut DbConnection,
    id: LinkId,
    message: MessageId,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table.find(id.as_bytes()))
        .set(password_links::message_id.eq(message.as_bytes()))
        .execute(connection)?;
    Ok(())
}

/// The links that claimed messages carry, but for those that lead nowhere any more: a mail to several tells
/// nobody of another who has left.
pub(crate) fn carried_by(
    connection: &mut DbConnection,
    messages: &[Vec<u8>],
) -> Result<HashMap<MessageId, Vec<CarriedLink>>, DatabaseError> {
    type Carried = (Option<Vec<u8>>, Vec<u8>, i64, String, String);
    let carried = password_links::table
        .filter(is_open())
        .order(password_links::account_name)
        .select((
            password_links::message_id,
            password_links::id,
            password_links::key_id,
            password_links::account_name,
            password_links::login,
        ));
    let message_id = password_links::message_id.assume_not_null();
    let rows: Vec<Carried> = match connection {
        // One by one with a statement that stays prepared: a list differs in length each time.
        DbConnection::Sqlite(sqlite) => {
            let mut rows = Vec::with_capacity(messages.len());
            for message in messages {
                rows.extend(
                    carried
                        .filter(message_id.eq(message))
                        .load::<Carried>(sqlite)?,
                );
            }
            rows
        }
        DbConnection::Postgres(postgres) => {
            carried.filter(message_id.eq_any(messages)).load(postgres)?
        }
    };
    let mut links: HashMap<MessageId, Vec<CarriedLink>> = HashMap::new();
    for (message, id, key_id, account_name, login) in rows {
        let message = from_id_bytes(TABLE, &message.unwrap_or_default())?.into();
        links.entry(message).or_default().push(CarriedLink {
            id: LinkId::try_from(id.as_slice()).map_err(|_| inconsistent())?,
            key_id: KeyId(u32::try_from(key_id).map_err(|_| inconsistent())?),
            account_name,
            login,
        });
    }
    Ok(links)
}
