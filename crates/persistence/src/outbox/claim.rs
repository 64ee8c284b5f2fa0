//! Claiming messages by lease, and keeping a lease up.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, AttemptId, BulkSendId, LeaseId},
    message::AttemptOutcome,
};

use super::{
    MAX_UNCERTAIN, TABLE,
    claimed::{ClaimedMessage, load},
    is_sending, is_waiting,
};
use crate::{
    DatabaseError, DbConnection, account_users, attempts, bulk_sends,
    columns::{from_id_bytes, to_micros},
    connection::fixed,
    delivery_hours::{self, Tally},
    leases,
    messages::{BULK_SEND, SINGLE_SEND},
    password_links,
    schema::{attempts as attempt_rows, messages},
};

/// What to claim.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The fresh lease.
    pub lease: LeaseId,
    /// How long it lasts unless it is kept up.
    pub life: Duration,
    /// The provider that will be used.
    pub provider: String,
    /// Ids for the attempts; as many messages are claimed at most.
    pub attempts: Vec<AttemptId>,
    /// How many of them may be of bulk sends. Single sends go first in any case.
    pub bulk: usize,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// Claims due messages and those whose lease ran out, and notes that a try at each begins.
///
/// A message whose lease ran out was perhaps delivered: that try ends as uncertain, and after
/// [`MAX_UNCERTAIN`] of them the message fails instead of being sent yet again.
///
/// # Errors
/// When the database fails.
pub fn claim(
    connection: &mut DbConnection,
    claim: &Claim,
) -> Result<Vec<ClaimedMessage>, DatabaseError> {
    let limit = i64::try_from(claim.attempts.len()).unwrap_or(i64::MAX);
    let lease_now = leases::clock(connection, claim.now)?;
    let abandoned = abandoned(connection, lease_now, limit)?;
    let mut ids = Vec::with_capacity(claim.attempts.len());
    let (mut tally, mut runs) = (Tally::default(), bulk_sends::Tally::default());
    for message in abandoned {
        if end_abandoned(connection, &message, claim.now, &mut tally, &mut runs)? {
            ids.push(message.id);
        }
    }
    let room = claim.attempts.len().saturating_sub(ids.len());
    ids.extend(due(connection, claim.now, SINGLE_SEND, room)?);
    let room = claim.attempts.len().saturating_sub(ids.len());
    ids.extend(due(connection, claim.now, BULK_SEND, room.min(claim.bulk))?);
    if ids.is_empty() {
        delivery_hours::add(connection, &tally, claim.lease.as_bytes()[15])?;
        bulk_sends::add(connection, &runs)?;
        return Ok(Vec::new());
    }
    take(connection, &ids, claim, lease_now + claim.life)?;
    let tries: Vec<_> = claim
        .attempts
        .iter()
        .copied()
        .zip(ids.iter().cloned())
        .collect();
    attempts::begin(connection, &tries, claim.lease, &claim.provider, claim.now)?;
    delivery_hours::add(connection, &tally, claim.lease.as_bytes()[15])?;
    bulk_sends::add(connection, &runs)?;
    load(connection, &ids)
}

/// Puts messages under the lease.
fn take(
    connection: &mut DbConnection,
    ids: &[Vec<u8>],
    claim: &Claim,
    until: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let leased = (
        messages::status.eq(DeliveryStatus::Sending.as_str()),
        messages::lease_id.eq(claim.lease.as_bytes()),
        messages::leased_until.eq(to_micros(until)),
    );
    match connection {
        // One by one with a statement that stays prepared: a list differs in length each time.
        DbConnection::Sqlite(sqlite) => {
            for id in ids {
                fixed!(diesel::update(messages::table.find(id)).set(leased)).execute(sqlite)?;
            }
        }
        // One way there and back.
        DbConnection::Postgres(postgres) => {
            fixed!(diesel::update(messages::table.filter(messages::id.eq_any(ids))).set(leased))
                .execute(postgres)?;
        }
    }
    Ok(())
}

/// Rows that may be claimed: on PostgreSQL other nodes' rows are passed over instead of waited for;
/// on SQLite the one writer stands alone.
macro_rules! claimable {
    ($connection:expr, $query:expr, $rows:ty) => {
        match $connection {
            DbConnection::Sqlite(sqlite) => $query.load::<$rows>(sqlite)?,
            DbConnection::Postgres(postgres) => {
                $query.for_update().skip_locked().load::<$rows>(postgres)?
            }
        }
    };
}

