//! Looking at a token, and revoking it.

use usher_domain::{
    actor::{Actor, Credential, PermissionDenied},
    audit::AuditAction,
    permission::Permission,
    secret_token::{SecretKind, SecretToken, TokenHash},
};
use usher_persistence::{DatabaseError, DbConnection, Signal, audit_events, sessions};

use super::{IamToken, describe};
use crate::{
    App, access::Target, authentication::is_live, failure::database_failures, sessions::Session,
};

/// Why a token was not shown or revoked.
#[derive(Debug, thiserror::Error)]
pub enum IamTokenError {
    /// There is no such token (any more).
    #[error("no such token")]
    NotFound,
    /// It is somebody else's, and the actor does not manage her tokens.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The database failed.
    #[error("the token could not be read or revoked")]
    Database(#[source] DatabaseError),
}

database_failures!(IamTokenError);

/// Shows a token to its user, or to whoever manages her tokens.
///
/// # Errors
/// See [`IamTokenError`].
pub async fn show(app: &App, actor: &Actor, token: &str) -> Result<IamToken, IamTokenError> {
    let (hash, now, actor) = (hash(token)?, app.now(), actor.clone());
    app.database
        .read(move |connection| {
            let session = sessions::find_by_hash(connection, hash)?;
            let session = session
                .filter(|session| is_live(session, now))
                .ok_or(IamTokenError::NotFound)?;
            allow(connection, &actor, &session)?;
            describe(connection, &session)?.ok_or(IamTokenError::NotFound)
        })
        .await
}

/// Revokes a token at once.
///
/// # Errors
/// See [`IamTokenError`].
pub async fn revoke(app: &App, actor: &Actor, token: &str) -> Result<(), IamTokenError> {
    let (hash, now) = (hash(token)?, app.now());
    let event = app.event(actor, AuditAction::SignedOut);
    let actor = actor.clone();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let session = sessions::find_by_hash(connection, hash)?;
            let session = session
                .filter(|session| is_live(session, now))
                .ok_or(IamTokenError::NotFound)?;
            let target = allow(connection, &actor, &session)?;
            sessions::delete(connection, session.id)?;
            let event = event
                .clone()
                .in_account(target.user.account_id)
                .on(session.user_id);
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}

fn hash(token: &str) -> Result<TokenHash, IamTokenError> {
    let secret = SecretToken::parse(SecretKind::IamToken, token);
    Ok(secret.ok_or(IamTokenError::NotFound)?.hash())
}

/// Lets the token's user pass, and whoever manages her tokens; returns the user.
fn allow(
    connection: &mut DbConnection,
    actor: &Actor,
    session: &Session,
) -> Result<Target, IamTokenError> {
    let target = Target::find(connection, session.user_id)?.ok_or(IamTokenError::NotFound)?;
    let own = matches!(actor.credential, Credential::Session(_, user) if user == session.user_id);
    if !own {
        target.require(actor, Permission::TokensManage)?;
    }
    Ok(target)
}
