//! Which account a token is asked for.

use usher_domain::{
    account::Account, account_user::AccountUser, grants::Scope, token_scope::TokenScope,
};
use usher_persistence::{DatabaseError, DbConnection, accounts, memberships, role_grants};

use crate::sessions::{NamedAccount, find_account};

/// What a token is to be good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedScope {
    /// Whatever its user may do.
    Unscoped,
    /// One account.
    Domain(NamedAccount),
    /// The account that has a project; where only the project's name is given, her primary one.
    Project(NamedProject, Option<NamedAccount>),
}

/// A project, as a program names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedProject {
    /// By its identifier, in any of its forms.
    Id(String),
    /// By its name, which is unique within an account only.
    Name(String),
}

/// The scope that is meant; `None` when there is no such account or project, or the user has no
/// business there.
pub(super) fn resolve(
    connection: &mut DbConnection,
    user: &AccountUser,
    named: &NamedScope,
) -> Result<Option<TokenScope>, DatabaseError> {
    let (account, scope): (_, fn(_) -> _) = match named {
        NamedScope::Unscoped => return Ok(Some(TokenScope::Unscoped)),
        NamedScope::Domain(account) => (find_account(connection, account)?, TokenScope::Domain),
        NamedScope::Project(project, domain) => {
            let account = account_of(connection, user, project, domain.as_ref())?;
            (account, TokenScope::Project)
        }
    };
    match account {
        Some(account) if may_enter(connection, user, &account)? => Ok(Some(scope(account.id))),
        _ => Ok(None),
    }
}

fn account_of(
    connection: &mut DbConnection,
    user: &AccountUser,
    project: &NamedProject,
    domain: Option<&NamedAccount>,
) -> Result<Option<Account>, DatabaseError> {
    let named = match domain {
        Some(domain) => find_account(connection, domain)?,
        None => accounts::find(connection, user.account_id)?,
    };
    match project {
        NamedProject::Name(name) => Ok(named.filter(|account| account.project_name == *name)),
        NamedProject::Id(id) => {
            let found = match id.parse() {
                Ok(id) => accounts::find_by_project(connection, id)?,
                Err(_) => None,
            };
            let fits = |account: &Account| {
                domain.is_none() || named.as_ref().is_some_and(|named| named.id == account.id)
            };
            Ok(found.filter(fits))
        }
    }
}

/// Whether the user belongs to the account, or holds a role there.
fn may_enter(
    connection: &mut DbConnection,
    user: &AccountUser,
    account: &Account,
) -> Result<bool, DatabaseError> {
    if user.account_id == account.id || memberships::contains(connection, account.id, user.id)? {
        return Ok(true);
    }
    let granted = role_grants::list(connection, user.id)?;
    Ok(granted.iter().any(|(_, held)| match held {
        Scope::Installation => true,
        Scope::Account(id) => *id == account.id,
    }))
}
