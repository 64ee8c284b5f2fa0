//! What it means for links that their message reached a mail server.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Nullable, Text},
};
use usher_domain::{ids::MessageId, password_link::LinkPurpose};

use super::{TABLE, is_open};
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, to_micros},
    connection::fixed,
    delivery_hours::Counts,
    many::column,
    schema::password_links,
};

/// A link whose message reached a mail server.
#[derive(Queryable, Selectable)]
#[diesel(table_name = password_links)]
struct Carried {
    id: Vec<u8>,
    message_id: Option<Vec<u8>>,
    purpose: String,
    user_id: Option<Vec<u8>>,
    created_at: i64,
    life_hours: i64,
    sent_at: Option<i64>,
    superseded_at: Option<i64>,
    opened_at: Option<i64>,
    consumed_at: Option<i64>,
}

/// A link and when its message reached the mail server.
struct Sent {
    link: Carried,
    at: DateTime<Utc>,
}

impl Sent {
    fn id(&self) -> &[u8] {
        &self.link.id
    }

    fn at(&self) -> i64 {
        to_micros(self.at)
    }

    fn expires_at(&self) -> i64 {
        to_micros(self.at + Duration::hours(self.link.life_hours))
    }

    fn is_first(&self) -> bool {
        self.link.sent_at.is_none()
    }

    /// A link that has itself given way to a newer one pushes nobody aside any more.
    fn supersedes(&self) -> bool {
        self.link.superseded_at.is_none() && self.link.user_id.is_some()
    }

    /// What it adds to the figures of the hour.
    fn counts(&self) -> Counts {
        let counts = self.is_first() && self.link.purpose == LinkPurpose::Welcome.as_str();
        Counts {
            welcomed: i64::from(counts),
            opened: i64::from(counts && self.link.opened_at.is_some()),
            password_set: i64::from(counts && self.link.consumed_at.is_some()),
            ..Counts::default()
        }
    }
}

/// Notes that messages to different users reached a mail server, and when: the life of their links counts
/// from the first time, and older links of the same users and purpose give way. The caller holds the
/// rows of those whom the messages are for. Returns what this means for the figures of the hour, by message: welcome links that were
/// mailed for the first time, with those of them that were used already, by whoever was quicker than this
/// record.
///
/// # Errors
/// When the database fails.
pub(crate) fn note_sent(
    connection: &mut DbConnection,
    messages: &HashMap<MessageId, DateTime<Utc>>,
) -> Result<HashMap<MessageId, Counts>, DatabaseError> {
    let mut counts: HashMap<MessageId, Counts> = HashMap::with_capacity(messages.len());
    if messages.is_empty() {
        return Ok(counts);
    }
    let mut sent = Vec::with_capacity(messages.len());
    for link in carried(connection, messages)? {
        let message = link.message_id.as_deref().unwrap_or_default();
        let message = from_id_bytes(TABLE, message)?.into();
        if let Some(at) = messages.get(&message) {
            let link = Sent { link, at: *at };
            *counts.entry(message).or_default() += link.counts();
            sent.push(link);
        }
    }
    begin_lives(connection, &sent)?;
    supersede(connection, &sent)?;
    Ok(counts)
}

/// The links that messages carry.
fn carried(
    connection: &mut DbConnection,
    messages: &HashMap<MessageId, DateTime<Utc>>,
) -> Result<Vec<Carried>, DatabaseError> {
    let message_id = password_links::message_id.assume_not_null();
    let ids = messages.keys().map(MessageId::as_bytes);
    match connection {
        DbConnection::Sqlite(sqlite) => {
            let mut links = Vec::with_capacity(messages.len());
            for id in ids {
                let carried = password_links::table.filter(message_id.eq(id));
                links.append(&mut carried.select(Carried::as_select()).load(sqlite)?);
            }
            Ok(links)
        }
        DbConnection::Postgres(postgres) => {
            let ids: Vec<&[u8]> = ids.collect();
            let carried = password_links::table.filter(message_id.eq_any(ids));
            Ok(carried.select(Carried::as_select()).load(postgres)?)
        }
    }
}

/// The lives of links begin that were mailed for the first time.
fn begin_lives(connection: &mut DbConnection, links: &[Sent]) -> Result<(), DatabaseError> {
    let links: Vec<&Sent> = links.iter().filter(|link| link.is_first()).collect();
    if links.is_empty() {
        return Ok(());
    }
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for link in links {
                fixed!(diesel::update(password_links::table.find(link.id())).set((
                    password_links::sent_at.eq(link.at()),
                    password_links::expires_at.eq(link.expires_at()),
                )))
                .execute(sqlite)?;
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "UPDATE password_links SET sent_at = now.at, expires_at = now.expires_at \
                 FROM unnest($1, $2, $3) AS now (id, at, expires_at) \
                 WHERE password_links.id = now.id",
            )
            .bind::<Array<Binary>, _>(column(&links, |link| link.id()))
            .bind::<Array<BigInt>, _>(column(&links, |link| link.at()))
            .bind::<Array<BigInt>, _>(column(&links, |link| link.expires_at()));
            fixed!(statement).execute(postgres)?;
        }
    }
    Ok(())
}

/// Older links give way.
fn supersede(connection: &mut DbConnection, links: &[Sent]) -> Result<(), DatabaseError> {
    let links: Vec<&Sent> = links.iter().filter(|link| link.supersedes()).collect();
    if links.is_empty() {
        return Ok(());
    }
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for link in links {
                let Carried {
                    id,
                    purpose,
                    user_id,
                    created_at,
                    ..
                } = &link.link;
                fixed!(
                    diesel::update(password_links::table)
                        .filter(password_links::user_id.eq(user_id))
                        .filter(password_links::purpose.eq(purpose))
                        .filter(password_links::created_at.le(created_at))
                        .filter(password_links::id.ne(id))
                        .filter(is_open())
                        .set(password_links::superseded_at.eq(link.at()))
                )
                .execute(sqlite)?;
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "UPDATE password_links AS old SET superseded_at = now.at \
                 FROM unnest($1, $2, $3, $4, $5) AS now (id, user_id, purpose, created_at, at) \
                 WHERE old.user_id = now.user_id AND old.purpose = now.purpose \
                 AND old.created_at <= now.created_at AND old.id <> now.id \
                 AND old.consumed_at IS NULL AND old.revoked_at IS NULL AND old.superseded_at IS NULL",
            )
            .bind::<Array<Binary>, _>(column(&links, |link| link.id()))
            .bind::<Array<Nullable<Binary>>, _>(column(&links, |link| link.link.user_id.as_deref()))
            .bind::<Array<Text>, _>(column(&links, |link| &*link.link.purpose))
            .bind::<Array<BigInt>, _>(column(&links, |link| link.link.created_at))
            .bind::<Array<BigInt>, _>(column(&links, |link| link.at()));
            fixed!(statement).execute(postgres)?;
        }
    }
    Ok(())
}
