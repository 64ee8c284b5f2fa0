//! People together with their past, many rows a statement: how an account is filled at once.
//!
//! Nothing is decided here. Whoever hands a [`History`] in answers for it being one that the use cases
//! could have left behind; what the database computes by itself (search index, status, welcome state)
//! it computes for these rows as for all others.

mod rows;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection as _;
use usher_domain::{
    account_user::AccountUser,
    audit::AuditEvent,
    delivery::DeliveryStatus,
    ids::LeaseId,
    message::{Attempt, LastReply},
};

use crate::{
    DatabaseError, DbConnection,
    many::insert_into,
    messages::NewMessage,
    password_links::NewLink,
    schema::{account_users, attempts, messages, password_links},
};
use rows::{AttemptRow, LinkRow, MessageRow, UserRow};

/// A person and everything that happened to her.
#[derive(Debug, Clone)]
pub struct History {
    /// The person as she is now, her latest welcome email and last sign-in included.
    pub user: AccountUser,
    /// Her password, if she has one.
    pub password: Option<PastPassword>,
    /// What was sent to her, in the order in which it was asked for.
    pub messages: Vec<PastMessage>,
    /// What the audit log tells of her.
    pub events: Vec<AuditEvent>,
}

/// A password that was set.
#[derive(Clone)]
pub struct PastPassword {
    /// Its hash (PHC string).
    pub hash: String,
    /// When it was set.
    pub set_at: DateTime<Utc>,
}

/// The hash stays out of logs.
impl std::fmt::Debug for PastPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PastPassword")
            .field("set_at", &self.set_at)
            .finish_non_exhaustive()
    }
}

/// A message and what became of it.
#[derive(Debug, Clone)]
pub struct PastMessage {
    /// What was asked for.
    pub asked: NewMessage,
    /// Where it stands now.
    pub status: DeliveryStatus,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When the next try is due, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The tries, each under a lease of its own.
    pub attempts: Vec<(Attempt, LeaseId)>,
    /// The link that it carries.
    pub link: PastLink,
}

impl PastMessage {
    /// When a mail server took it.
    #[must_use]
    pub fn sent_at(&self) -> Option<DateTime<Utc>> {
        (self.status == DeliveryStatus::Sent).then_some(self.recorded_at)
    }

    /// The last thing that was learnt about it.
    fn reply(&self) -> Option<&LastReply> {
        self.attempts.last()?.0.reply.as_ref()
    }
}

/// A link and what became of it.
#[derive(Debug, Clone)]
pub struct PastLink {
    /// The link as it was minted.
    pub minted: NewLink,
    /// When a person first opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it set a password.
    pub consumed_at: Option<DateTime<Utc>>,
    /// When a newer mail took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// When it was voided.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl History {
    /// How many rows it is made of.
    #[must_use]
    pub fn rows(&self) -> usize {
        let of_message = |message: &PastMessage| 2 + message.attempts.len();
        1 + self.events.len() + self.messages.iter().map(of_message).sum::<usize>()
    }
}

/// How much memory the pages of a SQLite transaction may take that writes many people, in KiB.
const ROOM: &str = "PRAGMA cache_size = -524288";

/// Makes room for a transaction that stores very many people, on this connection and for good: indexes are
/// written all over, and what has no room in memory is written and read several times.
///
/// # Errors
/// When the database fails.
pub fn make_room(connection: &mut DbConnection) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(sqlite) => Ok(sqlite.batch_execute(ROOM)?),
        // The server's memory is its administrator's business.
        DbConnection::Postgres(_) => Ok(()),
    }
}

/// Stores people with their past, except what the audit log tells of them. The caller sees to it that
/// there are not more rows than one transaction may change.
///
/// # Errors
/// [`crate::account_users::LOGIN_KEY`] or [`crate::account_users::EMAIL_KEY`] when one is taken within
/// the account.
pub fn insert(connection: &mut DbConnection, people: &[History]) -> Result<(), DatabaseError> {
    // Each in the order of one of their indexes, whose pages are then looked for once.
    let messages = people.iter().flat_map(|person| &person.messages);
    let messages = sorted(messages, |message| message.asked.id.as_bytes());
    let attempts = messages.iter().flat_map(|message| &message.attempts);
    let attempts = sorted(attempts, |(attempt, _)| attempt.id.as_bytes());
    let links = sorted(messages.iter().copied(), |message| {
        message.link.minted.id.as_bytes()
    });
    let mut users: Vec<&History> = people.iter().collect();
    users.sort_by_cached_key(|person| person.user.login.folded());
    let users = users.into_iter().map(UserRow::from);
    insert_into!(connection, account_users::table, users);
    let messages = messages.into_iter().map(MessageRow::from);
    insert_into!(connection, messages::table, messages);
    let attempts = attempts.into_iter().map(AttemptRow::from);
    insert_into!(connection, attempts::table, attempts);
    let links = links.into_iter().map(LinkRow::from);
    insert_into!(connection, password_links::table, links);
    Ok(())
}

fn sorted<'a, T>(rows: impl Iterator<Item = &'a T>, key: fn(&T) -> &[u8]) -> Vec<&'a T> {
    let mut rows: Vec<&T> = rows.collect();
    rows.sort_unstable_by(|one, other| key(one).cmp(key(other)));
    rows
}
