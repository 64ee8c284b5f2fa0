//! Roles: fixed sets of permissions, granted on one account or on the whole installation.

use crate::{
    closed_list::closed_list,
    permission::{Permission as P, PermissionSet},
};

closed_list! {
    /// A fixed set of permissions with a name.
    #[derive(PartialOrd, Ord)]
    Role, UnknownRole, "role" {
        /// Everything.
        Owner = "owner",
        /// Everything but creating and deleting accounts (IAM's Security Administrator).
        SecurityAdmin = "security_admin",
        /// Looks after account users and their welcome emails.
        UserAdmin = "user_admin",
        /// Looks, and sends welcome emails.
        Helpdesk = "helpdesk",
        /// Looks, and reads the audit log.
        Auditor = "auditor",
    }
}

impl Role {
    /// What the role allows.
    #[must_use]
    pub const fn permissions(self) -> PermissionSet {
        match self {
            Self::Owner => PermissionSet::ALL,
            Self::SecurityAdmin => PermissionSet::ALL.without(&[P::AccountsManage]),
            Self::UserAdmin => PermissionSet::of(&[
                P::AccountsRead,
                P::UsersRead,
                P::UsersCreate,
                P::UsersUpdate,
                P::UsersDelete,
                P::MembersManage,
                P::WelcomeEmailsSend,
                P::DeliveriesRead,
                P::PasswordLinksRevoke,
            ]),
            Self::Helpdesk => PermissionSet::of(&[
                P::AccountsRead,
                P::UsersRead,
                P::WelcomeEmailsSend,
                P::DeliveriesRead,
            ]),
            Self::Auditor => PermissionSet::of(&[
                P::AccountsRead,
                P::UsersRead,
                P::DeliveriesRead,
                P::AuditRead,
                P::MailProvidersRead,
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_name() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
    }

    #[test]
    fn only_owner_and_security_admin_see_links() {
        for role in Role::ALL {
            let sees = role.permissions().contains(P::PasswordLinksReveal);
            assert_eq!(
                sees,
                matches!(role, Role::Owner | Role::SecurityAdmin),
                "{role}"
            );
        }
    }
}
