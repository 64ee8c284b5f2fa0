//! Counting what becomes of welcome links.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    ids::AccountId,
    password_link::{LinkId, LinkPurpose},
};

use super::Tally;
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_optional_micros, to_micros},
    schema::{account_users, password_links},
};

/// Notes that a person opened a link; counted the first time, and for welcome links only.
/// `is_person` is asked with the instant at which the link was first mailed.
///
/// # Errors
/// When the database fails.
pub fn note_opened(
    connection: &mut DbConnection,
    tally: &mut Tally,
    link: LinkId,
    at: DateTime<Utc>,
    is_person: impl FnOnce(DateTime<Utc>) -> bool,
) -> Result<(), DatabaseError> {
    let Some(welcome) = Welcome::find(connection, link)? else {
        return Ok(());
    };
    // Before it was mailed nobody but a program has it.
    let Some(sent_at) = welcome.sent_at else {
        return Ok(());
    };
    if !welcome.is_opened && is_person(sent_at) && open(connection, link, at)? {
        tally.of(welcome.account, sent_at).opened += 1;
    }
    Ok(())
}

/// Notes that a link set a password, which nobody does without having opened it. If that was before
/// its mail is known to be sent, it counts once that is.
///
/// # Errors
/// When the database fails.
pub fn note_password_set(
    connection: &mut DbConnection,
    tally: &mut Tally,
    link: LinkId,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let Some(welcome) = Welcome::find(connection, link)? else {
        return Ok(());
    };
    let opened = open(connection, link, at)?;
    if let Some(sent_at) = welcome.sent_at {
        let counts = tally.of(welcome.account, sent_at);
        counts.password_set += 1;
        counts.opened += i64::from(opened);
    }
    Ok(())
}

/// What counting needs to know of a welcome link.
struct Welcome {
    account: AccountId,
    sent_at: Option<DateTime<Utc>>,
    is_opened: bool,
}

impl Welcome {
    /// The link, if it is a welcome link of somebody.
    fn find(connection: &mut DbConnection, link: LinkId) -> Result<Option<Self>, DatabaseError> {
        const TABLE: &str = "password_links";
        let row: Option<(Vec<u8>, Option<i64>, Option<i64>)> = password_links::table
            .inner_join(
                account_users::table.on(account_users::id.nullable().eq(password_links::user_id)),
            )
            .filter(password_links::id.eq(link.as_bytes()))
            .filter(password_links::purpose.eq(LinkPurpose::Welcome.as_str()))
            .select((
                account_users::account_id,
                password_links::sent_at,
                password_links::opened_at,
            ))
            .first(connection)
            .optional()?;
        row.map(|(account, sent_at, opened_at)| {
            Ok(Self {
                account: from_id_bytes(TABLE, &account)?.into(),
                sent_at: from_optional_micros(TABLE, sent_at)?,
                is_opened: opened_at.is_some(),
            })
        })
        .transpose()
    }
}

/// Marks a link as opened; `true` the first time.
fn open(
    connection: &mut DbConnection,
    link: LinkId,
    at: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let opened = diesel::update(password_links::table.find(link.as_bytes()))
        .filter(password_links::opened_at.is_null())
        .set(password_links::opened_at.eq(to_micros(at)))
        .execute(connection)?;
    Ok(opened == 1)
}
