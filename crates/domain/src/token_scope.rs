//! What an IAM token is good for: IAM's clients ask for a token of one domain or one project, and both
//! are an account here.

use crate::{
    grants::{Grants, Scope},
    ids::AccountId,
    permission::PermissionSet,
};

/// How far an IAM token reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenScope {
    /// As far as its user does.
    Unscoped,
    /// One account, asked for as a domain.
    Domain(AccountId),
    /// One account, asked for as its project.
    Project(AccountId),
}

impl TokenScope {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unscoped => "unscoped",
            Self::Domain(_) => "domain",
            Self::Project(_) => "project",
        }
    }

    /// The account, if it is limited to one.
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Unscoped => None,
            Self::Domain(account) | Self::Project(account) => Some(account),
        }
    }

    /// Puts it together from its name and account; `None` when they do not fit each other.
    #[must_use]
    pub fn from_parts(name: &str, account: Option<AccountId>) -> Option<Self> {
        match (name, account) {
            ("unscoped", None) => Some(Self::Unscoped),
            ("domain", Some(account)) => Some(Self::Domain(account)),
            ("project", Some(account)) => Some(Self::Project(account)),
            _ => None,
        }
    }

    /// What remains of a user's grants when they are used within it.
    #[must_use]
    pub fn limit(self, grants: Grants) -> Grants {
        match self.account() {
            Some(account) => grants.limited_to(PermissionSet::ALL, Scope::Account(account)),
            None => grants,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{permission::Permission, role::Role};

    fn account(n: u128) -> AccountId {
        uuid::Uuid::from_u128(n).into()
    }

    #[test]
    fn every_scope_is_put_together_again_from_its_parts() {
        for scope in [
            TokenScope::Unscoped,
            TokenScope::Domain(account(1)),
            TokenScope::Project(account(2)),
        ] {
            let again = TokenScope::from_parts(scope.as_str(), scope.account());
            assert_eq!(again, Some(scope));
        }
        for (name, account) in [
            ("unscoped", Some(account(1))),
            ("domain", None),
            ("galaxy", None),
        ] {
            assert_eq!(TokenScope::from_parts(name, account), None, "{name}");
        }
    }

    #[test]
    fn a_scoped_token_of_somebody_who_rules_everywhere_rules_in_one_account() {
        let owner = Grants::from_roles([(Role::Owner, Scope::Installation)]);
        let here = Scope::Account(account(1));
        let limited = TokenScope::Project(account(1)).limit(owner.clone());
        assert!(limited.allow(Permission::UsersRead, here));
        for elsewhere in [Scope::Account(account(2)), Scope::Installation] {
            assert!(!limited.allow(Permission::UsersRead, elsewhere));
        }
        assert_eq!(TokenScope::Unscoped.limit(owner.clone()), owner);
    }
}
