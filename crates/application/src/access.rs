//! Whom an actor may act upon.

use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, Credential, PermissionDenied},
    grants::{Grants, Scope},
    ids::{AccountId, AccountUserId},
    permission::Permission,
};
use usher_persistence::{DatabaseError, DbConnection, account_users, memberships, role_grants};

/// The scope of an account, if the actor may know that it exists: to whoever may not see it, it does not.
pub(crate) fn visible_account(actor: &Actor, id: AccountId) -> Option<Scope> {
    let scope = Scope::Account(id);
    let seen = actor.grants.allow(Permission::AccountsRead, scope);
    seen.then_some(scope)
}

/// With any of these an actor sees an account, or the people in it.
const SEEING: [Permission; 2] = [Permission::AccountsRead, Permission::UsersRead];

/// Whether the actor may see an account, or the people in it.
pub(crate) fn may_see(actor: &Actor, account: AccountId) -> bool {
    let here = Scope::Account(account);
    let grants = &actor.grants;
    SEEING
        .iter()
        .any(|permission| grants.allow(*permission, here))
}

/// The accounts that the actor may see, or the people in them; none when that is all of them.
fn seen_by(actor: &Actor) -> Option<Vec<AccountId>> {
    let mut accounts = Vec::new();
    for permission in SEEING {
        accounts.append(&mut actor.grants.accounts_with(permission)?);
    }
    Some(accounts)
}

/// A user together with what decides who may act upon her.
pub(crate) struct Target {
    pub(crate) user: AccountUser,
    pub(crate) grants: Grants,
    pub(crate) member_of: Vec<AccountId>,
}

impl Target {
    /// Loads a user and her rights.
    pub(crate) fn find(
        connection: &mut DbConnection,
        id: AccountUserId,
    ) -> Result<Option<Self>, DatabaseError> {
        let Some(user) = account_users::find(connection, id)? else {
            return Ok(None);
        };
        let grants = role_grants::grants(connection, id)?;
        let member_of = memberships::accounts_of(connection, id)?;
        Ok(Some(Self {
            user,
            grants,
            member_of,
        }))
    }

    /// Loads a user, if the actor may know that she exists.
    pub(crate) fn find_visible(
        connection: &mut DbConnection,
        actor: &Actor,
        id: AccountUserId,
    ) -> Result<Option<Self>, DatabaseError> {
        Ok(Self::find(connection, id)?.filter(|target| target.is_visible_to(actor)))
    }

    /// Takes a user's row, so that whatever else is about to change her comes before or after, and
    /// loads her then, if the actor may know that she exists.
    pub(crate) fn take_visible(
        connection: &mut DbConnection,
        actor: &Actor,
        id: AccountUserId,
    ) -> Result<Option<Self>, DatabaseError> {
        if !account_users::take(connection, id)? {
            return Ok(None);
        }
        Self::find_visible(connection, actor, id)
    }

    /// Whether the actor is the user herself. A token or key is not its maker: it may be for another
    /// account than hers.
    pub(crate) fn is(&self, actor: &Actor) -> bool {
        match actor.credential {
            Credential::Session(_, user) | Credential::LinkHolder(Some(user)) => {
                user == self.user.id
            }
            _ => false,
        }
    }

    /// Whether the actor may see the user: as herself, or in any account she belongs to.
    pub(crate) fn is_visible_to(&self, actor: &Actor) -> bool {
        self.is(actor) || self.may_in_some_account(actor, Permission::UsersRead)
    }

    /// The accounts in which an actor is told what the user is and what happened to her: her primary one, and
    /// what the actor may see. All of them, when none; nothing is kept from herself.
    pub(crate) fn told_to(&self, actor: &Actor) -> Option<Vec<AccountId>> {
        if self.is(actor) {
            return None;
        }
        let mut accounts = seen_by(actor)?;
        accounts.push(self.user.account_id);
        Some(accounts)
    }

    /// Whether the permission holds in any account that the user belongs to.
    pub(crate) fn may_in_some_account(&self, actor: &Actor, permission: Permission) -> bool {
        std::iter::once(&self.user.account_id)
            .chain(&self.member_of)
            .any(|account| actor.grants.allow(permission, Scope::Account(*account)))
    }

    /// Requires a permission over the user (see [`Actor::require_over`]).
    pub(crate) fn require(
        &self,
        actor: &Actor,
        permission: Permission,
    ) -> Result<(), PermissionDenied> {
        actor.require_over(permission, self.primary(), &self.grants)
    }

    /// The scope of her primary account.
    pub(crate) fn primary(&self) -> Scope {
        Scope::Account(self.user.account_id)
    }
}
