//! Mail providers.

use serde::{Deserialize, Serialize};

use crate::welcome_email::Reply;

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

/// `POST /api/v1/mail-providers/{name}/test`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestProvider {
    /// Who gets the test mail; one's own address by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
}

/// How one test mail fared, told step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderTest {
    /// `delivered` (the server took it), `refused`, `deferred`, `provider_down`, `uncertain`,
    /// `unsendable` (it needs what the server lacks) or `captured` (kept on this machine).
    pub outcome: String,
    /// Where it ended: `connect`, `tls`, `ehlo`, `auth`, `mail_from`, `rcpt_to`, `data`,
    /// `end_of_data` or `capture`.
    pub step: String,
    /// The words that decided; without a code where the server said nothing.
    pub reply: Option<Reply>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// What was said, in order, without credentials and without the message.
    pub transcript: Vec<TranscriptLine>,
}

/// One line of the talk with a mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TranscriptLine {
    /// When, in milliseconds from the start.
    pub at_ms: u64,
    /// `usher`, `server`, or `note` for what happened without words.
    pub from: String,
    /// What was said or happened.
    pub text: String,
}
