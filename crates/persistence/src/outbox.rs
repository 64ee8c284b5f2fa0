//! What the dispatcher does with messages: claim some by lease, record what became of them.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountUserId, AttemptId, LeaseId, MessageId},
    keyring::KeyId,
    message::{Attempt, AttemptOutcome, LastReply},
    password_link::{LinkId, LinkPurpose},
    request_origin::RequestOrigin,
};

use crate::{
    DatabaseError, DbConnection, account_users, attempts,
    columns::{from_id_bytes, from_micros, to_micros},
    leases, password_links,
    schema::{attempts as attempt_rows, messages},
};

const TABLE: &str = "messages";

/// How many tries with an unknown end a message gets before it counts as failed.
pub const MAX_UNCERTAIN: i32 = 3;

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
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// A message that this lease may deliver, with all that its mail is made of.
#[derive(Debug, Clone)]
pub struct ClaimedMessage {
    /// Its identifier.
    pub id: MessageId,
    /// The user it is for.
    pub user_id: AccountUserId,
    /// What its links are for.
    pub purpose: LinkPurpose,
    /// Tries so far that counted.
    pub attempts: i32,
    /// When no further try is worth it.
    pub give_up_at: DateTime<Utc>,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// What to call the reader.
    pub recipient_name: String,
    /// The sender's name.
    pub sender_name: Option<String>,
    /// The sender's address.
    pub sender_address: EmailAddress,
    /// The language.
    pub locale: String,
    /// `Message-ID`, without angle brackets.
    pub rfc_message_id: String,
    /// Whether the user had a password when it was asked for.
    pub has_password: bool,
    /// How long its links live.
    pub link_life: Duration,
    /// When it was asked for; also its `Date`.
    pub requested_at: DateTime<Utc>,
    /// The name of whoever asked.
    pub requested_by: Option<String>,
    /// From where it was asked for.
    pub origin: RequestOrigin,
    /// The links it carries.
    pub links: Vec<CarriedLink>,
}

