//! Bulk sends, read from bodies and put into them.

use std::fmt;

use usher_api_types::{
    bulk_send::{self as api, BulkSendProgress, CreateBulkSend, LeftOutCounts, UserFilter},
    problem::{ErrorCode, FieldCode},
};
use usher_application::{
    account_users,
    bulk_sends::{LeftOutUser, NewBulkSend, Preview, Recipients},
};
use usher_domain::{
    bulk_send::{BulkSend, BulkSendLimits, LeftOut, MAX_LISTED, Progress, Selection},
    ids::AccountUserId,
    template::TemplateId,
};
use uuid::Uuid;

use super::super::welcome_emails::requested_by_body;
use crate::{
    fields::{Fields, Mistake, Refusal},
    problem::ApiError,
};

/// Why a list of users is refused.
enum UnfitList {
    Empty,
    TooLong,
}

impl fmt::Display for UnfitList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("must name at least one user"),
            Self::TooLong => write!(f, "must name at most {MAX_LISTED} users"),
        }
    }
}

impl Refusal for UnfitList {
    fn code(&self) -> FieldCode {
        match self {
            Self::Empty => FieldCode::Required,
            Self::TooLong => FieldCode::TooMany,
        }
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Empty => (None, None),
            Self::TooLong => (None, i64::try_from(MAX_LISTED).ok()),
        }
    }
}

/// What a caller wants.
pub(super) fn wanted(body: CreateBulkSend) -> Result<NewBulkSend, ApiError> {
    let mut fields = Fields::new();
    let recipients = match (body.filter, body.user_ids) {
        (Some(filter), None) => self::filter(&mut fields, filter).map(Recipients::Filter),
        (None, Some(ids)) => fields.note("user_ids", listed(&ids)).map(Recipients::Users),
        _ => {
            return Err(ApiError::new(ErrorCode::MalformedBody)
                .detail("The body must have either filter or user_ids."));
        }
    };
    let template = body.template_id.as_deref();
    let template = fields.optional("template_id", template, TemplateId::parse);
    let limits = BulkSendLimits::default();
    let pace = fields.maybe(
        "pace_per_minute",
        body.pace_per_minute,
        BulkSendLimits::read_pace,
    );
    let canary = fields.maybe("canary", body.canary, BulkSendLimits::read_canary);
    let threshold = fields.maybe(
        "failure_threshold_percent",
        body.failure_threshold_percent,
        BulkSendLimits::read_threshold,
    );
    let skip = fields.maybe(
        "skip_welcomed_within_hours",
        body.skip_welcomed_within_hours,
        BulkSendLimits::read_skip_hours,
    );
    fields.finish(|| {
        Ok(NewBulkSend {
            recipients: recipients?,
            template: template?,
            limits: BulkSendLimits {
                pace_per_minute: pace?,
                canary: canary?.unwrap_or(limits.canary),
                failure_threshold_percent: threshold?.unwrap_or(limits.failure_threshold_percent),
                skip_welcomed_within_hours: skip?.unwrap_or(limits.skip_welcomed_within_hours),
            },
            expected_to_send: body.expected_to_send,
        })
    })
}

fn filter(fields: &mut Fields, filter: UserFilter) -> Result<account_users::UserFilter, Mistake> {
    let status = fields.optional("filter.status", filter.status.as_deref(), str::parse);
    let welcome = fields.optional("filter.welcome", filter.welcome.as_deref(), str::parse);
    Ok(account_users::UserFilter {
        search: filter.search.filter(|words| !words.trim().is_empty()),
        status: status?,
        welcome: welcome?,
        ..account_users::UserFilter::default()
    })
}

fn listed(ids: &[Uuid]) -> Result<Vec<AccountUserId>, UnfitList> {
    match ids.len() {
        0 => Err(UnfitList::Empty),
        count if count > MAX_LISTED => Err(UnfitList::TooLong),
        _ => Ok(ids.iter().copied().map(Into::into).collect()),
    }
}

pub(super) fn preview(preview: &Preview) -> api::BulkSendPreview {
    api::BulkSendPreview {
        total: preview.total,
        to_send: preview.to_send,
        left_out: left_out(&preview.left_out),
    }
}

pub(super) fn bulk_send(send: &BulkSend) -> api::BulkSend {
    let limits = &send.limits;
    api::BulkSend {
        id: send.id.into(),
        account_id: send.account_id.into(),
        status: send.status.as_str().to_owned(),
        pause_reason: send.pause_reason.map(|reason| reason.as_str().to_owned()),
        waits_for: None,
        waits_until: None,
        filter: match &send.selection {
            Selection::Filter {
                search,
                status,
                welcome,
            } => Some(UserFilter {
                search: search.clone(),
                status: status.map(|status| status.as_str().to_owned()),
                welcome: welcome.map(|welcome| welcome.as_str().to_owned()),
            }),
            Selection::Listed => None,
        },
        template_id: send.template.as_ref().map(ToString::to_string),
        pace_per_minute: limits.pace_per_minute,
        canary: limits.canary,
        failure_threshold_percent: limits.failure_threshold_percent,
        skip_welcomed_within_hours: limits.skip_welcomed_within_hours,
        progress: progress(send, &send.progress),
        requested_at: send.requested.at,
        requested_by: requested_by_body(&send.requested),
        updated_at: send.updated_at,
        ended_at: send.ended_at,
    }
}

fn progress(send: &BulkSend, progress: &Progress) -> BulkSendProgress {
    BulkSendProgress {
        total: progress.total,
        remaining: progress.remaining(),
        // What a deleted user was to get never ends, and waits no longer either.
        waiting: match send.ended_at {
            None => progress.open(),
            Some(_) => 0,
        },
        sent: progress.sent,
        failed: progress.failed,
        cancelled: progress.cancelled,
        left_out: left_out(&progress.left_out),
    }
}

fn left_out(counted: &LeftOut) -> LeftOutCounts {
    LeftOutCounts {
        no_address: counted.no_address,
        disabled: counted.disabled,
        sent_lately: counted.sent_lately,
        not_permitted: counted.not_permitted,
        not_primary: counted.not_primary,
        not_found: counted.not_found,
    }
}

pub(super) fn left_out_user(user: &LeftOutUser) -> api::LeftOutUser {
    let names = user.names.as_ref();
    api::LeftOutUser {
        user_id: user.user.into(),
        reason: user.reason.as_str().to_owned(),
        login: names.map(|(login, _)| login.to_string()),
        display_name: names.map(|(_, name)| name.to_string()),
    }
}
