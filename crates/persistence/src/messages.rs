//! Messages in the database: asking for them, looking at them, calling them off.
//!
//! What the dispatcher does with them lives in [`crate::outbox`].

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    message::{LastReply, Message, Requested},
    password_link::LinkPurpose,
    request_origin::RequestOrigin,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, to_micros,
    },
    schema::{account_users, messages},
};

const TABLE: &str = "messages";

/// A message as it is asked for, with everything its mail will be made of.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its identifier.
    pub id: MessageId,
    /// What its links are for.
    pub purpose: LinkPurpose,
    /// The account in whose name it is sent.
    pub account_id: AccountId,
    /// The user it is for.
    pub user_id: AccountUserId,
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
    /// Which edition of our words.
    pub template_version: i32,
    /// `Message-ID`, without angle brackets.
    pub rfc_message_id: String,
    /// Whether the user has a password already.
    pub has_password: bool,
    /// How long its links live once it is sent.
    pub link_life: Duration,
    /// When no further try is worth it.
    pub give_up_at: DateTime<Utc>,
    /// Lower goes first; 0 for single sends.
    pub priority: i32,
    /// Who asked.
    pub requested: Requested,
}

/// Stores a message to be delivered as soon as possible.
///
/// # Errors
/// When the database fails.
pub fn insert(connection: &mut DbConnection, message: &NewMessage) -> Result<(), DatabaseError> {
    use messages::dsl;
    let requested = &message.requested;
    let now = to_micros(requested.at);
    diesel::insert_into(messages::table)
        .values((
            (
                dsl::id.eq(message.id.as_bytes()),
                dsl::purpose.eq(message.purpose.as_str()),
                dsl::account_id.eq(message.account_id.as_bytes()),
                dsl::user_id.eq(message.user_id.as_bytes()),
                dsl::status.eq(DeliveryStatus::Queued.as_str()),
                dsl::priority.eq(message.priority),
                dsl::next_attempt_at.eq(now),
                dsl::give_up_at.eq(to_micros(message.give_up_at)),
                dsl::attempts.eq(0),
                dsl::uncertain_attempts.eq(0),
                dsl::updated_at.eq(now),
            ),
            (
                dsl::recipient.eq(message.recipient.as_str()),
                dsl::recipient_name.eq(&message.recipient_name),
                dsl::sender_name.eq(message.sender_name.as_deref()),
                dsl::sender_address.eq(message.sender_address.as_str()),
                dsl::locale.eq(&message.locale),
                dsl::template_version.eq(message.template_version),
                dsl::rfc_message_id.eq(&message.rfc_message_id),
                dsl::has_password.eq(message.has_password),
                dsl::link_life_hours.eq(message.link_life.num_hours()),
            ),
            (
                dsl::requested_at.eq(now),
                dsl::requested_kind.eq(&requested.by_kind),
                dsl::requested_user_id.eq(requested.by_user.map(|id| id.as_bytes().to_vec())),
                dsl::requested_name.eq(requested.by_name.as_deref()),
                dsl::origin_user_agent.eq(requested.origin.user_agent.as_deref()),
                dsl::origin_address.eq(requested.origin.address.map(|ip| ip.to_string())),
                dsl::origin_place.eq(requested.origin.place.as_deref()),
            ),
        ))
        .execute(connection)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: Vec<u8>,
    purpose: String,
    account_id: Vec<u8>,
    user_id: Vec<u8>,
    status: String,
    next_attempt_at: i64,
    attempts: i32,
    recipient: String,
    requested_at: i64,
    requested_kind: String,
    requested_user_id: Option<Vec<u8>>,
    requested_name: Option<String>,
    origin_user_agent: Option<String>,
    origin_address: Option<String>,
    origin_place: Option<String>,
    reply_code: Option<i32>,
    reply_enhanced: Option<String>,
    reply_text: Option<String>,
    sent_at: Option<i64>,
}

