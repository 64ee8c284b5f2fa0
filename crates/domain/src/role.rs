//! Roles: fixed sets of permissions, granted on one account or on the whole installation.

use std::{fmt, str::FromStr};

use crate::permission::{Permission as P, PermissionSet};

/// A fixed set of permissions with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything but creating and deleting accounts (IAM's Security Administrator).
    SecurityAdmin,
    /// Looks after account users and their welcome emails.
    UserAdmin,
    /// Looks, and sends welcome emails.
    Helpdesk,
    /// Looks, and reads the audit log.
    Auditor,
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown role; one of owner, security_admin, user_admin, helpdesk, auditor")]
pub struct UnknownRole;

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::SecurityAdmin,
        Self::UserAdmin,
        Self::Helpdesk,
        Self::Auditor,
    ];

    /// The name in APIs, tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::SecurityAdmin => "security_admin",
            Self::UserAdmin => "user_admin",
            Self::Helpdesk => "helpdesk",
            Self::Auditor => "auditor",
        }
    }

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

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownRole)
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
