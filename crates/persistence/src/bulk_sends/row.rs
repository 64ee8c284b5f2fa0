//! From a row to a run and back.

use diesel::prelude::*;
use usher_domain::{
    bulk_send::{
        BulkSend, BulkSendLimits, BulkSendStatus, LeftOut, Open, PauseReason, Progress, Selection,
        Situation,
    },
    ids::BulkSendId,
    message::Requested,
    template::TemplateId,
};

use super::{Run, TABLE};
use crate::{
    DatabaseError,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, to_micros,
        to_optional_id_bytes,
    },
    messages::origin,
    requester::RequesterColumns,
    schema::bulk_sends,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = bulk_sends, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) id: Vec<u8>,
    pub(super) account_id: Vec<u8>,
    pub(super) status: String,
    pub(super) pause_reason: Option<String>,
    pub(super) is_listed: bool,
    pub(super) filter_search: Option<String>,
    pub(super) filter_status: Option<String>,
    pub(super) filter_welcome: Option<String>,
    pub(super) template_id: Option<String>,
    pub(super) pace_per_minute: Option<i32>,
    pub(super) canary: i32,
    pub(super) failure_threshold_percent: i32,
    pub(super) skip_welcomed_within_hours: i32,
    pub(super) requested_at: i64,
    pub(super) requested_kind: String,
    pub(super) requested_credential_id: Option<Vec<u8>>,
    pub(super) requested_user_id: Option<Vec<u8>>,
    pub(super) is_delegated: bool,
    pub(super) requested_name: Option<String>,
    pub(super) origin_user_agent: Option<String>,
    pub(super) origin_address: Option<String>,
    pub(super) origin_place: Option<String>,
    pub(super) total: i64,
    pub(super) queued: i64,
    pub(super) sent: i64,
    pub(super) failed: i64,
    pub(super) cancelled: i64,
    pub(super) no_address: i64,
    pub(super) disabled: i64,
    pub(super) sent_lately: i64,
    pub(super) not_permitted: i64,
    pub(super) not_primary: i64,
    pub(super) not_found: i64,
    pub(super) walked_to: Option<Vec<u8>>,
    pub(super) walks_to: Option<Vec<u8>>,
    pub(super) is_walked: bool,
    pub(super) canary_end: Option<i64>,
    pub(super) sent_before: i64,
    pub(super) failed_before: i64,
    pub(super) paced_until: i64,
    pub(super) updated_at: i64,
    pub(super) ended_at: Option<i64>,
}

impl From<&Run> for Row {
    fn from(run: &Run) -> Self {
        let Run {
            send, situation, ..
        } = run;
        let requester = RequesterColumns::from(run.requester);
        let (search, status, welcome) = match &send.selection {
            Selection::Filter {
                search,
                status,
                welcome,
            } => (search.clone(), *status, *welcome),
            Selection::Listed => (None, None, None),
        };
        let (progress, origin) = (&send.progress, &send.requested.origin);
        let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            id: send.id.as_bytes().to_vec(),
            account_id: send.account_id.as_bytes().to_vec(),
            status: send.status.as_str().to_owned(),
            pause_reason: send.pause_reason.map(|reason| reason.as_str().to_owned()),
            is_listed: send.selection == Selection::Listed,
            filter_search: search,
            filter_status: status.map(|status| status.as_str().to_owned()),
            filter_welcome: welcome.map(|welcome| welcome.as_str().to_owned()),
            template_id: send.template.as_ref().map(ToString::to_string),
            pace_per_minute: send.limits.pace_per_minute.map(small),
            canary: small(send.limits.canary),
            failure_threshold_percent: small(send.limits.failure_threshold_percent),
            skip_welcomed_within_hours: small(send.limits.skip_welcomed_within_hours),
            requested_at: to_micros(send.requested.at),
            requested_kind: requester.kind,
            requested_credential_id: requester.credential_id,
            requested_user_id: requester.user_id,
            is_delegated: run.requester.delegated,
            requested_name: send.requested.by_name.clone(),
            origin_user_agent: origin.user_agent.clone(),
            origin_address: origin.address.map(|address| address.to_string()),
            origin_place: origin.place.clone(),
            total: progress.total,
            queued: progress.queued,
            sent: progress.sent,
            failed: progress.failed,
            cancelled: progress.cancelled,
            no_address: progress.left_out.no_address,
            disabled: progress.left_out.disabled,
            sent_lately: progress.left_out.sent_lately,
            not_permitted: progress.left_out.not_permitted,
            not_primary: progress.left_out.not_primary,
            not_found: progress.left_out.not_found,
            walked_to: to_optional_id_bytes(run.walked_to),
            walks_to: to_optional_id_bytes(run.walks_to),
            is_walked: situation.is_walked,
            canary_end: situation.canary_end,
            sent_before: situation.sent_before,
            failed_before: situation.failed_before,
            paced_until: to_micros(situation.paced_until),
            updated_at: to_micros(send.updated_at),
            ended_at: send.ended_at.map(to_micros),
        }
    }
}

