//! What it means for links that their message reached a mail server.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{ids::MessageId, password_link::LinkPurpose};

use super::is_open;
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    connection::{fixed, natively},
    delivery_hours::Counts,
    schema::password_links,
};

/// Notes that a message reached a mail server: the life of its links counts from the first time,
/// and older links of the same users and purpose give way. The caller holds the user's row. Returns
/// what this means for the figures of the present hour: welcome links that were mailed for the first
/// time, with those of them that were used already, by whoever was quicker than this record.
///
/// # Errors
/// When the database fails.
pub(crate) fn note_sent(
    connection: &mut DbConnection,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<Counts, DatabaseError> {
    #[derive(Queryable)]
    struct Carried {
        id: Vec<u8>,
        purpose: String,
        user_id: Option<Vec<u8>>,
        created_at: i64,
        life_hours: i64,
        sent_at: Option<i64>,
        superseded_at: Option<i64>,
        opened_at: Option<i64>,
        consumed_at: Option<i64>,
    }
    let mut counts = Counts::default();
    let links: Vec<Carried> = natively!(connection, |db| password_links::table
        .filter(password_links::message_id.eq(message.as_bytes()))
        .select((
            password_links::id,
            password_links::purpose,
            password_links::user_id,
            password_links::created_at,
            password_links::life_hours,
            password_links::sent_at,
            password_links::superseded_at,
            password_links::opened_at,
            password_links::consumed_at,
        ))
        .load(db))?;
    for sent in links {
        if sent.sent_at.is_none() {
            if sent.purpose == LinkPurpose::Welcome.as_str() {
                counts.welcomed += 1;
                counts.opened += i64::from(sent.opened_at.is_some());
                counts.password_set += i64::from(sent.consumed_at.is_some());
            }
            natively!(connection, |db| fixed!(
                diesel::update(password_links::table.find(&sent.id)).set((
                    password_links::sent_at.eq(to_micros(now)),
                    password_links::expires_at
                        .eq(to_micros(now + Duration::hours(sent.life_hours))),
                ))
            )
            .execute(db))?;
        }
        // A link that has itself given way to a newer one pushes nobody aside any more.
        if sent.superseded_at.is_none() && sent.user_id.is_some() {
            natively!(connection, |db| fixed!(
                diesel::update(password_links::table)
                    .filter(password_links::user_id.eq(sent.user_id))
                    .filter(password_links::purpose.eq(&sent.purpose))
                    .filter(password_links::created_at.le(sent.created_at))
                    .filter(password_links::id.ne(&sent.id))
                    .filter(is_open())
                    .set(password_links::superseded_at.eq(to_micros(now)))
            )
            .execute(db))?;
        }
    }
    Ok(counts)
}
