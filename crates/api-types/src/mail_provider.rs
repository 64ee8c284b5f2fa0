//! Mail providers.

use serde::{Deserialize, Serialize};

/// One configured mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailProvider {
    /// What the configuration calls it.
    pub name: String,
    /// Where it is, without credentials; `capture` when mail is captured.
    pub endpoint: String,
    /// `closed` (in use), `open` (resting after failures) or `half_open` (being tried again).
    pub breaker: String,
    /// What went wrong last, while it rests.
    pub last_failure: Option<String>,
}