impl TryFrom<Row> for Run {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: BulkSendId = from_id_bytes(TABLE, &row.id)?.into();
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.to_string(),
        };
        let limits = limits(&row).ok_or_else(inconsistent)?;
        let progress = progress(&row);
        let requester = RequesterColumns {
            kind: row.requested_kind.clone(),
            credential_id: row.requested_credential_id.clone(),
            user_id: row.requested_user_id.clone(),
        };
        let requester = requester.read(TABLE, row.is_delegated)?;
        let requester = requester.ok_or_else(inconsistent)?;
        let selection = selection(&row).ok_or_else(inconsistent)?;
        let status: BulkSendStatus = row.status.parse().map_err(|_| inconsistent())?;
        let pause_reason: Option<PauseReason> = row
            .pause_reason
            .map(|reason| reason.parse())
            .transpose()
            .map_err(|_| inconsistent())?;
        let template: Option<TemplateId> = row
            .template_id
            .map(|id| id.parse())
            .transpose()
            .map_err(|_| inconsistent())?;
        let walked_to = from_optional_id_bytes(TABLE, row.walked_to.as_deref())?;
        let walks_to = from_optional_id_bytes(TABLE, row.walks_to.as_deref())?;
        Ok(Self {
            send: BulkSend {
                id,
                account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
                status,
                pause_reason,
                selection,
                template,
                limits,
                progress,
                requested: Requested {
                    at: from_micros(TABLE, row.requested_at)?,
                    by_user: requester.credential.person(),
                    by_name: row.requested_name,
                    by_kind: row.requested_kind,
                    origin: origin(row.origin_user_agent, row.origin_address, row.origin_place),
                },
                updated_at: from_micros(TABLE, row.updated_at)?,
                ended_at: from_optional_micros(TABLE, row.ended_at)?,
            },
            requester,
            walked_to: walked_to.map(Into::into),
            walks_to: walks_to.map(Into::into),
            situation: Situation {
                limits,
                progress,
                is_walked: row.is_walked,
                open: Open::default(),
                canary_end: row.canary_end,
                sent_before: row.sent_before,
                failed_before: row.failed_before,
                paced_until: from_micros(TABLE, row.paced_until)?,
            },
        })
    }
}

fn limits(row: &Row) -> Option<BulkSendLimits> {
    let pace = row.pace_per_minute.map(u32::try_from).transpose().ok()?;
    Some(BulkSendLimits {
        pace_per_minute: pace,
        canary: row.canary.try_into().ok()?,
        failure_threshold_percent: row.failure_threshold_percent.try_into().ok()?,
        skip_welcomed_within_hours: row.skip_welcomed_within_hours.try_into().ok()?,
    })
}

fn progress(row: &Row) -> Progress {
    Progress {
        total: row.total,
        queued: row.queued,
        sent: row.sent,
        failed: row.failed,
        cancelled: row.cancelled,
        left_out: LeftOut {
            no_address: row.no_address,
            disabled: row.disabled,
            sent_lately: row.sent_lately,
            not_permitted: row.not_permitted,
            not_primary: row.not_primary,
            not_found: row.not_found,
        },
    }
}

fn selection(row: &Row) -> Option<Selection> {
    if row.is_listed {
        return Some(Selection::Listed);
    }
    let status = row.filter_status.as_deref().map(str::parse);
    let welcome = row.filter_welcome.as_deref().map(str::parse);
    Some(Selection::Filter {
        search: row.filter_search.clone(),
        status: status.transpose().ok()?,
        welcome: welcome.transpose().ok()?,
    })
}
