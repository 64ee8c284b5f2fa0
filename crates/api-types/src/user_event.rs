//! What happened to one account user, and what she did.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One event of a user's history: an audit event, with what is known about who acted and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserEvent {
    /// Its identifier in the audit log.
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened, as `noun.verb`, such as `session.created`.
    pub action: String,
    /// Who did it; none for the system itself and for strangers.
    pub by: Option<EventActor>,
    /// For a role that was granted or withdrawn: which, such as `helpdesk`.
    pub role: Option<String>,
    /// For a sign-in whose session still exists: the browser, as it named itself.
    pub user_agent: Option<String>,
    /// For a sign-in whose session still exists: the network address.
    pub address: Option<String>,
    /// Where that is, when known.
    pub place: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventActor {
    /// `session`, `api_token`, `access_key` or `link_holder`.
    pub kind: String,
    /// The user, or the token that belongs to nobody.
    pub id: Option<Uuid>,
    /// What the user, token or key is called, while it exists.
    pub name: Option<String>,
}
