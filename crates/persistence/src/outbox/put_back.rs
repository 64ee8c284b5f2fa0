//! Putting a message back that was claimed and then not tried.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{delivery::DeliveryStatus, message::AttemptOutcome};

use super::record::{Held, Outcome};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    password_links,
    schema::{attempts, messages},
};

/// Makes a message wait until `until` as if it had not been claimed: the running try goes, and its user's
/// row, which the caller holds, stays as it is. A message that was never tried says why it waits; the words
/// of a server that deferred it stay.
///
/// `false` when it has no link any more that could be redeemed, and so is to end.
pub(super) fn put_back(
    connection: &mut DbConnection,
    outcome: &Outcome,
    held: &Held,
    until: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let id = outcome.message.as_bytes();
    if !password_links::any_alive(connection, id)? {
        return Ok(false);
    }
    let status = if held.counted > 0 {
        DeliveryStatus::Deferred
    } else {
        DeliveryStatus::Queued
    };
    diesel::update(messages::table.find(id))
        .set((
            messages::status.eq(status.as_str()),
            messages::next_attempt_at.eq(to_micros(until)),
            messages::lease_id.eq(None::<Vec<u8>>),
            messages::leased_until.eq(None::<i64>),
            messages::updated_at.eq(to_micros(outcome.at)),
        ))
        .execute(connection)?;
    if let (0, Some(reply)) = (held.counted, &outcome.reply) {
        diesel::update(messages::table.find(id))
            .set(messages::reply_text.eq(&reply.text))
            .execute(connection)?;
    }
    diesel::delete(attempts::table)
        .filter(attempts::message_id.eq(id))
        .filter(attempts::lease_id.eq(outcome.lease.as_bytes()))
        .filter(attempts::outcome.eq(AttemptOutcome::Running.as_str()))
        .execute(connection)?;
    Ok(true)
}
