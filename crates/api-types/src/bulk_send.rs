//! Bulk sends: many welcome emails as one controlled run.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::welcome_email::RequestedBy;

/// `POST /api/v1/accounts/{id}/bulk-sends`. Either `filter` or `user_ids` says who is welcomed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateBulkSend {
    /// The users that a list with this filter shows now; an empty one means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<UserFilter>,
    /// Users one by one, at most 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<Vec<Uuid>>,
    /// Only tells what would happen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The account's template to write the emails with; its default when absent or empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// The most emails a minute, 1 to 100000; as fast as the mail server takes them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace_per_minute: Option<i64>,
    /// How many emails go first, alone, 0 to 1000; 10 when absent. The others follow when each of them
    /// was tried, most have ended and not too many have failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<i64>,
    /// The share of failures among the latest emails, up to a thousand, beyond which the run pauses: 1 to
    /// 100 percent; 20 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_threshold_percent: Option<i64>,
    /// Leaves out whoever was welcomed within so many hours, 0 to 8760; 24 when absent, 0 leaves out
    /// nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_welcomed_within_hours: Option<i64>,
    /// How many users a dry run said would be sent an email. When it would be another number now,
    /// nothing is started and the answer is `conflict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_to_send: Option<i64>,
}

/// Narrows a list of users, as on `GET /api/v1/accounts/{id}/users`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserFilter {
    /// Words that occur in login, address or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// `pending`, `active` or `disabled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `none`, `under_way`, `sent`, `failed` or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome: Option<String>,
}

/// What a bulk send would do: the answer to a dry run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkSendPreview {
    /// How many users are selected.
    pub total: i64,
    /// How many of them would be sent a welcome email.
    pub to_send: i64,
    /// How many would not, by reason.
    pub left_out: LeftOutCounts,
}

/// How many users get no email, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOutCounts {
    /// They have no email address.
    pub no_address: i64,
    /// They are disabled.
    pub disabled: i64,
    /// They were welcomed a short while ago, or are sent too many messages.
    pub sent_lately: i64,
    /// They hold rights that whoever asked lacks.
    pub not_permitted: i64,
    /// They are members from elsewhere; their own account welcomes them.
    pub not_primary: i64,
    /// The account has no such users, or no longer has them.
    pub not_found: i64,
}

/// One run of welcome emails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkSend {
    /// Its identifier.
    pub id: Uuid,
    /// The account whose users are welcomed.
    pub account_id: Uuid,
    /// `running`, `paused`, `done` or `cancelled`.
    pub status: String,
    /// Why it is paused: `asked`, `canary_failed`, `too_many_failures` or
    /// `requester_lost_permission`.
    pub pause_reason: Option<String>,
    /// What keeps it from going on now, though it is `running`: `account_limit` (of welcome emails in an hour),
    /// `mail_server` (none takes mail) or `another_try` (many emails were put off and are tried
    /// again). Told of one bulk send that is asked for, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<String>,
    /// When it goes on, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<DateTime<Utc>>,
    /// Who was selected; none when users were listed one by one.
    pub filter: Option<UserFilter>,
    /// The account's template that was chosen; none: the account's default.
    pub template_id: Option<String>,
    /// The most emails a minute; none: as fast as the mail server takes them.
    pub pace_per_minute: Option<u32>,
    /// How many emails go first, alone.
    pub canary: u32,
    /// The share of failures beyond which it pauses, in percent.
    pub failure_threshold_percent: u32,
    /// Whoever was welcomed within so many hours is left out; 0: nobody is.
    pub skip_welcomed_within_hours: u32,
    /// How far it is.
    pub progress: BulkSendProgress,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Who asked, and from where.
    pub requested_by: RequestedBy,
    /// When it last got anywhere.
    pub updated_at: DateTime<Utc>,
    /// When nothing was left to do.
    pub ended_at: Option<DateTime<Utc>>,
}

/// How far a bulk send is, in users: `total` is `remaining`, `waiting`, `sent`, `failed`, `cancelled`
/// and all that are left out together, as long as nobody is deleted meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkSendProgress {
    /// Users that were selected at the beginning.
    pub total: i64,
    /// Users whose turn has not come.
    pub remaining: i64,
    /// Emails that are queued, being sent or tried again later.
    pub waiting: i64,
    /// Emails that a mail server took, or that were captured.
    pub sent: i64,
    /// Emails that were given up.
    pub failed: i64,
    /// Emails that were called off.
    pub cancelled: i64,
    /// Users who get no email, by reason.
    pub left_out: LeftOutCounts,
}

/// A selected user who gets no email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOutUser {
    /// Who, as she was selected.
    pub user_id: Uuid,
    /// Why: the name of a member of `left_out`.
    pub reason: String,
    /// Her login name, while she belongs to the account.
    pub login: Option<String>,
    /// What to call her, while she belongs to the account.
    pub display_name: Option<String>,
}
