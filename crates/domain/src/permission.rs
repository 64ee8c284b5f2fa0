//! What an actor may do, one by one. Roles bundle these; use cases require exactly one.

use std::fmt;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// One thing that an actor may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Permission {
            $($(#[$doc])* $name,)+
        }

        impl Permission {
            /// Every permission, in a stable order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name on the wire, `noun.verb`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

permissions! {
    /// See accounts and their settings.
    AccountsRead = "accounts.read",
    /// Create and delete accounts.
    AccountsManage = "accounts.manage",
    /// Change an account's settings.
    AccountsUpdate = "accounts.update",
    /// See account users.
    UsersRead = "users.read",
    /// Create account users.
    UsersCreate = "users.create",
    /// Change account users: names, address, status, password.
    UsersUpdate = "users.update",
    /// Delete account users.
    UsersDelete = "users.delete",
    /// Add and remove members of an account.
    MembersManage = "members.manage",
    /// Send, retry and cancel welcome emails.
    WelcomeEmailsSend = "welcome_emails.send",
    /// See what became of messages.
    DeliveriesRead = "deliveries.read",
    /// See a link that can still be redeemed.
    PasswordLinksReveal = "password_links.reveal",
    /// Void a user's open links.
    PasswordLinksRevoke = "password_links.revoke",
    /// Grant and withdraw roles.
    RolesGrant = "roles.grant",
    /// Make and revoke API tokens and access keys.
    TokensManage = "tokens.manage",
    /// Read the audit log.
    AuditRead = "audit.read",
    /// See mail providers; testing them takes the one to send welcome emails as well.
    MailProvidersRead = "mail_providers.read",
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// No permission at all.
    pub const EMPTY: Self = Self(0);
    /// Every permission there is.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// The set of the listed permissions.
    #[must_use]
    pub const fn of(list: &[Permission]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < list.len() {
            bits |= 1 << list[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether the permission is in the set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    /// Whether every permission of this set is in the other.
    #[must_use]
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set without the listed permissions.
    #[must_use]
    pub const fn without(self, list: &[Permission]) -> Self {
        Self(self.0 & !Self::of(list).0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The permissions in it, in their stable order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.contains(*permission))
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(Permission::as_str))
            .finish()
    }
}
