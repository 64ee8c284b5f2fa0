//! Changing a user, and what follows from it.

use chrono::{DateTime, Utc};
use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, Credential},
    audit::{AuditAction, AuditEvent},
    email_address::EmailAddress,
    grants::Scope,
    ids::AccountUserId,
    names::{DisplayName, Locale, LoginName, Phone},
    password::Password,
    permission::Permission,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, audit_events, installation, messages,
    password_links, sessions,
};

use super::{AccountUserError, get, keep_an_owner, owns_the_installation, reload, taken};
use crate::{App, access::Target, limits::Recipients, new_passwords::hash_for, own_password};

/// What to change; what is none stays, an inner none clears.
#[derive(Debug, Default)]
pub struct UserChanges {
    /// The login name.
    pub login: Option<LoginName>,
    /// The address.
    pub email: Option<Option<EmailAddress>>,
    /// What to call her.
    pub display_name: Option<DisplayName>,
    /// The telephone number.
    pub phone: Option<Option<Phone>>,
    /// The language.
    pub locale: Option<Option<Locale>>,
    /// Whether she may sign in and be welcomed.
    pub enabled: Option<bool>,
    /// A password in her stead.
    pub password: Option<Password>,
    /// The present password of whoever changes her own address or password.
    pub current_password: Option<Password>,
}

/// Changes a user. A new address, a password or being disabled voids her open links and calls off
/// her waiting messages; a password or being disabled ends her sessions, too.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn update(
    app: &App,
    actor: &Actor,
    id: AccountUserId,
    mut changes: UserChanges,
) -> Result<AccountUser, AccountUserError> {
    let password = changes.password.take();
    let before = get(app, actor, id).await?;
    let folded = |email: &Option<EmailAddress>| email.as_ref().map(EmailAddress::folded);
    let moves = |email: &Option<EmailAddress>| folded(email) != folded(&before.email);
    let address_changes = changes.email.as_ref().is_some_and(moves);
    if actor.user() == Some(id) && (password.is_some() || address_changes) {
        prove_own(app, actor, changes.current_password.take()).await?;
    }
    let hash = match password {
        // The permission is checked again inside; this spares the hash when it is missing.
        Some(password) => {
            actor.require(Permission::UsersUpdate, Scope::Account(before.account_id))?;
            Some(hash_for::<AccountUserError>(app, password, &before).await?)
        }
        None => None,
    };
    let change = PreparedChange::new(app, actor, id, changes);
    let actor = actor.clone();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation_first(connection, &change.changes)?;
            change.make(connection, &actor, hash.as_deref())?;
            reload(connection, id)
        })
        .await
}

/// What to change of a user, and what the audit log says of it.
#[derive(Debug)]
pub(crate) struct PreparedChange {
    id: AccountUserId,
    changes: UserChanges,
    now: DateTime<Utc>,
    recipients: Recipients,
    updated: AuditEvent,
    disabled: AuditEvent,
    enabled: AuditEvent,
    password_set: AuditEvent,
}

impl PreparedChange {
    /// Draws everything beforehand; passwords in `changes` are not looked at.
    pub(crate) fn new(app: &App, actor: &Actor, id: AccountUserId, changes: UserChanges) -> Self {
        let event = |action| app.event(actor, action).on(id);
        Self {
            id,
            changes,
            now: app.now(),
            recipients: Recipients::of(app),
            updated: event(AuditAction::UserUpdated),
            disabled: event(AuditAction::UserDisabled),
            enabled: event(AuditAction::UserEnabled),
            password_set: event(AuditAction::PasswordSet),
        }
    }

    /// Who is changed.
    pub(crate) fn id(&self) -> AccountUserId {
        self.id
    }

    /// The same as one of many: the audit log says what made the change.
    pub(crate) fn one_of_many(mut self, key: &str, run: impl std::fmt::Display) -> Self {
        self.updated = self.updated.with(key, run);
        self
    }

    /// Makes the change, and what follows from it.
    pub(crate) fn make(
        &self,
        connection: &mut DbConnection,
        actor: &Actor,
        hash: Option<&str>,
    ) -> Result<(), AccountUserError> {
        let (id, now) = (self.id, self.now);
        let target = Target::take_visible(connection, actor, id)?;
        let target = target.ok_or(AccountUserError::NotFound)?;
        target.require(actor, Permission::UsersUpdate)?;
        let before = target.user;
        let mut user = apply(before.clone(), &self.changes);
        if user != before {
            user.updated_at = now;
            account_users::update(connection, &user).map_err(taken)?;
        }
        if before.enabled && !user.enabled && owns_the_installation(connection, id)? {
            keep_an_owner(connection)?;
        }
        if let Some(hash) = hash {
            account_users::set_password_hash(connection, id, hash, now)?;
        }
        let shut_out = hash.is_some() || !user.enabled;
        let moved = moved(&before, &user);
        if moved {
            self.recipients.remember(connection, id, now)?;
        }
        if shut_out || moved {
            messages::cancel_waiting(connection, &[id], None, now)?;
            password_links::void_all(connection, id, now)?;
        }
        if shut_out {
            sessions::delete_all(connection, id, None)?;
        }
        let events = [
            (details_differ(&before, &user), &self.updated),
            (before.enabled && !user.enabled, &self.disabled),
            (!before.enabled && user.enabled, &self.enabled),
            (hash.is_some(), &self.password_set),
        ];
        for (_, event) in events.into_iter().filter(|(happened, _)| *happened) {
            let event = event.clone().in_account(user.account_id);
            audit_events::insert(connection, &event)?;
        }
        Ok(())
    }
}

/// Whether mail goes elsewhere afterwards.
fn moved(before: &AccountUser, after: &AccountUser) -> bool {
    let address = |user: &AccountUser| user.email.as_ref().map(EmailAddress::folded);
    address(before) != address(after)
}

/// Whether more changed than being enabled, which has events of its own.
fn details_differ(before: &AccountUser, after: &AccountUser) -> bool {
    let switched = AccountUser {
        enabled: after.enabled,
        updated_at: after.updated_at,
        ..before.clone()
    };
    switched != *after
}

/// A stolen cookie or token must not become a password: one's own way in is changed by whoever signed
/// in and knows the present password, and by no token.
async fn prove_own(
    app: &App,
    actor: &Actor,
    current: Option<Password>,
) -> Result<(), AccountUserError> {
    match actor.credential {
        Credential::Session(_, own) if !actor.delegated => {
            own_password::prove(app, own, current, None).await?;
            Ok(())
        }
        _ => Err(AccountUserError::PasswordRequired),
    }
}

/// Who may end up disabling the last owner takes the installation's row before any user's.
fn installation_first(
    connection: &mut DbConnection,
    changes: &UserChanges,
) -> Result<(), DatabaseError> {
    if changes.enabled == Some(false) {
        installation::take(connection)
    } else {
        Ok(())
    }
}

fn apply(mut user: AccountUser, changes: &UserChanges) -> AccountUser {
    if let Some(login) = &changes.login {
        user.login = login.clone();
    }
    if let Some(email) = &changes.email {
        user.email.clone_from(email);
    }
    if let Some(display_name) = &changes.display_name {
        user.display_name = display_name.clone();
    }
    if let Some(phone) = &changes.phone {
        user.phone.clone_from(phone);
    }
    if let Some(locale) = &changes.locale {
        user.locale.clone_from(locale);
    }
    user.enabled = changes.enabled.unwrap_or(user.enabled);
    user
}
