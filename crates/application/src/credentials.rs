//! What API tokens and access keys have in common: who may make and revoke them, whose they are,
//! and what they are worth when they are shown.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential, PermissionDenied},
    grants::{Grants, Scope},
    ids::{AccountId, AccountUserId, ApiTokenId},
    names::TokenName,
    permission::Permission,
    role::Role,
    sealing,
};
use usher_persistence::{
    DatabaseError, DbConnection,
    access_keys::AccessKey,
    account_users, accounts,
    api_tokens::{self, ApiToken},
    role_grants,
};

use crate::{authentication::AuthenticationError, failure::database_failures, page::InvalidCursor};

/// A new token or key.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// What to call it.
    pub name: TokenName,
    /// The role whose permissions it carries.
    pub role: Role,
    /// Where it is good.
    pub scope: Scope,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why something about a token or key was not done.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// There is none, or the actor may not see it.
    #[error("no such token or key")]
    NotFound,
    /// A permission is missing: the one to make tokens and keys, or one that the role carries.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// It was to be good for an account that does not exist.
    #[error("no such account")]
    UnknownAccount,
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// Its secret could not be sealed.
    #[error("the secret could not be sealed")]
    Sealing(#[from] sealing::TooLarge),
    /// The database failed.
    #[error("the token or key could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(CredentialError);

impl From<InvalidCursor> for CredentialError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

const DENIED: PermissionDenied = PermissionDenied {
    permission: Permission::TokensManage,
};

/// The accounts whose tokens and keys the actor may manage; none means all, and the installation's.
pub(crate) fn manageable(actor: &Actor) -> Result<Option<Vec<AccountId>>, PermissionDenied> {
    let visible = actor.grants.accounts_with(Permission::TokensManage);
    if visible.as_ref().is_some_and(Vec::is_empty) {
        return Err(DENIED);
    }
    Ok(visible)
}

/// Who makes a token or key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Maker {
    /// The user it will belong to; none: the installation.
    pub(crate) user: Option<AccountUserId>,
    token: Option<ApiTokenId>,
}

impl Maker {
    /// Requires that the actor may make something with this role in this scope. What stands for
    /// another credential makes none, and neither does an access key: it signs requests to vendors'
    /// APIs, where there is nothing to make.
    pub(crate) fn allowed(actor: &Actor, new: &NewCredential) -> Result<Self, PermissionDenied> {
        let carried = Grants::from_roles([(new.role, new.scope)]);
        actor.require_over(Permission::TokensManage, new.scope, &carried)?;
        if actor.delegated {
            return Err(DENIED);
        }
        let (user, token) = match actor.credential {
            Credential::AccessKey(..) => return Err(DENIED),
            Credential::Session(_, user) => (Some(user), None),
            Credential::ApiToken(token, user) => (user, Some(token)),
            Credential::System | Credential::LinkHolder(_) | Credential::Anonymous => (None, None),
        };
        Ok(Self { user, token })
    }

    /// What the new credential descends from, and when it ends for that: what a token makes lives
    /// no longer than the token. Part of the transaction that stores it.
    pub(crate) fn descent(
        self,
        connection: &mut DbConnection,
        new: &NewCredential,
    ) -> Result<(Option<ApiTokenId>, Option<DateTime<Utc>>), CredentialError> {
        let mut expires_at = new.expires_at;
        if let Some(parent) = self.token {
            // A revocation at the same time either finds what is new, or is found here.
            api_tokens::take(connection, parent)?;
            let parent = api_tokens::find(connection, parent)?.ok_or(CredentialError::NotFound)?;
            expires_at = earlier(expires_at, parent.expires_at);
        }
        if let Scope::Account(account) = new.scope {
            accounts::find(connection, account)?.ok_or(CredentialError::UnknownAccount)?;
        }
        Ok((self.token, expires_at))
    }
}

fn earlier(own: Option<DateTime<Utc>>, parent: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (own, parent) {
        (Some(own), Some(parent)) => Some(own.min(parent)),
        (own, parent) => own.or(parent),
    }
}

/// A token or key that was made and not revoked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issued {
    credential: Credential,
    created_by: Option<AccountUserId>,
    role: Role,
    scope: Scope,
    expires_at: Option<DateTime<Utc>>,
}

impl From<&ApiToken> for Issued {
    fn from(token: &ApiToken) -> Self {
        Self {
            credential: Credential::ApiToken(token.id, token.created_by),
            created_by: token.created_by,
            role: token.role,
            scope: token.scope,
            expires_at: token.expires_at,
        }
    }
}

impl From<&AccessKey> for Issued {
    fn from(key: &AccessKey) -> Self {
        Self {
            credential: Credential::AccessKey(key.id, key.created_by),
            created_by: key.created_by,
            role: key.role,
            scope: key.scope,
            expires_at: key.expires_at,
        }
    }
}

impl Issued {
    /// Requires that the actor may revoke it: she must know of it, and hold all that it carries.
    pub(crate) fn require_revocable(&self, actor: &Actor) -> Result<(), CredentialError> {
        actor
            .require(Permission::TokensManage, self.scope)
            .map_err(|_| CredentialError::NotFound)?;
        let carried = Grants::from_roles([(self.role, self.scope)]);
        actor.require_over(Permission::TokensManage, self.scope, &carried)?;
        Ok(())
    }

    /// What it may do: its role, within its scope, and never more than its maker holds now.
    /// [`AuthenticationError::Invalid`] when its time has run out or its maker is locked out.
    pub(crate) fn actor(
        &self,
        connection: &mut DbConnection,
        now: DateTime<Utc>,
    ) -> Result<Actor, AuthenticationError> {
        if self.expires_at.is_some_and(|end| end <= now) {
            return Err(AuthenticationError::Invalid);
        }
        let grants = match self.created_by {
            None => Grants::from_roles([(self.role, self.scope)]),
            Some(maker) => {
                let user = account_users::find(connection, maker)?.filter(|user| user.enabled);
                if user.is_none() {
                    return Err(AuthenticationError::Invalid);
                }
                role_grants::grants(connection, maker)?
                    .limited_to(self.role.permissions(), self.scope)
            }
        };
        Ok(Actor::new(self.credential, grants))
    }
}
