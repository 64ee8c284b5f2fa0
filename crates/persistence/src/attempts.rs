//! Tries at delivering messages.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Text},
};
use usher_domain::{
    ids::{AttemptId, LeaseId, MessageId},
    message::{Attempt, AttemptOutcome},
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, from_optional_micros, id_list, to_micros},
    connection::fixed,
    many::column,
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

/// Stores that tries at messages begin under a lease, each with its own id.
///
/// # Errors
/// When the database fails.
pub(crate) fn begin(
    connection: &mut DbConnection,
    tries: &[(AttemptId, Vec<u8>)],
    lease: LeaseId,
    provider: &str,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let (lease, at) = (lease.as_bytes(), to_micros(at));
    let outcome = AttemptOutcome::Running.as_str();
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for (id, message) in tries {
                fixed!(diesel::insert_into(attempts::table).values((
                    attempts::id.eq(id.as_bytes()),
                    attempts::message_id.eq(message),
                    attempts::lease_id.eq(lease),
                    attempts::provider.eq(provider),
                    attempts::started_at.eq(at),
                    attempts::outcome.eq(outcome),
                )))
                .execute(sqlite)?;
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "INSERT INTO attempts (id, message_id, lease_id, provider, started_at, outcome) \
                 SELECT id, message_id, $3, $4, $5, $6 FROM unnest($1, $2) AS new (id, message_id)",
            )
            .bind::<Array<Binary>, _>(column(tries, |(id, _)| id.as_bytes()))
            .bind::<Array<Binary>, _>(column(tries, |(_, message)| message.as_slice()))
            .bind::<Binary, _>(lease)
            .bind::<Text, _>(provider)
            .bind::<BigInt, _>(at)
            .bind::<Text, _>(outcome);
            fixed!(statement).execute(postgres)?;
        }
    }
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