/// The reply that three columns hold.
pub(crate) fn reply(
    code: Option<i32>,
    enhanced: Option<String>,
    text: Option<String>,
) -> Option<LastReply> {
    let code = code.and_then(|code| u16::try_from(code).ok());
    text.map(|text| LastReply {
        code,
        enhanced,
        text,
    })
}

impl TryFrom<Row> for Message {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: MessageId = from_id_bytes(TABLE, &row.id)?.into();
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.to_string(),
        };
        let status: DeliveryStatus = row.status.parse().map_err(|_| inconsistent())?;
        let waits = matches!(status, DeliveryStatus::Queued | DeliveryStatus::Deferred);
        let by_user = from_optional_id_bytes(TABLE, row.requested_user_id.as_deref())?;
        Ok(Self {
            id,
            purpose: row.purpose.parse().map_err(|_| inconsistent())?,
            account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
            user_id: from_id_bytes(TABLE, &row.user_id)?.into(),
            recipient: EmailAddress::parse(&row.recipient).map_err(|_| inconsistent())?,
            status,
            attempts: row.attempts,
            next_attempt_at: waits.then_some(from_micros(TABLE, row.next_attempt_at)?),
            last_reply: reply(row.reply_code, row.reply_enhanced, row.reply_text),
            requested: Requested {
                at: from_micros(TABLE, row.requested_at)?,
                by_user: by_user.map(Into::into),
                by_name: row.requested_name,
                by_kind: row.requested_kind,
                origin: RequestOrigin {
                    user_agent: row.origin_user_agent,
                    address: row.origin_address.and_then(|address| address.parse().ok()),
                    place: row.origin_place,
                },
            },
            sent_at: from_optional_micros(TABLE, row.sent_at)?,
        })
    }
}

/// The message with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: MessageId,
) -> Result<Option<Message>, DatabaseError> {
    let row = messages::table
        .find(id.as_bytes())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Message::try_from).transpose()
}

/// Where a message stands: all that a waiter needs.
///
/// # Errors
/// When the database fails.
pub fn status(
    connection: &mut DbConnection,
    id: MessageId,
) -> Result<Option<DeliveryStatus>, DatabaseError> {
    let status: Option<String> = messages::table
        .find(id.as_bytes())
        .select(messages::status)
        .first(connection)
        .optional()?;
    status
        .map(|status| {
            status.parse().map_err(|_| DatabaseError::Inconsistent {
                table: TABLE,
                id: id.to_string(),
            })
        })
        .transpose()
}

