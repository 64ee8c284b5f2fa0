//! Access keys: making and revoking the pairs with which vendors' clients sign their requests.

use usher_domain::{
    access_key::{Ak, Sk},
    actor::Actor,
    audit::AuditAction,
    ids::AccessKeyId,
    sealing::{self, SealPurpose},
};
use usher_persistence::{Signal, access_keys, audit_events};

pub use usher_persistence::access_keys::AccessKey;

pub use crate::credentials::{CredentialError, NewCredential};

use crate::{
    App, Page, PageRequest,
    credentials::{Issued, Maker, manageable},
};

/// The keys that the actor may manage. Those of the installation are listed to its owners.
///
/// # Errors
/// See [`CredentialError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<AccessKey>, CredentialError> {
    let visible = manageable(actor)?;
    let (after, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| access_keys::list(connection, visible.as_deref(), after, rows))
        .await?;
    Ok(page.page(found, |key| [key.id.to_string()]))
}

/// Makes a key. Its secret is in the answer; the database keeps it sealed, and it is never shown
/// again.
///
/// # Errors
/// See [`CredentialError`].
pub async fn create(
    app: &App,
    actor: &Actor,
    new: NewCredential,
) -> Result<(AccessKey, Sk), CredentialError> {
    let maker = Maker::allowed(actor, &new)?;
    let now = app.now();
    let (ak, sk) = (Ak::mint(&*app.entropy), Sk::mint(&*app.entropy));
    let sealed = sealing::seal(
        &app.keyring(),
        &*app.entropy,
        SealPurpose::AccessKey,
        ak.as_str().as_bytes(),
        sk.reveal().as_bytes(),
    )?;
    let key = AccessKey {
        id: AccessKeyId::mint(now, &*app.entropy),
        ak,
        name: new.name.to_string(),
        role: new.role,
        scope: new.scope,
        created_by: maker.user,
        created_at: now,
        expires_at: new.expires_at,
        parent: None,
    };
    let mut event = app.event(actor, AuditAction::AccessKeyCreated).on(key.id);
    event.account_id = key.scope.account();
    let event = event.with("role", key.role);
    let stored = app
        .write_once(Signal::Audit, move |connection| {
            let mut key = key.clone();
            (key.parent, key.expires_at) = maker.descent(connection, &new)?;
            access_keys::insert(connection, &key, &sealed)?;
            audit_events::insert(connection, &event)?;
            Ok::<_, CredentialError>(key)
        })
        .await?;
    Ok((stored, sk))
}

/// Revokes a key, at once and for good.
///
/// # Errors
/// See [`CredentialError`].
pub async fn revoke(app: &App, actor: &Actor, id: AccessKeyId) -> Result<(), CredentialError> {
    let event = app.event(actor, AuditAction::AccessKeyRevoked).on(id);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let key = access_keys::find(connection, id)?;
            let key = key.ok_or(CredentialError::NotFound)?;
            Issued::from(&key).require_revocable(&actor)?;
            access_keys::revoke(connection, id, now)?;
            let mut event = event.clone();
            event.account_id = key.scope.account();
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
