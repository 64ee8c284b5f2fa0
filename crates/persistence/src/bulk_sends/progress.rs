//! How a run gets on: chunk by chunk, paused, resumed, called off, over. Each change names the state
//! that it begins from, so that of two at once one comes too late.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    bulk_send::{BulkSendStatus, LeftOut, PauseReason},
    ids::{AccountUserId, BulkSendId},
};

use super::{Requester, Run};
use crate::{
    DatabaseError, DbConnection,
    columns::{to_micros, to_optional_id_bytes},
    requester::RequesterColumns,
    schema::bulk_sends,
};

/// What a chunk has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    /// The last user who had her turn.
    pub walked_to: Option<AccountUserId>,
    /// Whether all had.
    pub is_walked: bool,
    /// Messages that were queued.
    pub queued: i64,
    /// Users who are left out.
    pub left_out: LeftOut,
    /// Until when the pace is used up.
    pub paced_until: DateTime<Utc>,
}

/// Moves a running bulk send on from where `run` found it; `false` when it is paused, or somewhere
/// else meanwhile. The last thing that the transaction of a chunk does.
///
/// # Errors
/// When the database fails.
pub fn advance(
    connection: &mut DbConnection,
    run: &Run,
    change: &Advance,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use bulk_sends::dsl;
    let left_out = &change.left_out;
    let here = diesel::update(bulk_sends::table)
        .filter(dsl::id.eq(run.send.id.as_bytes().to_vec()))
        .filter(dsl::status.eq(BulkSendStatus::Running.as_str()))
        .into_boxed();
    let here = match to_optional_id_bytes(run.walked_to) {
        Some(from) => here.filter(dsl::walked_to.assume_not_null().eq(from)),
        None => here.filter(dsl::walked_to.is_null()),
    };
    let advanced = here
        .set((
            dsl::walked_to.eq(to_optional_id_bytes(change.walked_to)),
            dsl::is_walked.eq(change.is_walked),
            dsl::queued.eq(dsl::queued + change.queued),
            dsl::no_address.eq(dsl::no_address + left_out.no_address),
            dsl::disabled.eq(dsl::disabled + left_out.disabled),
            dsl::sent_lately.eq(dsl::sent_lately + left_out.sent_lately),
            dsl::not_permitted.eq(dsl::not_permitted + left_out.not_permitted),
            dsl::not_primary.eq(dsl::not_primary + left_out.not_primary),
            dsl::not_found.eq(dsl::not_found + left_out.not_found),
            dsl::paced_until.eq(to_micros(change.paced_until)),
            dsl::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(advanced == 1)
}

/// Notes that the first messages of a running bulk send have proved well.
///
/// # Errors
/// When the database fails.
pub fn pass_canary(
    connection: &mut DbConnection,
    id: BulkSendId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(bulk_sends::table.find(id.as_bytes()))
        .filter(bulk_sends::status.eq(BulkSendStatus::Running.as_str()))
        .set((
            bulk_sends::canary_end.eq(None::<i64>),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Judges a running bulk send from now on by the failures that `run` does not tell of; nothing when somebody
/// has done so meanwhile.
///
/// # Errors
/// When the database fails.
pub fn count_anew(
    connection: &mut DbConnection,
    run: &Run,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    use bulk_sends::dsl;
    diesel::update(bulk_sends::table.find(run.send.id.as_bytes()))
        .filter(dsl::status.eq(BulkSendStatus::Running.as_str()))
        .filter(dsl::sent_before.eq(run.situation.sent_before))
        .filter(dsl::failed_before.eq(run.situation.failed_before))
        .set((
            dsl::sent_before.eq(run.send.progress.sent),
            dsl::failed_before.eq(run.send.progress.failed),
            dsl::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Pauses a running bulk send; `false` when it does not run.
///
/// # Errors
/// When the database fails.
pub fn pause(
    connection: &mut DbConnection,
    id: BulkSendId,
    reason: PauseReason,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let paused = diesel::update(bulk_sends::table.find(id.as_bytes()))
        .filter(bulk_sends::status.eq(BulkSendStatus::Running.as_str()))
        .set((
            bulk_sends::status.eq(BulkSendStatus::Paused.as_str()),
            bulk_sends::pause_reason.eq(reason.as_str()),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(paused == 1)
}

/// Resumes a paused bulk send; `false` when it is not paused. Failures up to now are forgiven. After a
/// pause of its own it begins with a few messages again; `successor` goes on with it in his name.
///
/// # Errors
/// When the database fails.
pub fn resume(
    connection: &mut DbConnection,
    run: &Run,
    successor: Option<(Requester, Option<String>)>,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use bulk_sends::dsl;
    let limits = &run.send.limits;
    let canary_end = match run.send.pause_reason {
        Some(PauseReason::CanaryFailed | PauseReason::TooManyFailures) if limits.canary > 0 => {
            Some(run.send.progress.queued + i64::from(limits.canary))
        }
        Some(PauseReason::CanaryFailed | PauseReason::TooManyFailures) => None,
        _ => run.situation.canary_end,
    };
    let resumed = diesel::update(bulk_sends::table.find(run.send.id.as_bytes()))
        .filter(dsl::status.eq(BulkSendStatus::Paused.as_str()))
        .set((
            dsl::status.eq(BulkSendStatus::Running.as_str()),
            dsl::pause_reason.eq(None::<String>),
            dsl::canary_end.eq(canary_end),
            dsl::sent_before.eq(dsl::sent),
            dsl::failed_before.eq(dsl::failed),
            dsl::paced_until.eq(to_micros(now)),
            dsl::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    if let Some((requester, name)) = successor {
        let columns = RequesterColumns::from(requester);
        diesel::update(bulk_sends::table.find(run.send.id.as_bytes()))
            .set((
                dsl::requested_kind.eq(columns.kind),
                dsl::requested_credential_id.eq(columns.credential_id),
                dsl::requested_user_id.eq(columns.user_id),
                dsl::is_delegated.eq(requester.delegated),
                dsl::requested_name.eq(name),
            ))
            .execute(connection)?;
    }
    Ok(resumed == 1)
}

/// Calls a bulk send off that runs or is paused; `false` when it is over. What waits is called off
/// afterwards; then it ends.
///
/// # Errors
/// When the database fails.
pub fn cancel(
    connection: &mut DbConnection,
    id: BulkSendId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let going_on = [
        BulkSendStatus::Running.as_str(),
        BulkSendStatus::Paused.as_str(),
    ];
    let cancelled = diesel::update(bulk_sends::table.find(id.as_bytes()))
        .filter(bulk_sends::status.eq_any(going_on))
        .set((
            bulk_sends::status.eq(BulkSendStatus::Cancelled.as_str()),
            bulk_sends::pause_reason.eq(None::<String>),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(cancelled == 1)
}

/// Ends a bulk send of which nothing is left to do: one that ran is done, one that was called off stays
/// so. Users who were selected and whom the walk did not meet any more count as not found. `false` when
/// it has another status than `run` found.
///
/// # Errors
/// When the database fails.
pub fn end(
    connection: &mut DbConnection,
    run: &Run,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use bulk_sends::dsl;
    let (status, vanished) = match run.send.status {
        BulkSendStatus::Running => (BulkSendStatus::Done, run.send.progress.remaining()),
        other => (other, 0),
    };
    let ended = diesel::update(bulk_sends::table.find(run.send.id.as_bytes()))
        .filter(dsl::status.eq(run.send.status.as_str()))
        .filter(dsl::ended_at.is_null())
        .set((
            dsl::status.eq(status.as_str()),
            dsl::not_found.eq(dsl::not_found + vanished),
            dsl::updated_at.eq(to_micros(now)),
            dsl::ended_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(ended == 1)
}
