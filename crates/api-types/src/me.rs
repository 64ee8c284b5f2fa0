//! The signed-in user herself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{account::Branding, account_user::AccountUser, role::RoleGrant};

/// Who is asking: `GET /api/v1/me`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The user; none for a token that belongs to the installation.
    pub user: Option<AccountUser>,
    /// The user's primary account.
    pub account: Option<AccountRef>,
    /// How that account presents itself.
    #[serde(default)]
    pub branding: Option<Branding>,
    /// The language that she chose for herself.
    #[serde(default)]
    pub locale: Option<String>,
    /// The language of the account's users who chose none.
    #[serde(default)]
    pub account_locale: Option<String>,
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

/// Changes the signed-in user's own profile: `PATCH /api/v1/me`. Absent members stay as they are; an
/// empty text clears an optional one.
#[derive(Default, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchMe {
    /// See [`AccountUser::display_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// See [`AccountUser::locale`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// See [`AccountUser::phone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// See [`AccountUser::email`]. A changed address needs the present password and voids her open
    /// links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The password that is valid now; needed to change the address only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_password: Option<String>,
}

/// Asks what a new password for oneself would be worth: `POST /api/v1/me/password/judge`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgeOwnPassword {
    /// The password as it stands.
    pub new_password: String,
}