/// What is due of one priority: a range of the index, however many wait for later.
fn due(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
    priority: i32,
    limit: usize,
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    Ok(claimable!(
        connection,
        messages::table
            .filter(is_waiting())
            .filter(messages::priority.eq(priority))
            .filter(messages::next_attempt_at.le(to_micros(now)))
            .order(messages::next_attempt_at)
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(messages::id),
        Vec<u8>
    ))
}

/// A message whose process is gone.
struct Abandoned {
    id: Vec<u8>,
    user: AccountUserId,
    account: AccountId,
    uncertain: i32,
    run: Option<BulkSendId>,
}

fn abandoned(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Abandoned>, DatabaseError> {
    type Row = (Vec<u8>, Vec<u8>, Vec<u8>, i32, Option<Vec<u8>>);
    let rows: Vec<Row> = claimable!(
        connection,
        messages::table
            .filter(is_sending())
            .filter(messages::leased_until.assume_not_null().lt(to_micros(now)))
            .order(messages::leased_until)
            .limit(limit)
            .select((
                messages::id,
                messages::user_id,
                messages::account_id,
                messages::uncertain_attempts,
                messages::bulk_send_id,
            )),
        Row
    );
    rows.into_iter()
        .map(|(id, user, account, uncertain, run)| {
            Ok(Abandoned {
                id,
                user: from_id_bytes(TABLE, &user)?.into(),
                account: from_id_bytes(TABLE, &account)?.into(),
                uncertain,
                run: bulk_sends::from_column(run.as_deref())?,
            })
        })
        .collect()
}

/// Ends the try of a process that is gone; `true` when the message gets another one.
fn end_abandoned(
    connection: &mut DbConnection,
    message: &Abandoned,
    now: DateTime<Utc>,
    tally: &mut Tally,
    runs: &mut bulk_sends::Tally,
) -> Result<bool, DatabaseError> {
    let (id, user, uncertain) = (&message.id[..], message.user, message.uncertain + 1);
    diesel::update(attempt_rows::table)
        .filter(attempt_rows::message_id.eq(id))
        .filter(attempt_rows::outcome.eq(AttemptOutcome::Running.as_str()))
        .set((
            attempt_rows::outcome.eq(AttemptOutcome::Uncertain.as_str()),
            attempt_rows::finished_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    diesel::update(messages::table.find(id))
        .set(messages::uncertain_attempts.eq(uncertain))
        .execute(connection)?;
    if uncertain >= MAX_UNCERTAIN {
        let text = "Nobody knows whether the mail server took it: it never said so.";
        end(
            connection,
            id,
            user,
            DeliveryStatus::Failed,
            Some(text),
            now,
        )?;
        tally.of(message.account, now).failed += 1;
        runs.note(message.run, DeliveryStatus::Failed);
        return Ok(false);
    }
    if !password_links::any_alive(connection, id)? {
        end(connection, id, user, DeliveryStatus::Cancelled, None, now)?;
        runs.note(message.run, DeliveryStatus::Cancelled);
        return Ok(false);
    }
    Ok(true)
}

/// Ends a message that nobody is delivering any more.
fn end(
    connection: &mut DbConnection,
    id: &[u8],
    user: AccountUserId,
    status: DeliveryStatus,
    text: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(messages::table.find(id))
        .set((
            messages::status.eq(status.as_str()),
            messages::lease_id.eq(None::<Vec<u8>>),
            messages::leased_until.eq(None::<i64>),
            // An earlier try's reply code would lend these words a server's authority.
            messages::reply_code.eq(None::<i32>),
            messages::reply_enhanced.eq(None::<String>),
            messages::reply_text.eq(text),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    let message = from_id_bytes(TABLE, id)?.into();
    account_users::note_welcome_status(connection, user, message, status, now)
}

/// Keeps a lease up; `false` when none of its messages is left.
///
/// # Errors
/// When the database fails.
pub fn extend(
    connection: &mut DbConnection,
    lease: LeaseId,
    now: DateTime<Utc>,
    life: Duration,
) -> Result<bool, DatabaseError> {
    let until = to_micros(leases::clock(connection, now)? + life);
    let extended = diesel::update(messages::table)
        .filter(is_sending())
        .filter(messages::lease_id.eq(lease.as_bytes()))
        .set(messages::leased_until.eq(until))
        .execute(connection)?;
    Ok(extended > 0)
}
