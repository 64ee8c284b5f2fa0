//! A message that is ready to be written: everything about it is decided.

use usher_domain::{
    ids::AccountUserId,
    password_link::{LinkId, LinkPurpose},
};
use usher_persistence::{
    DatabaseError, DbConnection, account_users,
    messages::{self, NewMessage},
    password_links::{self, NewLink},
};

/// A message with its links.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(super) message: NewMessage,
    /// Each with the user it is for.
    pub(super) links: Vec<(AccountUserId, DraftLink)>,
}

/// A link of a message.
#[derive(Debug, Clone)]
pub(super) enum DraftLink {
    /// One that is minted with the message.
    New(Box<NewLink>),
    /// One that was mailed before.
    Again(LinkId),
}

impl Draft {
    /// The message.
    pub(crate) fn message(&self) -> &NewMessage {
        &self.message
    }

    /// Writes it; earlier messages of its purpose that still wait are called off. The caller holds
    /// the rows of its users.
    pub(crate) fn write(&self, connection: &mut DbConnection) -> Result<(), DatabaseError> {
        self.insert(connection)?;
        if self.message.purpose == LinkPurpose::Welcome {
            for (user, _) in &self.links {
                let (message, now) = (self.message.id, self.message.requested.at);
                account_users::set_latest_welcome(connection, *user, message, now)?;
            }
        }
        Ok(())
    }

    /// Writes a welcome email and takes the row of its user, if her row is as it was at `version`:
    /// everything that could contradict the draft raises that. `false` when it is not, and nothing
    /// is written.
    pub(crate) fn write_if_unchanged(
        &self,
        connection: &mut DbConnection,
        version: i64,
    ) -> Result<bool, DatabaseError> {
        let message = &self.message;
        let (user, now) = (message.user_id, message.requested.at);
        let taken = account_users::take_for_welcome(connection, user, version, message.id, now)?;
        if taken {
            self.insert(connection)?;
        }
        Ok(taken)
    }

    fn insert(&self, connection: &mut DbConnection) -> Result<(), DatabaseError> {
        let (purpose, now) = (self.message.purpose, self.message.requested.at);
        let users: Vec<_> = self.links.iter().map(|(user, _)| *user).collect();
        messages::cancel_waiting(connection, &users, Some(purpose), now)?;
        messages::insert(connection, &self.message)?;
        for (_, link) in &self.links {
            match link {
                DraftLink::New(link) => password_links::insert(connection, link)?,
                DraftLink::Again(link) => {
                    password_links::move_to_message(connection, *link, self.message.id)?;
                }
            }
        }
        Ok(())
    }
}
