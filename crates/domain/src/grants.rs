//! What somebody holds where: permissions on single accounts and on the installation.

use crate::{
    ids::AccountId,
    permission::{Permission, PermissionSet},
    role::Role,
};

/// Where a grant holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Every account, and what belongs to none.
    Installation,
    /// One account.
    Account(AccountId),
}

impl Scope {
    /// The scope for an optional account: none means the installation.
    #[must_use]
    pub fn from_account(account: Option<AccountId>) -> Self {
        account.map_or(Self::Installation, Self::Account)
    }

    /// The account, if the scope is one.
    #[must_use]
    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Installation => None,
            Self::Account(id) => Some(id),
        }
    }
}

/// The permissions somebody holds, by scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants(Vec<(Scope, PermissionSet)>);

impl Grants {
    /// Nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything, everywhere: the system itself.
    #[must_use]
    pub fn everything() -> Self {
        Self(vec![(Scope::Installation, PermissionSet::ALL)])
    }

    /// What a list of granted roles adds up to.
    #[must_use]
    pub fn from_roles(roles: impl IntoIterator<Item = (Role, Scope)>) -> Self {
        Self(
            roles
                .into_iter()
                .map(|(role, scope)| (scope, role.permissions()))
                .collect(),
        )
    }

    /// The permissions that hold in a scope: those granted there and those granted everywhere.
    #[must_use]
    pub fn within(&self, scope: Scope) -> PermissionSet {
        self.0
            .iter()
            .filter(|(held, _)| *held == Scope::Installation || *held == scope)
            .fold(PermissionSet::EMPTY, |all, (_, set)| all.union(*set))
    }

    /// Whether a permission holds in a scope.
    #[must_use]
    pub fn allow(&self, permission: Permission, scope: Scope) -> bool {
        self.within(scope).contains(permission)
    }

    /// Whether everything held here is also held by `other`, scope by scope.
    #[must_use]
    pub fn are_subset_of(&self, other: &Self) -> bool {
        self.0
            .iter()
            .all(|(scope, set)| set.is_subset_of(other.within(*scope)))
    }

    /// What remains when these grants are used through a token that carries only `set` and only
    /// within `scope`.
    #[must_use]
    pub fn limited_to(&self, set: PermissionSet, scope: Scope) -> Self {
        match scope {
            Scope::Account(_) => Self(vec![(scope, self.within(scope).intersection(set))]),
            Scope::Installation => Self(
                self.0
                    .iter()
                    .map(|(held, own)| (*held, own.intersection(set)))
                    .collect(),
            ),
        }
    }

    /// The accounts where the permission holds: `None` means all of them.
    #[must_use]
    pub fn accounts_with(&self, permission: Permission) -> Option<Vec<AccountId>> {
        let mut accounts = Vec::new();
        for (scope, set) in &self.0 {
            match scope {
                _ if !set.contains(permission) => {}
                Scope::Installation => return None,
                Scope::Account(id) => accounts.push(*id),
            }
        }
        accounts.sort_unstable();
        accounts.dedup();
        Some(accounts)
    }

    /// Whether nothing at all is held: such a user never meets an admin page.
    #[must_use]
    pub fn are_empty(&self) -> bool {
        self.0.iter().all(|(_, set)| set.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u128) -> Scope {
        Scope::Account(uuid::Uuid::from_u128(n).into())
    }

    #[test]
    fn a_grant_on_one_account_says_nothing_about_another() {
        let grants = Grants::from_roles([(Role::Owner, account(1))]);
        assert!(grants.allow(Permission::UsersRead, account(1)));
        assert!(!grants.allow(Permission::UsersRead, account(2)));
        assert!(!grants.allow(Permission::UsersRead, Scope::Installation));
    }

    #[test]
    fn a_helpdesk_is_no_match_for_an_owner() {
        let helpdesk = Grants::from_roles([(Role::Helpdesk, account(1))]);
        let owner = Grants::from_roles([(Role::Owner, account(1))]);
        assert!(helpdesk.are_subset_of(&owner));
        assert!(!owner.are_subset_of(&helpdesk));
    }

    #[test]
    fn being_owner_elsewhere_counts_when_comparing() {
        let admin = Grants::from_roles([(Role::SecurityAdmin, account(1))]);
        let target = Grants::from_roles([(Role::Helpdesk, account(1)), (Role::Owner, account(2))]);
        assert!(!target.are_subset_of(&admin));
    }

    #[test]
    fn a_token_never_exceeds_its_maker() {
        let maker = Grants::from_roles([(Role::Helpdesk, account(1))]);
        let token = maker.limited_to(Role::Owner.permissions(), Scope::Installation);
        assert!(token.allow(Permission::WelcomeEmailsSend, account(1)));
        assert!(!token.allow(Permission::UsersDelete, account(1)));
        assert!(!token.allow(Permission::UsersRead, account(2)));
        assert!(
            maker
                .limited_to(Role::Owner.permissions(), account(2))
                .are_empty(),
            "a token for an account where its maker holds nothing is worth nothing"
        );
    }
}
