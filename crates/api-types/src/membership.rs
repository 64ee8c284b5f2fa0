//! Accounts that users belong to.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An account that a user belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The account.
    pub account_id: Uuid,
    /// Whether it is the one that created her and sends her welcome emails.
    pub primary: bool,
}
