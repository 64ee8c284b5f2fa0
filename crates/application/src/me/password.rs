//! One's own password: changing it, and what a new one would be worth.

use std::net::IpAddr;

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    password::{Password, PasswordJudgement, WeakPassword},
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DatabaseError, Signal, account_users, audit_events, messages, password_links,
    sessions as stored_sessions,
};

use super::{in_person, with_account};
use crate::{
    App, TooMany,
    failure::database_failures,
    new_passwords,
    own_password::{self, unproven_refusals},
    password_hasher::{HasherBusy, Lane},
    sessions::{self, NewSession},
    throttle::Attempt,
};

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

unproven_refusals!(ChangePasswordError, Refused);

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
    let id = in_person(actor).ok_or(ChangePasswordError::NotAUser)?;
    let found = app
        .database
        .read(move |connection| with_account(connection, id))
        .await?;
    let (user, account) = found.ok_or(ChangePasswordError::NotAUser)?;
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
            messages::cancel_waiting(connection, &[id], None, now)?;
            password_links::void_all(connection, id, now)?;
            stored_sessions::delete_all(connection, id, None)?;
            stored_sessions::insert(connection, &row, cookie)?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await?;
    Ok(session)
}

/// Tells what a password would be worth to the signed-in user, by the rule that changing it follows.
/// Stores nothing.
///
/// # Errors
/// [`ChangePasswordError`], but never `Weak`.
pub async fn judge_password(
    app: &App,
    actor: &Actor,
    new: Password,
    address: Option<IpAddr>,
) -> Result<PasswordJudgement, ChangePasswordError> {
    let id = in_person(actor).ok_or(ChangePasswordError::NotAUser)?;
    app.throttle
        .begin(&Attempt::at_judgement(address), app.now())?;
    let found = app
        .database
        .read(move |connection| with_account(connection, id))
        .await?;
    let (user, account) = found.ok_or(ChangePasswordError::NotAUser)?;
    Ok(new_passwords::judge(
        app,
        &new,
        Some(&user),
        account.as_ref(),
    ))
}
