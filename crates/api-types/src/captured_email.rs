//! Mail that was captured instead of sent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A captured mail in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CapturedEmail {
    /// Its identifier: that of the message.
    pub id: Uuid,
    /// The account in whose name it would have been sent.
    pub account_id: Uuid,
    /// The user it is for.
    pub user_id: Uuid,
    /// Where it would have gone.
    pub recipient: String,
    /// `welcome` or `reset`.
    pub purpose: String,
    /// When it was captured.
    pub captured_at: DateTime<Utc>,
}

/// A captured mail, opened.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CapturedEmailContent {
    /// Its place in the list.
    #[serde(flatten)]
    pub email: CapturedEmail,
    /// `From`.
    pub from: String,
    /// `To`.
    pub to: String,
    /// `Subject`.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}
