//! Recording what became of a try.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, BulkSendId, LeaseId, MessageId},
    message::{AttemptOutcome, LastReply},
};

use super::{MAX_UNCERTAIN, TABLE, put_back::put_back};
use crate::{
    DatabaseError, DbConnection, account_users, bulk_sends,
    columns::{from_id_bytes, to_micros},
    connection::{fixed, natively},
    delivery_hours::{self, Tally},
    password_links,
    schema::{attempts as attempt_rows, messages},
};

/// What became of one try.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The message.
    pub message: MessageId,
    /// Its user.
    pub user: AccountUserId,
    /// The lease under which it was tried.
    pub lease: LeaseId,
    /// When the try ended.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub attempt: AttemptOutcome,
    /// The provider that had it in the end, if that is not the one it was claimed for.
    pub provider: Option<String>,
    /// What was learnt.
    pub reply: Option<LastReply>,
    /// What happens with the message now.
    pub next: NextStep,
}

/// What happens with a message after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A mail server took it.
    Sent,
    /// It was written to the capture folder.
    Captured,
    /// It waits; the try counts when `counts` says so.
    Wait {
        /// Until then.
        until: DateTime<Utc>,
        /// Whether the try was spent.
        counts: bool,
    },
    /// It ended without anybody knowing whether the server took it; it is tried again until
    /// [`MAX_UNCERTAIN`].
    Unknown {
        /// When to try again.
        until: DateTime<Utc>,
    },
    /// It was not tried at all and goes back as it was; nothing is kept of this claim.
    PutBack {
        /// Until then.
        until: DateTime<Utc>,
    },
    /// It will never be sent.
    Failed,
}

/// Records what became of some tries, and counts what ended with them. The outcomes whose lease was no
/// longer held change nothing; their number is returned.
///
/// # Errors
/// When the database fails.
pub fn record(connection: &mut DbConnection, outcomes: &[Outcome]) -> Result<u32, DatabaseError> {
    let (mut tally, mut runs) = (Tally::default(), bulk_sends::Tally::default());
    let mut lost = 0;
    for outcome in outcomes {
        let put_back = match outcome.next {
            NextStep::PutBack { until } => put_back(connection, outcome, until)?,
            _ => None,
        };
        let held = match put_back {
            Some(held) => held,
            None => record_one(connection, outcome, &mut tally, &mut runs)?,
        };
        lost += u32::from(!held);
    }
    let share = outcomes
        .first()
        .map_or(0, |first| first.message.as_bytes()[15]);
    delivery_hours::add(connection, &tally, share)?;
    bulk_sends::add(connection, &runs)?;
    Ok(lost)
}

