//! Calling messages off, and queueing them again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountUserId, BulkSendId, MessageId},
    password_link::LinkPurpose,
};

use super::{SINGLE_SEND, WAITING, shared::hand_over_one};
use crate::{
    DatabaseError, DbConnection,
    bulk_sends::{self, Tally},
    columns::to_micros,
    connection::natively,
    schema::{account_users, messages},
};

/// Calls off the messages of a purpose (of every purpose when none) that still wait for some users. One that
/// carries a link of somebody else, too, who has the same address, is hers from then on. The caller holds
/// the rows of these users.
///
/// # Errors
/// When the database fails.
pub fn cancel_waiting(
    connection: &mut DbConnection,
    users: &[AccountUserId],
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let mut tally = Tally::default();
    for user in users {
        let waiting = waiting_for(connection, *user, purpose)?;
        if waiting.is_empty() {
            continue;
        }
        // Between looking and calling off a dispatcher may have claimed one.
        for (id, bulk_send) in waiting {
            if !hand_over_one(connection, &id, users)? && call_off(connection, &id, now)? {
                let bulk_send = bulk_sends::from_column(bulk_send.as_deref())?;
                tally.note(bulk_send, DeliveryStatus::Cancelled);
            }
        }
        show_cancelled(connection, *user, now)?;
    }
    bulk_sends::add(connection, &tally)
}

/// The ids of a message and of its bulk send.
type Waiting = (Vec<u8>, Option<Vec<u8>>);

/// A user's messages that still wait.
fn waiting_for(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: Option<LinkPurpose>,
) -> Result<Vec<Waiting>, DatabaseError> {
    let [queued, deferred] = WAITING;
    let waiting = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(
            messages::status
                .eq(queued)
                .or(messages::status.eq(deferred)),
        )
        .select((messages::id, messages::bulk_send_id));
    Ok(match purpose {
        Some(purpose) => {
            let waiting = waiting.filter(messages::purpose.eq(purpose.as_str()));
            natively!(connection, |db| waiting.load(db))?
        }
        None => waiting.load(connection)?,
    })
}

/// A user's latest welcome email may be among those that were called off; lists show its status from her own
/// row.
fn show_cancelled(
    connection: &mut DbConnection,
    user: AccountUserId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let cancelled = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::status.eq(DeliveryStatus::Cancelled.as_str()))
        .filter(messages::id.nullable().eq(account_users::latest_welcome_id));
    diesel::update(account_users::table)
        .filter(account_users::id.eq(user.as_bytes()))
        .filter(
            account_users::latest_welcome_status
                .assume_not_null()
                .eq_any(WAITING),
        )
        .filter(diesel::dsl::exists(cancelled))
        .set((
            account_users::latest_welcome_status.eq(DeliveryStatus::Cancelled.as_str()),
            account_users::latest_welcome_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Calls one message off, if it still waits.
///
/// # Errors
/// When the database fails.
pub fn cancel(
    connection: &mut DbConnection,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    Ok(!cancel_all(connection, &[id], now)?.is_empty())
}

/// Calls off those of some messages that still wait, and returns them. Whoever calls off messages of
/// many users holds their rows beforehand.
///
/// # Errors
/// When the database fails.
pub fn cancel_all(
    connection: &mut DbConnection,
    ids: &[MessageId],
    now: DateTime<Utc>,
) -> Result<Vec<MessageId>, DatabaseError> {
    let (mut cancelled, mut tally) = (Vec::new(), Tally::default());
    for id in ids {
        if call_off(connection, id.as_bytes(), now)? {
            let bulk_send = bulk_send_of(connection, *id)?;
            tally.note(bulk_send, DeliveryStatus::Cancelled);
            cancelled.push(*id);
        }
    }
    bulk_sends::add(connection, &tally)?;
    Ok(cancelled)
}

fn call_off(
    connection: &mut DbConnection,
    id: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let cancelled = diesel::update(messages::table.find(id))
        .filter(messages::status.eq_any(WAITING))
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(cancelled == 1)
}

/// Queues a failed or cancelled message again, as if it had never been tried. It is a message of its own
/// then: the bulk send that it came from keeps it as it ended.
///
/// # Errors
/// When the database fails.
pub fn requeue(
    connection: &mut DbConnection,
    id: MessageId,
    now: DateTime<Utc>,
    give_up_at: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let ended = [
        DeliveryStatus::Failed.as_str(),
        DeliveryStatus::Cancelled.as_str(),
    ];
    let queued = diesel::update(messages::table.find(id.as_bytes()))
        .filter(messages::status.eq_any(ended))
        .set((
            messages::status.eq(DeliveryStatus::Queued.as_str()),
            messages::priority.eq(SINGLE_SEND),
            messages::bulk_send_id.eq(None::<Vec<u8>>),
            messages::next_attempt_at.eq(to_micros(now)),
            messages::give_up_at.eq(to_micros(give_up_at)),
            messages::attempts.eq(0),
            messages::uncertain_attempts.eq(0),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(queued == 1)
}

/// Takes an account's own words from those of a user's messages that may still go out: they are said in the
/// built-in templates, in edition `version`. The caller holds her row.
///
/// # Errors
/// When the database fails.
pub fn drop_templates(
    connection: &mut DbConnection,
    user: AccountUserId,
    version: i32,
) -> Result<(), DatabaseError> {
    let [queued, deferred] = WAITING;
    // What is being sent now may come back, to be sent once more.
    let may_go_out = [queued, deferred, DeliveryStatus::Sending.as_str()];
    diesel::update(messages::table)
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::status.eq_any(may_go_out))
        .filter(messages::template_id.is_not_null())
        .set((
            messages::template_id.eq(None::<String>),
            messages::template_version.eq(version),
        ))
        .execute(connection)?;
    Ok(())
}

/// The bulk send that a message belongs to.
fn bulk_send_of(
    connection: &mut DbConnection,
    id: MessageId,
) -> Result<Option<BulkSendId>, DatabaseError> {
    let found: Option<Option<Vec<u8>>> = messages::table
        .find(id.as_bytes())
        .select(messages::bulk_send_id)
        .first(connection)
        .optional()?;
    bulk_sends::from_column(found.flatten().as_deref())
}
