//! Forgotten passwords.

use serde::{Deserialize, Serialize};

/// Asks for a way back in: `POST /api/v1/password-resets`. The answer is always 202.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordReset {
    /// Login name or email address, optionally `login@account-name`.
    pub login: String,
}
