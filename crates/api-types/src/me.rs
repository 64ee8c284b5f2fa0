//! The signed-in user herself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{account_user::AccountUser, role::RoleGrant};

/// Who is asking: `GET /api/v1/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The user; none for a token that belongs to the installation.
    pub user: Option<AccountUser>,
    /// The user's primary account.
    pub account: Option<AccountRef>,
    /// The roles that the user holds.
    pub roles: Vec<RoleGrant>,
    /// What she may do on the installation, and so in every account.
    pub permissions: Vec<String>,
    /// What she may do in single accounts.
    pub account_permissions: Vec<AccountPermissions>,
    /// Where the account wants her to go after setting a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_url: Option<String>,
    /// Whether mail is captured here instead of sent (a banner says so to administrators).
    pub mail_is_captured: bool,
}

impl Me {
    /// Whether a permission holds anywhere.
    #[must_use]
    pub fn may_anywhere(&self, permission: &str) -> bool {
        self.permissions.iter().any(|held| held == permission)
            || self
                .account_permissions
                .iter()
                .any(|account| account.holds(permission))
    }

    /// Whether a permission holds in an account.
    #[must_use]
    pub fn may(&self, permission: &str, account_id: Uuid) -> bool {
        self.permissions.iter().any(|held| held == permission)
            || self
                .account_permissions
                .iter()
                .any(|account| account.account_id == account_id && account.holds(permission))
    }

    /// Whether any permission at all is held: others never meet an admin page.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        !self.permissions.is_empty()
            || self
                .account_permissions
                .iter()
                .any(|account| !account.permissions.is_empty())
    }
}

/// An account by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountRef {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// The permissions held in one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPermissions {
    /// The account.
    pub account_id: Uuid,
    /// The permissions, as `noun.verb`.
    pub permissions: Vec<String>,
}

impl AccountPermissions {
    fn holds(&self, permission: &str) -> bool {
        self.permissions.iter().any(|held| held == permission)
    }
}

/// Changes the signed-in user's own password: `PUT /api/v1/me/password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password that is valid now.
    pub current_password: String,
    /// The new one.
    pub new_password: String,
}