fn record_one(
    connection: &mut DbConnection,
    outcome: &Outcome,
    tally: &mut Tally,
    runs: &mut bulk_sends::Tally,
) -> Result<bool, DatabaseError> {
    // The user's row first: sending supersedes links, and everything about links queues up there. It is
    // written once, with what came out.
    account_users::hold(connection, outcome.user)?;
    let Some((account, counted, uncertain, run)) = held(connection, outcome)? else {
        return Ok(false);
    };
    let at = to_micros(outcome.at);
    let (status, counted, uncertain, due) = match outcome.next {
        NextStep::Sent => (DeliveryStatus::Sent, counted + 1, uncertain, None),
        NextStep::Captured => (DeliveryStatus::Captured, counted + 1, uncertain, None),
        NextStep::Failed => (DeliveryStatus::Failed, counted + 1, uncertain, None),
        NextStep::Wait { until, counts } if counts || counted > 0 => (
            DeliveryStatus::Deferred,
            counted + i32::from(counts),
            uncertain,
            Some(until),
        ),
        NextStep::Wait { until, .. } | NextStep::PutBack { until } => {
            (DeliveryStatus::Queued, counted, uncertain, Some(until))
        }
        NextStep::Unknown { .. } if uncertain + 1 >= MAX_UNCERTAIN => {
            (DeliveryStatus::Failed, counted + 1, uncertain + 1, None)
        }
        NextStep::Unknown { until } => (
            DeliveryStatus::Deferred,
            counted + 1,
            uncertain + 1,
            Some(until),
        ),
    };
    let waits = matches!(status, DeliveryStatus::Queued | DeliveryStatus::Deferred);
    // While it was under way, its address changed, its links were voided, or a newer mail arrived.
    let status = if waits && !password_links::any_alive(connection, outcome.message.as_bytes())? {
        DeliveryStatus::Cancelled
    } else {
        status
    };
    let due = due.map_or(at, to_micros);
    let sent_at = (outcome.next == NextStep::Sent).then_some(at);
    let reply = outcome.reply.as_ref();
    let code = reply.and_then(|reply| reply.code).map(i32::from);
    let enhanced = reply.and_then(|reply| reply.enhanced.clone());
    let text = reply.map(|reply| reply.text.clone());
    natively!(connection, |db| fixed!(
        diesel::update(messages::table.find(outcome.message.as_bytes())).set((
            messages::status.eq(status.as_str()),
            messages::attempts.eq(counted),
            messages::uncertain_attempts.eq(uncertain),
            messages::next_attempt_at.eq(due),
            messages::lease_id.eq(None::<Vec<u8>>),
            messages::leased_until.eq(None::<i64>),
            messages::reply_code.eq(code),
            messages::reply_enhanced.eq(enhanced.clone()),
            messages::reply_text.eq(text.clone()),
            messages::sent_at.eq(sent_at),
            messages::updated_at.eq(at),
        ))
    )
    .execute(db))?;
    natively!(connection, |db| fixed!(
        diesel::update(attempt_rows::table)
            .filter(attempt_rows::message_id.eq(outcome.message.as_bytes()))
            .filter(attempt_rows::lease_id.eq(outcome.lease.as_bytes()))
            .set((
                attempt_rows::outcome.eq(outcome.attempt.as_str()),
                attempt_rows::finished_at.eq(at),
                attempt_rows::reply_code.eq(code),
                attempt_rows::reply_enhanced.eq(enhanced),
                attempt_rows::reply_text.eq(text),
            ))
    )
    .execute(db))?;
    if let Some(provider) = &outcome.provider {
        natively!(connection, |db| fixed!(
            diesel::update(attempt_rows::table)
                .filter(attempt_rows::message_id.eq(outcome.message.as_bytes()))
                .filter(attempt_rows::lease_id.eq(outcome.lease.as_bytes()))
                .set(attempt_rows::provider.eq(provider))
        )
        .execute(db))?;
    }
    let counts = tally.of(account, outcome.at);
    counts.failed += i64::from(status == DeliveryStatus::Failed);
    runs.note(run, status);
    if matches!(outcome.next, NextStep::Sent | NextStep::Captured) {
        counts.sent += 1;
        *counts += password_links::note_sent(connection, outcome.message, outcome.at)?;
    }
    let (user, message) = (outcome.user, outcome.message);
    if !account_users::take_noting(connection, user, message, status, outcome.at)? {
        account_users::take(connection, user)?;
    }
    Ok(true)
}

/// The account, the tries that counted, those with an unknown end, and the bulk send of a message.
pub(super) type Held = (AccountId, i32, i32, Option<BulkSendId>);

/// What is known of a message, if the outcome's lease still holds its message.
pub(super) fn held(
    connection: &mut DbConnection,
    outcome: &Outcome,
) -> Result<Option<Held>, DatabaseError> {
    type Row = (Vec<u8>, i32, i32, Option<Vec<u8>>);
    let row = messages::table
        .find(outcome.message.as_bytes())
        .filter(messages::lease_id.eq(outcome.lease.as_bytes()))
        .filter(messages::status.eq(DeliveryStatus::Sending.as_str()))
        .select((
            messages::account_id,
            messages::attempts,
            messages::uncertain_attempts,
            messages::bulk_send_id,
        ));
    // On PostgreSQL another node could claim the row between this look and what follows from it.
    let found: Option<Row> = match connection {
        DbConnection::Sqlite(sqlite) => row.first(sqlite).optional()?,
        DbConnection::Postgres(postgres) => row.for_update().first(postgres).optional()?,
    };
    let Some((account, counted, uncertain, run)) = found else {
        return Ok(None);
    };
    Ok(Some((
        from_id_bytes(TABLE, &account)?.into(),
        counted,
        uncertain,
        bulk_sends::from_column(run.as_deref())?,
    )))
}
