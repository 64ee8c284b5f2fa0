//! What the signed-in administrator may do, where the API's [`Me`] does not say it in one word.

use usher_api_types::{me::Me, role::RoleGrant};
use usher_domain::role::Role;
use uuid::Uuid;

/// Whether a permission holds on the whole installation.
pub(crate) fn everywhere(me: &Me, permission: &str) -> bool {
    me.permissions.iter().any(|held| held == permission)
}

/// Whether a permission holds in an account, or on the installation when none is named.
pub(crate) fn within(me: &Me, permission: &str, account: Option<Uuid>) -> bool {
    match account {
        Some(id) => me.may(permission, id),
        None => everywhere(me, permission),
    }
}

/// The accounts in which a permission holds by itself, not because it holds everywhere.
pub(crate) fn accounts(me: &Me, permission: &str) -> impl Iterator<Item = Uuid> {
    let single = me.account_permissions.iter();
    let holding = single.filter(move |one| one.permissions.iter().any(|held| held == permission));
    holding.map(|one| one.account_id)
}

/// Whether everything that a role allows there is also held: granting requires holding.
pub(crate) fn covers(me: &Me, role: Role, account: Option<Uuid>) -> bool {
    let carried = role.permissions();
    carried
        .iter()
        .all(|permission| within(me, permission.as_str(), account))
}

/// Whether everything that held roles allow is also held: nobody acts upon who may do more.
pub(crate) fn cover_all<'a>(me: &Me, held: impl IntoIterator<Item = &'a RoleGrant>) -> bool {
    held.into_iter().all(|grant| {
        let role = grant.role.parse();
        role.is_ok_and(|role| covers(me, role, grant.account_id))
    })
}

#[cfg(test)]
mod tests {
    use usher_api_types::me::AccountPermissions;

    use super::*;

    #[test]
    fn a_role_is_covered_where_all_of_it_is_held() {
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let held = Role::UserAdmin.permissions();
        let me = Me {
            account_permissions: vec![AccountPermissions {
                account_id: here,
                permissions: held.iter().map(|held| held.to_string()).collect(),
            }],
            ..Me::default()
        };
        assert!(covers(&me, Role::Helpdesk, Some(here)));
        assert!(!covers(&me, Role::Auditor, Some(here)));
        assert!(!covers(&me, Role::Helpdesk, Some(there)));
        assert!(!covers(&me, Role::Helpdesk, None));
    }
}
