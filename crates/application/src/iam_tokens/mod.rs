//! IAM tokens: what a program gets for a user's name and password, and sends as `X-Auth-Token`.
//!
//! A token is a session that lives a day and reaches no further than one account. So whatever ends a
//! user's sessions ends her tokens, and her rights are looked up at each request.

mod issue;
mod scope;
mod show;

use chrono::{DateTime, Utc};
use usher_domain::{
    account::Account, account_user::AccountUser, grants::Scope, role::Role, token_scope::TokenScope,
};
use usher_persistence::{DatabaseError, DbConnection, account_users, accounts, role_grants};

pub use issue::{Identity, IssueError, TokenRequest, issue};
pub use scope::{NamedProject, NamedScope};
pub use show::{IamTokenError, revoke, show};

use crate::sessions::Session;

/// What is told about a token.
#[derive(Debug, Clone)]
pub struct IamToken {
    /// How far it reaches.
    pub scope: TokenScope,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Whose it is.
    pub user: AccountUser,
    /// Her primary account.
    pub home: Account,
    /// The account it is limited to; her primary one when it is limited to none.
    pub account: Account,
    /// The roles that count within its scope, each once.
    pub roles: Vec<Role>,
}

/// Describes a token as it is now; `None` when it, its user or its account is gone.
fn describe(
    connection: &mut DbConnection,
    session: &Session,
) -> Result<Option<IamToken>, DatabaseError> {
    let Some(scope) = session.scope else {
        return Ok(None);
    };
    let Some(user) = account_users::find(connection, session.user_id)? else {
        return Ok(None);
    };
    let Some(home) = accounts::find(connection, user.account_id)? else {
        return Ok(None);
    };
    let account = match scope.account() {
        Some(id) if id != home.id => accounts::find(connection, id)?,
        _ => Some(home.clone()),
    };
    let Some(account) = account else {
        return Ok(None);
    };
    let counts = |held: Scope| match (held, scope.account()) {
        (Scope::Account(held), Some(account)) => held == account,
        _ => true,
    };
    let granted = role_grants::list(connection, user.id)?;
    let granted = granted.into_iter().filter(|(_, held)| counts(*held));
    let mut roles: Vec<Role> = granted.map(|(role, _)| role).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(Some(IamToken {
        scope,
        issued_at: session.created_at,
        expires_at: session.expires_at,
        user,
        home,
        account,
        roles,
    }))
}