/// A link that a message carries.
#[derive(Debug, Clone)]
pub struct CarriedLink {
    /// Its id.
    pub id: LinkId,
    /// The key that makes its token.
    pub key_id: KeyId,
    /// The account it leads into.
    pub account_name: String,
    /// The login it is for.
    pub login: String,
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
    for (id, user, uncertain) in abandoned {
        if end_abandoned(connection, &id, user, uncertain + 1, claim.now)? {
            ids.push(id);
        }
    }
    let room = limit - i64::try_from(ids.len()).unwrap_or(limit);
    if room > 0 {
        ids.extend(due(connection, claim.now, room)?);
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(messages::table.filter(messages::id.eq_any(&ids)))
        .set((
            messages::status.eq(DeliveryStatus::Sending.as_str()),
            messages::lease_id.eq(claim.lease.as_bytes()),
            messages::leased_until.eq(to_micros(lease_now + claim.life)),
        ))
        .execute(connection)?;
    for (id, attempt) in ids.iter().zip(&claim.attempts) {
        let attempt = Attempt {
            id: *attempt,
            message_id: from_id_bytes(TABLE, id)?.into(),
            provider: claim.provider.clone(),
            started_at: claim.now,
            finished_at: None,
            outcome: AttemptOutcome::Running,
            reply: None,
        };
        attempts::insert(connection, &attempt, claim.lease)?;
    }
    load(connection, &ids)
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

fn due(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Vec<u8>>, DatabaseError> {
    // The statuses are literals so that the planner can prove that the partial index applies.
    let waiting = diesel::dsl::sql::<diesel::sql_types::Bool>("status IN ('queued', 'deferred')");
    Ok(claimable!(
        connection,
        messages::table
            .filter(waiting)
            .filter(messages::next_attempt_at.le(to_micros(now)))
            .order((messages::priority, messages::next_attempt_at))
            .limit(limit)
            .select(messages::id),
        Vec<u8>
    ))
}

type Abandoned = (Vec<u8>, AccountUserId, i32);

fn abandoned(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Abandoned>, DatabaseError> {
    let sending = diesel::dsl::sql::<diesel::sql_types::Bool>("status = 'sending'");
    let rows: Vec<(Vec<u8>, Vec<u8>, i32)> = claimable!(
        connection,
        messages::table
            .filter(sending)
            .filter(messages::leased_until.assume_not_null().lt(to_micros(now)))
            .order(messages::leased_until)
            .limit(limit)
            .select((
                messages::id,
                messages::user_id,
                messages::uncertain_attempts
            )),
        (Vec<u8>, Vec<u8>, i32)
    );
    rows.into_iter()
        .map(|(id, user, uncertain)| Ok((id, from_id_bytes(TABLE, &user)?.into(), uncertain)))
        .collect()
}

/// Ends the try of a process that is gone; `true` when the message gets another one.
fn end_abandoned(
    connection: &mut DbConnection,
    id: &[u8],
    user: AccountUserId,
    uncertain: i32,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    diesel::update(attempt_rows::table)
        .filter(attempt_rows::message_id.eq(id))
        .filter(attempt_rows::outcome.eq(AttemptOutcome::Running.as_str()))
        .set((
            attempt_rows::outcome.eq(AttemptOutcome::Uncertain.as_str()),
            attempt_rows::finished_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    let gives_up = uncertain >= MAX_UNCERTAIN;
    diesel::update(messages::table.find(id))
        .set(messages::uncertain_attempts.eq(uncertain))
        .execute(connection)?;
    if gives_up {
        let text = "Nobody knows whether the mail server took it: it never said so.";
        diesel::update(messages::table.find(id))
            .set((
                messages::status.eq(DeliveryStatus::Failed.as_str()),
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
        account_users::note_welcome_status(connection, user, message, DeliveryStatus::Failed, now)?;
    }
    Ok(!gives_up)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: Vec<u8>,
    user_id: Vec<u8>,
    purpose: String,
    attempts: i32,
    give_up_at: i64,
    recipient: String,
    recipient_name: String,
    sender_name: Option<String>,
    sender_address: String,
    locale: String,
    rfc_message_id: String,
    has_password: bool,
    link_life_hours: i64,
    requested_at: i64,
    requested_name: Option<String>,
    origin_user_agent: Option<String>,
    origin_address: Option<String>,
    origin_place: Option<String>,
}

fn load(
    connection: &mut DbConnection,
    ids: &[Vec<u8>],
) -> Result<Vec<ClaimedMessage>, DatabaseError> {
    let rows: Vec<Row> = messages::table
        .filter(messages::id.eq_any(ids))
        .order((messages::priority, messages::next_attempt_at))
        .select(Row::as_select())
        .load(connection)?;
    let mut links = password_links::carried_by(connection, ids)?;
    rows.into_iter()
        .map(|row| {
            let id: MessageId = from_id_bytes(TABLE, &row.id)?.into();
            claimed(row, id, links.remove(&id).unwrap_or_default())
        })
        .collect()
}

fn claimed(
    row: Row,
    id: MessageId,
    links: Vec<CarriedLink>,
) -> Result<ClaimedMessage, DatabaseError> {
    let inconsistent = || DatabaseError::Inconsistent {
        table: TABLE,
        id: id.to_string(),
    };
    Ok(ClaimedMessage {
        id,
        user_id: from_id_bytes(TABLE, &row.user_id)?.into(),
        purpose: row.purpose.parse().map_err(|_| inconsistent())?,
        attempts: row.attempts,
        give_up_at: from_micros(TABLE, row.give_up_at)?,
        recipient: EmailAddress::parse(&row.recipient).map_err(|_| inconsistent())?,
        recipient_name: row.recipient_name,
        sender_name: row.sender_name,
        sender_address: EmailAddress::parse(&row.sender_address).map_err(|_| inconsistent())?,
        locale: row.locale,
        rfc_message_id: row.rfc_message_id,
        has_password: row.has_password,
        link_life: Duration::hours(row.link_life_hours),
        requested_at: from_micros(TABLE, row.requested_at)?,
        requested_by: row.requested_name,
        origin: RequestOrigin {
            user_agent: row.origin_user_agent,
            address: row.origin_address.and_then(|address| address.parse().ok()),
            place: row.origin_place,
        },
        links,
    })
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
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "status = 'sending'",
        ))
        .filter(messages::lease_id.eq(lease.as_bytes()))
        .set(messages::leased_until.eq(until))
        .execute(connection)?;
    Ok(extended > 0)
}

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
    /// It will never be sent.
    Failed,
}

/// Records what became of a try. `false`, and nothing is changed, when the lease is no longer held.
///
/// # Errors
/// When the database fails.
pub fn record(connection: &mut DbConnection, outcome: &Outcome) -> Result<bool, DatabaseError> {
    // The user's row first: sending supersedes links, and everything about links queues up there.
    account_users::take(connection, outcome.user)?;
    let Some((counted, uncertain)) = held(connection, outcome)? else {
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
        NextStep::Wait { until, .. } => (DeliveryStatus::Queued, counted, uncertain, Some(until)),
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
    let due = due.map_or(at, to_micros);
    let sent_at = (outcome.next == NextStep::Sent).then_some(at);
    let code = outcome
        .reply
        .as_ref()
        .and_then(|reply| reply.code)
        .map(i32::from);
    let enhanced = outcome
        .reply
        .as_ref()
        .and_then(|reply| reply.enhanced.clone());
    let text = outcome.reply.as_ref().map(|reply| reply.text.clone());
    diesel::update(messages::table.find(outcome.message.as_bytes()))
        .set((
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
        .execute(connection)?;
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
        .execute(connection)?;
    if matches!(outcome.next, NextStep::Sent | NextStep::Captured) {
        password_links::note_sent(connection, outcome.message, outcome.at)?;
    }
    account_users::note_welcome_status(
        connection,
        outcome.user,
        outcome.message,
        status,
        outcome.at,
    )?;
    Ok(true)
}

/// The tries so far, if the outcome's lease still holds its message.
fn held(
    connection: &mut DbConnection,
    outcome: &Outcome,
) -> Result<Option<(i32, i32)>, DatabaseError> {
    // An update that changes nothing takes the row before it is looked at.
    let taken = diesel::update(messages::table.find(outcome.message.as_bytes()))
        .filter(messages::lease_id.eq(outcome.lease.as_bytes()))
        .filter(messages::status.eq(DeliveryStatus::Sending.as_str()))
        .set(messages::updated_at.eq(to_micros(outcome.at)))
        .execute(connection)?;
    if taken == 0 {
        return Ok(None);
    }
    let tries = messages::table
        .find(outcome.message.as_bytes())
        .select((messages::attempts, messages::uncertain_attempts))
        .first(connection)?;
    Ok(Some(tries))
}

/// When the oldest single send that is due became due.
///
/// # Errors
/// When the database fails.
pub fn oldest_due(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    let due: Option<i64> = messages::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "status IN ('queued', 'deferred')",
        ))
        .filter(messages::priority.eq(0))
        .filter(messages::next_attempt_at.le(to_micros(now)))
        .order((messages::priority, messages::next_attempt_at))
        .select(messages::next_attempt_at)
        .first(connection)
        .optional()?;
    due.map(|due| from_micros(TABLE, due)).transpose()
}

/// Whether anything could be claimed: a message is due, or a lease has run out. Asked before a
/// claim, so that an idle dispatcher takes no place with the writer.
///
/// # Errors
/// When the database fails.
pub fn any_due(connection: &mut DbConnection, now: DateTime<Utc>) -> Result<bool, DatabaseError> {
    let lease_now = leases::clock(connection, now)?;
    let due = messages::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "status IN ('queued', 'deferred')",
        ))
        .filter(messages::next_attempt_at.le(to_micros(now)));
    let abandoned = messages::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "status = 'sending'",
        ))
        .filter(
            messages::leased_until
                .assume_not_null()
                .lt(to_micros(lease_now)),
        );
    let waiting: bool = diesel::select(diesel::dsl::exists(due)).get_result(connection)?;
    if waiting {
        return Ok(true);
    }
    Ok(diesel::select(diesel::dsl::exists(abandoned)).get_result(connection)?)
}
