//! API tokens: making and revoking them.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential, PermissionDenied},
    audit::AuditAction,
    grants::{Grants, Scope},
    ids::ApiTokenId,
    names::TokenName,
    permission::Permission,
    role::Role,
    secret_token::{SecretKind, SecretToken},
};
use usher_persistence::{DatabaseError, Signal, accounts, api_tokens, audit_events};

pub use usher_persistence::api_tokens::ApiToken;

use crate::{App, Page, PageRequest, failure::database_failures, page::InvalidCursor};

/// A new token.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// What to call it.
    pub name: TokenName,
    /// The role whose permissions it carries.
    pub role: Role,
    /// Where it is good.
    pub scope: Scope,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why something about a token was not done.
#[derive(Debug, thiserror::Error)]
pub enum ApiTokenError {
    /// There is none, or the actor may not see it.
    #[error("no such API token")]
    NotFound,
    /// A permission is missing: the one to make tokens, or one that the role carries.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The token was to be good for an account that does not exist.
    #[error("no such account")]
    UnknownAccount,
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the API token could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(ApiTokenError);

impl From<InvalidCursor> for ApiTokenError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// The tokens that the actor may manage. Those of the installation are listed to its owners.
///
/// # Errors
/// See [`ApiTokenError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<ApiToken>, ApiTokenError> {
    let visible = actor.grants.accounts_with(Permission::TokensManage);
    if visible.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied {
            permission: Permission::TokensManage,
        }
        .into());
    }
    let (after, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| api_tokens::list(connection, visible.as_deref(), after, rows))
        .await
        .map_err(ApiTokenError::Database)?;
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
    let carried = Grants::from_roles([(new.role, new.scope)]);
    actor.require_over(Permission::TokensManage, new.scope, &carried)?;
    if actor.delegated {
        return Err(PermissionDenied {
            permission: Permission::TokensManage,
        }
        .into());
    }
    let now = app.now();
    let secret = SecretToken::mint(SecretKind::ApiToken, &*app.entropy);
    let created_by = match actor.credential {
        Credential::Session(_, user) => Some(user),
        Credential::ApiToken(_, maker) => maker,
        _ => None,
    };
    let token = ApiToken {
        id: ApiTokenId::mint(now, &*app.entropy),
        hint: secret.hint(),
        name: new.name.to_string(),
        role: new.role,
        scope: new.scope,
        created_by,
        created_at: now,
        expires_at: new.expires_at,
        parent: None,
    };
    let mut event = app.event(actor, AuditAction::ApiTokenCreated).on(token.id);
    event.account_id = token.scope.account();
    let event = event.with("role", token.role);
    let hash = secret.hash();
    let credential = actor.credential;
    let stored = app
        .database
        .write_signalling(Signal::Audit, move |connection| {
            let mut token = token.clone();
            if let Credential::ApiToken(parent, _) = credential {
                // A revocation at the same time either finds the new token, or is found here.
                api_tokens::take(connection, parent)?;
                let parent =
                    api_tokens::find(connection, parent)?.ok_or(ApiTokenError::NotFound)?;
                token.parent = Some(parent.id);
                token.expires_at = earlier(token.expires_at, parent.expires_at);
            }
            if let Scope::Account(account) = token.scope {
                accounts::find(connection, account)?.ok_or(ApiTokenError::UnknownAccount)?;
            }
            api_tokens::insert(connection, &token, hash)?;
            audit_events::insert(connection, &event)?;
            Ok::<_, ApiTokenError>(token)
        })
        .await?;
    Ok((stored, secret))
}

/// A token that another one makes lives no longer than that.
fn earlier(own: Option<DateTime<Utc>>, parent: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (own, parent) {
        (Some(own), Some(parent)) => Some(own.min(parent)),
        (own, parent) => own.or(parent),
    }
}

/// Revokes a token and those that it made, at once and for good.
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
            actor
                .require(Permission::TokensManage, token.scope)
                .map_err(|_| ApiTokenError::NotFound)?;
            let carried = Grants::from_roles([(token.role, token.scope)]);
            actor.require_over(Permission::TokensManage, token.scope, &carried)?;
            api_tokens::revoke(connection, id, now)?;
            let mut event = event.clone();
            event.account_id = token.scope.account();
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
