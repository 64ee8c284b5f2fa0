//! Writing what became of messages and of the tries at them.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Integer, Nullable, Text},
};

use super::{Ending, NextStep};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    connection::fixed,
    many::column,
    schema::{attempts, messages},
};

impl Ending<'_> {
    fn message(&self) -> &[u8] {
        self.outcome.message.as_bytes()
    }

    fn lease(&self) -> &[u8] {
        self.outcome.lease.as_bytes()
    }

    fn provider(&self) -> Option<&str> {
        self.outcome.provider.as_deref()
    }

    fn attempt(&self) -> &'static str {
        self.outcome.attempt.as_str()
    }

    fn code(&self) -> Option<i32> {
        self.outcome.reply.as_ref()?.code.map(i32::from)
    }

    fn enhanced(&self) -> Option<&str> {
        self.outcome.reply.as_ref()?.enhanced.as_deref()
    }

    fn text(&self) -> Option<&str> {
        self.outcome.reply.as_ref().map(|reply| &*reply.text)
    }

    fn at(&self) -> i64 {
        to_micros(self.outcome.at)
    }

    fn sent_at(&self) -> Option<i64> {
        (self.outcome.next == NextStep::Sent).then_some(self.at())
    }
}

/// Writes how messages are now; no lease holds them any more.
pub(super) fn messages(
    connection: &mut DbConnection,
    endings: &[Ending<'_>],
) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for ending in endings {
                fixed!(diesel::update(messages::table.find(ending.message())).set((
                    messages::status.eq(ending.status.as_str()),
                    messages::attempts.eq(ending.counted),
                    messages::uncertain_attempts.eq(ending.uncertain),
                    messages::next_attempt_at.eq(to_micros(ending.due)),
                    messages::lease_id.eq(None::<Vec<u8>>),
                    messages::leased_until.eq(None::<i64>),
                    messages::reply_code.eq(ending.code()),
                    messages::reply_enhanced.eq(ending.enhanced()),
                    messages::reply_text.eq(ending.text()),
                    messages::sent_at.eq(ending.sent_at()),
                    messages::updated_at.eq(ending.at()),
                )))
                .execute(sqlite)?;
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "UPDATE messages SET status = now.status, attempts = now.counted, \
                 uncertain_attempts = now.uncertain, next_attempt_at = now.due, lease_id = NULL, \
                 leased_until = NULL, reply_code = now.code, reply_enhanced = now.enhanced, \
                 reply_text = now.text, sent_at = now.sent_at, updated_at = now.at \
                 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                 AS now (id, status, counted, uncertain, due, code, enhanced, text, sent_at, at) \
                 WHERE messages.id = now.id",
            )
            .bind::<Array<Binary>, _>(column(endings, Ending::message))
            .bind::<Array<Text>, _>(column(endings, |ending| ending.status.as_str()))
            .bind::<Array<Integer>, _>(column(endings, |ending| ending.counted))
            .bind::<Array<Integer>, _>(column(endings, |ending| ending.uncertain))
            .bind::<Array<BigInt>, _>(column(endings, |ending| to_micros(ending.due)))
            .bind::<Array<Nullable<Integer>>, _>(column(endings, Ending::code))
            .bind::<Array<Nullable<Text>>, _>(column(endings, Ending::enhanced))
            .bind::<Array<Nullable<Text>>, _>(column(endings, Ending::text))
            .bind::<Array<Nullable<BigInt>>, _>(column(endings, Ending::sent_at))
            .bind::<Array<BigInt>, _>(column(endings, Ending::at));
            fixed!(statement).execute(postgres)?;
        }
    }
    Ok(())
}

/// Writes how the tries have ended, each under its lease.
pub(super) fn attempts(
    connection: &mut DbConnection,
    endings: &[Ending<'_>],
) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for ending in endings {
                let attempt = attempts::table
                    .filter(attempts::message_id.eq(ending.message()))
                    .filter(attempts::lease_id.eq(ending.lease()));
                fixed!(diesel::update(attempt).set((
                    attempts::outcome.eq(ending.attempt()),
                    attempts::finished_at.eq(ending.at()),
                    attempts::reply_code.eq(ending.code()),
                    attempts::reply_enhanced.eq(ending.enhanced()),
                    attempts::reply_text.eq(ending.text()),
                )))
                .execute(sqlite)?;
                if let Some(provider) = ending.provider() {
                    fixed!(diesel::update(attempt).set(attempts::provider.eq(provider)))
                        .execute(sqlite)?;
                }
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "UPDATE attempts SET outcome = now.outcome, finished_at = now.at, \
                 reply_code = now.code, reply_enhanced = now.enhanced, reply_text = now.text, \
                 provider = coalesce(now.provider, attempts.provider) \
                 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) \
                 AS now (message_id, lease_id, outcome, at, code, enhanced, text, provider) \
                 WHERE attempts.message_id = now.message_id AND attempts.lease_id = now.lease_id",
            )
            .bind::<Array<Binary>, _>(column(endings, Ending::message))
            .bind::<Array<Binary>, _>(column(endings, Ending::lease))
            .bind::<Array<Text>, _>(column(endings, Ending::attempt))
            .bind::<Array<BigInt>, _>(column(endings, Ending::at))
            .bind::<Array<Nullable<Integer>>, _>(column(endings, Ending::code))
            .bind::<Array<Nullable<Text>>, _>(column(endings, Ending::enhanced))
            .bind::<Array<Nullable<Text>>, _>(column(endings, Ending::text))
            .bind::<Array<Nullable<Text>>, _>(column(endings, Ending::provider));
            fixed!(statement).execute(postgres)?;
        }
    }
    Ok(())
}
