//! Messages: what the outbox holds, and what became of each.

use chrono::{DateTime, Utc};

use crate::{
    closed_list::closed_list,
    delivery::{DeliveryStatus, SmtpReply},
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, AttemptId, MessageId},
    password_link::LinkPurpose,
    template::TemplateId,
};

/// One message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identifier; for a welcome email this is the welcome email's.
    pub id: MessageId,
    /// What its links are for.
    pub purpose: LinkPurpose,
    /// The account in whose name it is sent.
    pub account_id: AccountId,
    /// The user it is for.
    pub user_id: AccountUserId,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// The account's template that it is written with; none: ours.
    pub template: Option<TemplateId>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// Tries that counted.
    pub attempts: i32,
    /// When the next try is due, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The mail server's last words, or ours where it said nothing.
    pub last_reply: Option<LastReply>,
    /// Who asked, when, and from where.
    pub requested: Requested,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Who asked for a message, when and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// When.
    pub at: DateTime<Utc>,
    /// The user who asked, if a user did.
    pub by_user: Option<AccountUserId>,
    /// What to call whoever asked: a display name or a token's name.
    pub by_name: Option<String>,
    /// The kind of credential: `session`, `api_token`, `access_key`, `system`, `link_holder`,
    /// `anonymous`.
    pub by_kind: String,
    /// From where.
    pub origin: crate::request_origin::RequestOrigin,
}

/// The last thing that was learnt about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReply {
    /// The SMTP reply code, if a server answered.
    pub code: Option<u16>,
    /// The enhanced status code (RFC 3463).
    pub enhanced: Option<String>,
    /// The words.
    pub text: String,
}

impl From<SmtpReply> for LastReply {
    fn from(reply: SmtpReply) -> Self {
        Self {
            code: Some(reply.code),
            enhanced: reply.enhanced,
            text: reply.text,
        }
    }
}

/// One try at delivering a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its identifier.
    pub id: AttemptId,
    /// The message.
    pub message_id: MessageId,
    /// The mail provider that was used.
    pub provider: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended; none while it runs, or when the process died.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// What was learnt.
    pub reply: Option<LastReply>,
}

closed_list! {
    /// How one try ended.
    AttemptOutcome, UnknownAttemptOutcome, "outcome of a try" {
        /// It still runs.
        Running = "running",
        /// The server took the message.
        Delivered = "delivered",
        /// The message was written to the capture folder.
        Captured = "captured",
        /// The server asked to come back later with this message.
        Deferred = "deferred",
        /// The server refused this message for good.
        Refused = "refused",
        /// The provider could not be used; the message spent nothing.
        ProviderDown = "provider_down",
        /// Nobody knows whether the server took it.
        Uncertain = "uncertain",
    }
}
