//! The actor herself: who she is, and her own password.

use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::{Actor, Credential},
    audit::AuditAction,
    grants::{Grants, Scope},
    password::{Password, WeakPassword},
    request_origin::RequestOrigin,
    role::Role,
};
use usher_persistence::{
    DatabaseError, Signal, account_users, accounts, audit_events, password_links, role_grants,
    sessions as stored_sessions,
};

use crate::{
    App, TooMany,
    failure::database_failures,
    new_passwords,
    own_password::{self, Unproven},
    password_hasher::{HasherBusy, Lane},
    sessions::{self, NewSession},
};

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Me {
    /// The user; none for a token of the installation.
    pub user: Option<AccountUser>,
    /// Her primary account.
    pub account: Option<Account>,
    /// The roles she holds.
    pub roles: Vec<(Role, Scope)>,
    /// What the credential may do.
    pub grants: Grants,
}

/// Why the actor could not be described.
#[derive(Debug, thiserror::Error)]
pub enum MeError {
    /// The database failed.
    #[error("the user could not be read")]
    Database(#[from] DatabaseError),
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// Only a signed-in user has a password to change.
    #[error("only a signed-in user can change her password")]
    NotAUser,
    /// The current password is wrong.
    #[error("the current password is wrong")]
    Refused,
    /// The new one is not good enough.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// Guessed too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many hashes wait already.
    #[error("too many password changes at once")]
    Busy,
    /// The database failed.
    #[error("the password could not be stored")]
    Database(#[source] DatabaseError),
}

database_failures!(ChangePasswordError);

impl From<HasherBusy> for ChangePasswordError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

impl From<Unproven> for ChangePasswordError {
    fn from(unproven: Unproven) -> Self {
        match unproven {
            Unproven::Refused => Self::Refused,
            Unproven::TooMany(wait) => Self::TooMany(wait),
            Unproven::Busy => Self::Busy,
            Unproven::Database(error) => Self::Database(error),
        }
    }
}

/// Describes the actor.
///
/// # Errors
/// When the database fails.
pub async fn describe(app: &App, actor: &Actor) -> Result<Me, MeError> {
    let (grants, user) = (actor.grants.clone(), actor.user());
    app.database
        .read(move |connection| {
            let Some(id) = user else {
                return Ok(Me {
                    user: None,
                    account: None,
                    roles: Vec::new(),
                    grants,
                });
            };
            let user = account_users::find(connection, id)?;
            let account = match &user {
                Some(user) => accounts::find(connection, user.account_id)?,
                None => None,
            };
            let roles = role_grants::list(connection, id)?;
            Ok(Me {
                user,
                account,
                roles,
                grants,
            })
        })
        .await
}

/// Changes the signed-in user's password, voids her links, ends all her sessions and begins a new
/// one.
///
/// # Errors
/// See [`ChangePasswordError`].
pub async fn change_password(
    app: &App,
    actor: &Actor,
    current: Password,
    new: Password,
    origin: RequestOrigin,
) -> Result<NewSession, ChangePasswordError> {
    let Credential::Session(_, id) = actor.credential else {
        return Err(ChangePasswordError::NotAUser);
    };
    if actor.delegated {
        return Err(ChangePasswordError::NotAUser);
    }
    let (user, account) = app
        .database
        .read(move |connection| {
            let user = account_users::find(connection, id)?;
            let user = user.ok_or(ChangePasswordError::NotAUser)?;
            let account = accounts::find(connection, user.account_id)?;
            Ok::<_, ChangePasswordError>((user, account))
        })
        .await?;
    let verified = own_password::prove(app, id, Some(current), origin.address).await?;
    let account = account.as_ref();
    let hash =
        new_passwords::hash::<ChangePasswordError>(app, Lane::SignIn, new, &user, account).await?;
    let session = sessions::mint(app, id, &origin);
    let event = app
        .event(actor, AuditAction::PasswordChanged)
        .in_account(user.account_id)
        .on(id);
    let (row, cookie, now) = (session.session.clone(), session.secret.hash(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            if !account_users::take(connection, id)? {
                return Err(ChangePasswordError::NotAUser);
            }
            // She may have been locked out, or the password changed, since they were looked at.
            let user = account_users::find(connection, id)?;
            let current = account_users::password_hash(connection, id)?;
            if user.is_none_or(|user| !user.enabled) || current != verified {
                return Err(ChangePasswordError::Refused);
            }
            account_users::set_password_hash(connection, id, &hash, now)?;
            password_links::void_all(connection, id, now)?;
            stored_sessions::delete_all(connection, id, None)?;
            stored_sessions::insert(connection, &row, cookie)?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await?;
    Ok(session)
}
