//! The logo of an account: set and removed by whoever may change the account, seen by anybody.

use std::sync::Arc;

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    grants::Scope,
    ids::AccountId,
    logo::{Logo, LogoHash},
    permission::Permission,
};
use usher_persistence::{DatabaseError, Signal, account_logos, accounts, audit_events};

use super::{AccountError, get, visible};
use crate::App;

/// Gives an account a logo in place of the one it has.
///
/// # Errors
/// See [`AccountError`].
pub async fn set_logo(
    app: &App,
    actor: &Actor,
    id: AccountId,
    image: Vec<u8>,
) -> Result<(), AccountError> {
    // What does not exist is told before what is wrong with the image.
    get(app, actor, id).await?;
    actor.require(Permission::AccountsUpdate, Scope::Account(id))?;
    let logo = Arc::new(Logo::read(image)?);
    let event = app
        .event(actor, AuditAction::LogoChanged)
        .in_account(id)
        .on(id);
    let now = app.now();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            if !accounts::note_change(connection, id, now)? {
                return Err(AccountError::NotFound);
            }
            account_logos::replace(connection, id, &logo, now)?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}

/// Removes an account's logo, if it has one.
///
/// # Errors
/// See [`AccountError`].
pub async fn remove_logo(app: &App, actor: &Actor, id: AccountId) -> Result<(), AccountError> {
    let scope = visible(actor, id)?;
    actor.require(Permission::AccountsUpdate, scope)?;
    let event = app
        .event(actor, AuditAction::LogoRemoved)
        .in_account(id)
        .on(id);
    let now = app.now();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            accounts::find(connection, id)?.ok_or(AccountError::NotFound)?;
            if account_logos::delete(connection, id)? {
                accounts::note_change(connection, id, now)?;
                audit_events::insert(connection, &event)?;
            }
            Ok(())
        })
        .await
}

/// The logo with a hash. It stands on public pages and in mails, so nobody is asked who she is.
///
/// # Errors
/// When the database fails.
pub async fn find_logo(app: &App, hash: LogoHash) -> Result<Option<Logo>, DatabaseError> {
    app.database
        .read(move |connection| account_logos::find(connection, hash))
        .await
}
