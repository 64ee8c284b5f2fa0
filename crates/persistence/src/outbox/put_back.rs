//! Putting a message back that was claimed and then not tried.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{delivery::DeliveryStatus, message::AttemptOutcome};

use super::record::{Outcome, held};
use crate::{
    DatabaseError, DbConnection, account_users,
    columns::to_micros,
    password_links,
    schema::{attempts, messages},
};

/// Makes a message wait until `until` as if it had not been claimed: the running try goes, and its user's
/// row stays as it is. A message that was never tried says why it waits; the words of a server that
/// deferred it stay.
///
/// `false` when the outcome's lease no longer holds it; none when it has no link any more that could be
/// redeemed, and so is to end.
pub(super) fn put_back(
    connection: &mut DbConnection,
    outcome: &Outcome,
    until: DateTime<Utc>,
) -> Result<Option<bool>, DatabaseError> {
    account_users::hold(connection, outcome.user)?;
    let Some((_, counted, ..)) = held(connection, outcome)? else {
        return Ok(Some(false));
    };
    let id = outcome.message.as_bytes();
    if !password_links::any_alive(connection, id)? {
        return Ok(None);
    }
    let status = if counted > 0 {
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
    if let (0, Some(reply)) = (counted, &outcome.reply) {
        diesel::update(messages::table.find(id))
            .set(messages::reply_text.eq(&reply.text))
            .execute(connection)?;
    }
    diesel::delete(attempts::table)
        .filter(attempts::message_id.eq(id))
        .filter(attempts::lease_id.eq(outcome.lease.as_bytes()))
        .filter(attempts::outcome.eq(AttemptOutcome::Running.as_str()))
        .execute(connection)?;
    Ok(Some(true))
}
