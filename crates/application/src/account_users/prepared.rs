//! A user who is about to be stored, with everything drawn beforehand: a transaction that runs again
//! writes the same.

use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    grants::Scope,
    ids::MessageId,
    password_link::{LinkId, LinkPurpose},
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_persistence::{DbConnection, account_users, audit_events};

use super::{AccountUserError, taken};
use crate::{
    App,
    limits::{self, Recipients},
    outgoing::{Addressee, LinkSource, Order},
};

/// A new user, the message that may welcome her, and what the audit log says of both.
#[derive(Debug, Clone)]
pub(crate) struct PreparedUser {
    pub(crate) user: AccountUser,
    order: Order,
    link: LinkId,
    recipients: Recipients,
    created: AuditEvent,
    welcomed: AuditEvent,
}

impl PreparedUser {
    /// Prepares a [draft](super::draft).
    pub(crate) fn new(app: &App, actor: &Actor, user: AccountUser, origin: RequestOrigin) -> Self {
        let order = Order::new(app, actor, origin);
        let event = |action| {
            let event = app.event(actor, action);
            event.in_account(user.account_id).on(user.id)
        };
        let created = event(AuditAction::UserCreated);
        let welcomed = event(AuditAction::WelcomeEmailRequested);
        Self {
            welcomed: welcomed.with("welcome_email", order.message),
            link: LinkId::mint(&*app.entropy),
            recipients: Recipients::of(app),
            user,
            order,
            created,
        }
    }

    /// The same as one of many: single sends overtake its message, and the audit log says what made
    /// her.
    pub(crate) fn one_of_many(mut self, key: &str, run: impl std::fmt::Display) -> Self {
        self.order = self.order.in_bulk();
        self.created = self.created.with(key, &run);
        self.welcomed = self.welcomed.with(key, &run);
        self
    }

    /// Stores her.
    pub(crate) fn store(
        &self,
        connection: &mut DbConnection,
        hash: Option<&str>,
    ) -> Result<(), AccountUserError> {
        let user = &self.user;
        account_users::insert(connection, user).map_err(taken)?;
        if let Some(hash) = hash {
            account_users::set_password_hash(connection, user.id, hash, user.created_at)?;
        }
        Ok(audit_events::insert(connection, &self.created)?)
    }

    /// Queues her welcome email, in the transaction that stored her.
    pub(crate) fn welcome(
        &self,
        connection: &mut DbConnection,
        actor: &Actor,
        account: &Account,
    ) -> Result<MessageId, AccountUserError> {
        let (user, order) = (&self.user, &self.order);
        actor.require(Permission::WelcomeEmailsSend, Scope::Account(account.id))?;
        let address = user.email.as_ref().ok_or(AccountUserError::NoAddress)?;
        self.recipients
            .admit_new::<AccountUserError>(connection, user, order.now)?;
        limits::admit::<AccountUserError>(connection, account, order.now)?;
        let addressee = Addressee {
            user,
            account,
            link: LinkSource::New(self.link),
        };
        order.write(connection, LinkPurpose::Welcome, address, &[addressee])?;
        audit_events::insert(connection, &self.welcomed)?;
        Ok(order.message)
    }
}
