//! Tries at delivering messages.

use diesel::prelude::*;
use usher_domain::{
    ids::{AttemptId, LeaseId, MessageId},
    message::Attempt,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, from_optional_micros, id_list, to_micros},
    connection::{fixed, natively},
    messages::reply,
    schema::attempts,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = attempts)]
struct Row {
    id: Vec<u8>,
    message_id: Vec<u8>,
    provider: String,
    started_at: i64,
    finished_at: Option<i64>,
    outcome: String,
    reply_code: Option<i32>,
    reply_enhanced: Option<String>,
    reply_text: Option<String>,
}

impl TryFrom<Row> for Attempt {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        const TABLE: &str = "attempts";
        let id: AttemptId = from_id_bytes(TABLE, &row.id)?.into();
        Ok(Self {
            id,
            message_id: from_id_bytes(TABLE, &row.message_id)?.into(),
            provider: row.provider,
            started_at: from_micros(TABLE, row.started_at)?,
            finished_at: from_optional_micros(TABLE, row.finished_at)?,
            outcome: row
                .outcome
                .parse()
                .map_err(|_| DatabaseError::Inconsistent {
                    table: TABLE,
                    id: id.to_string(),
                })?,
            reply: reply(row.reply_code, row.reply_enhanced, row.reply_text),
        })
    }
}

/// Stores that a try begins.
///
/// # Errors
/// When the database fails.
pub fn insert(
    connection: &mut DbConnection,
    attempt: &Attempt,
    lease: LeaseId,
) -> Result<(), DatabaseError> {
    natively!(connection, |db| fixed!(
        diesel::insert_into(attempts::table).values((
            attempts::id.eq(attempt.id.as_bytes()),
            attempts::message_id.eq(attempt.message_id.as_bytes()),
            attempts::lease_id.eq(lease.as_bytes()),
            attempts::provider.eq(&attempt.provider),
            attempts::started_at.eq(to_micros(attempt.started_at)),
            attempts::outcome.eq(attempt.outcome.as_str()),
        ))
    )
    .execute(db))?;
    Ok(())
}

/// The latest 100 tries of some messages, in the order they were made.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    messages: &[MessageId],
) -> Result<Vec<Attempt>, DatabaseError> {
    let ids = id_list(messages, MessageId::as_bytes);
    let rows: Vec<Row> = attempts::table
        .filter(attempts::message_id.eq_any(ids))
        .order(attempts::id.desc())
        .limit(100)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().rev().map(Attempt::try_from).collect()
}
