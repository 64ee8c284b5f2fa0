//! Welcome emails and what became of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One message with a password link: a welcome email, or the mail that a forgotten password brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WelcomeEmail {
    /// Its identifier.
    pub id: Uuid,
    /// The user it is for.
    pub user_id: Uuid,
    /// The account in whose name it is sent.
    pub account_id: Uuid,
    /// `welcome` or `reset`.
    pub purpose: String,
    /// `queued`, `sending`, `sent`, `deferred`, `failed`, `cancelled` or `captured`.
    pub status: String,
    /// Where it goes.
    pub recipient: String,
    /// The account's template that it is written with; none: the words that come with Usher.
    #[serde(default)]
    pub template_id: Option<String>,
    /// Tries that counted.
    pub attempts: i32,
    /// When the next try is due, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Who asked, and from where.
    pub requested_by: RequestedBy,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// The mail server's last words.
    pub last_reply: Option<Reply>,
    /// What its link is worth now; none once the link is forgotten.
    pub link: Option<LinkStatus>,
    /// Every try, in order; not on the answer to asking for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Try>,
}

/// `POST /api/v1/users/{id}/welcome-emails`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestWelcomeEmail {
    /// The template of the user's account to write it with; its default when absent or empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
}

/// Who asked for a message, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestedBy {
    /// `session`, `api_token`, `access_key`, `system`, `link_holder` or `anonymous`.
    pub kind: String,
    /// The user, if a user asked.
    pub user_id: Option<Uuid>,
    /// A name to show.
    pub name: Option<String>,
    /// The program that asked, as it named itself.
    pub user_agent: Option<String>,
    /// The network address that asked.
    pub address: Option<String>,
    /// Where that is, when known.
    pub place: Option<String>,
}

/// A mail server's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reply {
    /// The SMTP reply code; none where the server said nothing.
    pub code: Option<u16>,
    /// The enhanced status code (RFC 3463).
    pub enhanced: Option<String>,
    /// The text.
    pub text: String,
}

/// What a link is worth. The link itself is never in an answer but one that reveals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkStatus {
    /// `open`, `used`, `superseded`, `expired` or `void`.
    pub state: String,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When a password was set with it.
    pub used_at: Option<DateTime<Utc>>,
    /// When somebody (or a mail scanner) first opened it.
    pub first_opened_at: Option<DateTime<Utc>>,
    /// How often it was opened, as far as that was counted.
    pub visits: i64,
    /// Whether the visits look like a mail scanner's.
    pub looks_like_scanner: bool,
}

/// One try at delivering it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Try {
    /// The mail provider that was used.
    pub provider: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// `running`, `delivered`, `captured`, `deferred`, `refused`, `provider_down` or `uncertain`.
    pub outcome: String,
    /// What was learnt.
    pub reply: Option<Reply>,
}
