//! API tokens: making and revoking them.

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    ids::ApiTokenId,
    secret_token::{SecretKind, SecretToken},
};
use usher_persistence::{Signal, api_tokens, audit_events};

pub use usher_persistence::api_tokens::ApiToken;

pub use crate::credentials::{CredentialError as ApiTokenError, NewCredential as NewApiToken};

use crate::{
    App, Page, PageRequest,
    credentials::{Issued, Maker, manageable},
};

/// The tokens that the actor may manage. Those of the installation are listed to its owners.
///
/// # Errors
/// See [`ApiTokenError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<ApiToken>, ApiTokenError> {
    let visible = manageable(actor)?;
    let (after, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| api_tokens::list(connection, visible.as_deref(), after, rows))
        .await?;
    Ok(page.page(found, |token| [token.id.to_string()]))
}

/// Makes a token. Its secret is in the answer and nowhere else.
///
/// # Errors
/// See [`ApiTokenError`].
pub async fn create(
    app: &App,
    actor: &Actor,
    new: NewApiToken,
) -> Result<(ApiToken, SecretToken), ApiTokenError> {
    let maker = Maker::allowed(actor, &new)?;
    let now = app.now();
    let secret = SecretToken::mint(SecretKind::ApiToken, &*app.entropy);
    let token = ApiToken {
        id: ApiTokenId::mint(now, &*app.entropy),
        hint: secret.hint(),
        name: new.name.to_string(),
        role: new.role,
        scope: new.scope,
        created_by: maker.user,
        created_at: now,
        expires_at: new.expires_at,
        parent: None,
    };
    let mut event = app.event(actor, AuditAction::ApiTokenCreated).on(token.id);
    event.account_id = token.scope.account();
    let event = event.with("role", token.role);
    let hash = secret.hash();
    let stored = app
        .write_once(Signal::Audit, move |connection| {
            let mut token = token.clone();
            (token.parent, token.expires_at) = maker.descent(connection, &new)?;
            api_tokens::insert(connection, &token, hash)?;
            audit_events::insert(connection, &event)?;
            Ok::<_, ApiTokenError>(token)
        })
        .await?;
    Ok((stored, secret))
}

/// Revokes a token and the tokens and keys that it made, at once and for good.
///
/// # Errors
/// See [`ApiTokenError`].
pub async fn revoke(app: &App, actor: &Actor, id: ApiTokenId) -> Result<(), ApiTokenError> {
    let event = app.event(actor, AuditAction::ApiTokenRevoked).on(id);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let token = api_tokens::find(connection, id)?;
            let token = token.ok_or(ApiTokenError::NotFound)?;
            Issued::from(&token).require_revocable(&actor)?;
            api_tokens::revoke(connection, id, now)?;
            let mut event = event.clone();
            event.account_id = token.scope.account();
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
