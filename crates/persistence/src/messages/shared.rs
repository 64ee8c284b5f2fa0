//! Messages to several people who have one address: each carries a link for each of them, and belongs to
//! one who is still to have it.

use diesel::prelude::*;
use usher_domain::{ids::AccountUserId, password_link::LinkPurpose};

use crate::{
    DatabaseError, DbConnection,
    connection::natively,
    password_links,
    schema::{account_users, messages},
};

/// Who may have a message from now on.
#[derive(Queryable, Selectable)]
#[diesel(table_name = account_users)]
struct Heir {
    id: Vec<u8>,
    account_id: Vec<u8>,
    display_name: String,
    password_set_at: Option<i64>,
}

/// Gives a user's messages that carry an open link of somebody else, too, to that other one: they are to
/// outlive her. The caller holds her row.
///
/// # Errors
/// When the database fails.
pub fn hand_over(connection: &mut DbConnection, user: AccountUserId) -> Result<(), DatabaseError> {
    // People share mail of this purpose only, and nobody asks for much of it.
    let resets = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::purpose.eq(LinkPurpose::Reset.as_str()))
        .select(messages::id);
    for id in natively!(connection, |db| resets.load::<Vec<u8>>(db))? {
        hand_over_one(connection, &id, &[user])?;
    }
    Ok(())
}

/// Gives a message to one of those whose open links it carries, but to none of `leaving`. From then on it
/// tells of those who stay alone; false when nobody does.
pub(super) fn hand_over_one(
    connection: &mut DbConnection,
    message: &[u8],
    leaving: &[AccountUserId],
) -> Result<bool, DatabaseError> {
    let mut staying = password_links::open_for(connection, message)?;
    staying.retain(|user| {
        leaving
            .iter()
            .all(|gone| gone.as_bytes() != user.as_slice())
    });
    if staying.is_empty() {
        return Ok(false);
    }
    let heirs: Vec<Heir> = account_users::table
        .filter(account_users::id.eq_any(staying))
        .order(account_users::id)
        .select(Heir::as_select())
        .load(connection)?;
    let Some(heir) = heirs.first() else {
        return Ok(false);
    };
    diesel::update(messages::table.find(message))
        .set((
            messages::user_id.eq(&heir.id),
            messages::account_id.eq(&heir.account_id),
            messages::recipient_name.eq(&heir.display_name),
            messages::has_password.eq(heirs.iter().any(|heir| heir.password_set_at.is_some())),
        ))
        .execute(connection)?;
    Ok(true)
}