/// A user's messages, the newest first, behind `before`.
///
/// # Errors
/// When the database fails.
pub fn list_of_user(
    connection: &mut DbConnection,
    user: AccountUserId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>, DatabaseError> {
    let mut query = messages::table
        .filter(messages::user_id.eq(user.as_bytes().to_vec()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(messages::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query
        .order(messages::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Message::try_from).collect()
}

/// Captured messages, the newest first, behind `before`, of the accounts (all when none).
///
/// # Errors
/// When the database fails.
pub fn list_captured(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>, DatabaseError> {
    let mut query = messages::table
        .filter(messages::status.eq(DeliveryStatus::Captured.as_str()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = visible {
        let ids: Vec<Vec<u8>> = visible.iter().map(|id| id.as_bytes().to_vec()).collect();
        query = query.filter(messages::account_id.eq_any(ids));
    }
    if let Some(before) = before {
        query = query.filter(messages::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query
        .order(messages::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Message::try_from).collect()
}

/// A user's newest message of a purpose that was asked for since `since`.
///
/// # Errors
/// When the database fails.
pub fn latest_since(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: LinkPurpose,
    since: DateTime<Utc>,
) -> Result<Option<Message>, DatabaseError> {
    let row = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::purpose.eq(purpose.as_str()))
        .filter(messages::requested_at.gt(to_micros(since)))
        .order(messages::id.desc())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Message::try_from).transpose()
}

/// When a user's messages were asked for since `since`, the newest first; `kind` narrows it to one
/// kind of asker.
///
/// # Errors
/// When the database fails.
pub fn requests_since(
    connection: &mut DbConnection,
    user: AccountUserId,
    kind: Option<&str>,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, DatabaseError> {
    let mut query = messages::table
        .filter(messages::user_id.eq(user.as_bytes().to_vec()))
        .filter(messages::requested_at.gt(to_micros(since)))
        .select(messages::requested_at)
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(messages::requested_kind.eq(kind.to_owned()));
    }
    let rows: Vec<i64> = query
        .order(messages::id.desc())
        .limit(500)
        .load(connection)?;
    rows.into_iter().map(|at| from_micros(TABLE, at)).collect()
}

/// Calls off a user's messages of a purpose (of every purpose when none) that still wait. The caller
/// holds her row.
///
/// # Errors
/// When the database fails.
pub fn cancel_waiting(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let mut query = diesel::update(messages::table)
        .filter(messages::user_id.eq(user.as_bytes().to_vec()))
        .filter(messages::status.eq_any(WAITING))
        .into_boxed();
    if let Some(purpose) = purpose {
        query = query.filter(messages::purpose.eq(purpose.as_str()));
    }
    query
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    // Her latest welcome email may have been among them; lists show its status from her own row.
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

const WAITING: [&str; 2] = [
    DeliveryStatus::Queued.as_str(),
    DeliveryStatus::Deferred.as_str(),
];

/// Calls one message off, if it still waits.
///
/// # Errors
/// When the database fails.
pub fn cancel(
    connection: &mut DbConnection,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let cancelled = diesel::update(messages::table.find(id.as_bytes()))
        .filter(messages::status.eq_any(WAITING))
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(cancelled == 1)
}

/// Queues a failed or cancelled message again, as if it had never been tried.
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
            messages::next_attempt_at.eq(to_micros(now)),
            messages::give_up_at.eq(to_micros(give_up_at)),
            messages::attempts.eq(0),
            messages::uncertain_attempts.eq(0),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(queued == 1)
}

/// How delivery is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Waiting for the first try.
    pub queued: i64,
    /// Being handed over.
    pub sending: i64,
    /// Waiting for another try.
    pub deferred: i64,
    /// When the oldest waiting one was asked for.
    pub oldest_waiting_since: Option<DateTime<Utc>>,
    /// Failed since the given instant.
    pub failed: i64,
    /// Sent since the given instant.
    pub sent: i64,
}

/// Counts the messages that are under way, and those that ended since `since`, in some accounts
/// (all when none).
///
/// # Errors
/// When the database fails.
pub fn summary(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    since: DateTime<Utc>,
) -> Result<Summary, DatabaseError> {
    let ids: Option<Vec<Vec<u8>>> =
        visible.map(|visible| visible.iter().map(|id| id.as_bytes().to_vec()).collect());
    let in_status = |status: DeliveryStatus| {
        let mut query = messages::table
            .filter(messages::status.eq(status.as_str()))
            .into_boxed();
        if let Some(ids) = ids.clone() {
            query = query.filter(messages::account_id.eq_any(ids));
        }
        query
    };
    let since = to_micros(since);
    let mut sent = messages::table
        .filter(messages::sent_at.gt(since))
        .into_boxed();
    let mut waiting = messages::table
        .filter(messages::status.eq_any(WAITING))
        .into_boxed();
    if let Some(ids) = ids.clone() {
        sent = sent.filter(messages::account_id.eq_any(ids.clone()));
        waiting = waiting.filter(messages::account_id.eq_any(ids));
    }
    let oldest: Option<i64> = waiting
        .select(diesel::dsl::min(messages::requested_at))
        .first(connection)?;
    Ok(Summary {
        queued: in_status(DeliveryStatus::Queued)
            .count()
            .get_result(connection)?,
        sending: in_status(DeliveryStatus::Sending)
            .count()
            .get_result(connection)?,
        deferred: in_status(DeliveryStatus::Deferred)
            .count()
            .get_result(connection)?,
        oldest_waiting_since: from_optional_micros(TABLE, oldest)?,
        failed: in_status(DeliveryStatus::Failed)
            .filter(messages::updated_at.gt(since))
            .count()
            .get_result(connection)?,
        sent: sent.count().get_result(connection)?,
    })
}
