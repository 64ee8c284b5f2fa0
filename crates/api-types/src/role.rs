//! Roles that users hold.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A role held on one account or on the installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleGrant {
    /// `owner`, `security_admin`, `user_admin`, `helpdesk` or `auditor`.
    pub role: String,
    /// Where; null means the whole installation.
    #[serde(default)]
    pub account_id: Option<Uuid>,
}
