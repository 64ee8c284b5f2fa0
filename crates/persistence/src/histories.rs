//! People together with their past, many rows a statement: how an account is filled at once.
//!
//! Nothing is decided here. Whoever hands a [`History`] in answers for it being one that the use cases
//! could have left behind; what the database computes by itself (search index, status, welcome state)
//! it computes for these rows as for all others.

mod rows;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    account_user::AccountUser,
    audit::AuditEvent,
    delivery::DeliveryStatus,
    ids::LeaseId,
    message::{Attempt, LastReply},
};

use crate::{
    DatabaseError, DbConnection, audit_events,
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

/// Inserts rows with one statement, if there are any.
macro_rules! insert_into {
    ($connection:expr, $table:expr, $rows:expr) => {{
        let rows: Vec<_> = $rows;
        if !rows.is_empty() {
            let statement = diesel::insert_into($table).values(rows);
            // The statement is the same; the type over both databases takes one row at a time.
            match $connection {
                DbConnection::Sqlite(sqlite) => statement.execute(sqlite)?,
                DbConnection::Postgres(postgres) => statement.execute(postgres)?,
            };
        }
    }};
}
pub(crate) use insert_into;

/// Stores people with their past. The caller sees to it that there are not more rows than one
/// transaction may change.
///
/// # Errors
/// [`crate::account_users::LOGIN_KEY`] or [`crate::account_users::EMAIL_KEY`] when one is taken within
/// the account.
pub fn insert(connection: &mut DbConnection, people: &[History]) -> Result<(), DatabaseError> {
    let all_messages = || people.iter().flat_map(|person| &person.messages);
    insert_into!(
        connection,
        account_users::table,
        people.iter().map(UserRow::from).collect()
    );
    insert_into!(
        connection,
        messages::table,
        all_messages().map(MessageRow::from).collect()
    );
    insert_into!(
        connection,
        attempts::table,
        all_messages()
            .flat_map(|message| &message.attempts)
            .map(AttemptRow::from)
            .collect()
    );
    insert_into!(
        connection,
        password_links::table,
        all_messages().map(LinkRow::from).collect()
    );
    audit_events::insert_all(connection, people.iter().flat_map(|person| &person.events))
}
