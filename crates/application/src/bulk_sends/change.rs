//! Pausing a bulk send, resuming it, calling it off.

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    bulk_send::{BulkSend, BulkSendStatus, PauseReason},
    ids::BulkSendId,
    permission::Permission,
};
use usher_persistence::{
    DbConnection, Signal, audit_events,
    bulk_sends::{self, Requester, Run},
};

use super::{BulkSendError, get, require_in, settle};
use crate::{App, outgoing::requester_name};

/// Pauses a bulk send: no more messages are queued, and those that wait are held back. One that is
/// paused already stays so.
///
/// # Errors
/// [`BulkSendError::Over`] when it is done or was called off; else see [`BulkSendError`].
pub async fn pause(app: &App, actor: &Actor, id: BulkSendId) -> Result<BulkSend, BulkSendError> {
    let event = app.event(actor, AuditAction::BulkSendPaused);
    let (asker, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::BulkSends, move |connection| {
            let run = controlled(connection, &asker, id)?;
            if run.send.status == BulkSendStatus::Paused {
                return Ok(());
            }
            if !bulk_sends::pause(connection, id, PauseReason::Asked, now)? {
                return Err(BulkSendError::Over);
            }
            let event = event.clone().in_account(run.send.account_id);
            let event = event.on(run.send.account_id).with("bulk_send", id);
            let reason = PauseReason::Asked.as_str();
            Ok(audit_events::insert(
                connection,
                &event.with("reason", reason),
            )?)
        })
        .await?;
    // In a transaction of its own, which takes no row that somebody with a message's row waits for.
    settle::hold_back(app, id).await?;
    get(app, actor, id).await
}

/// Resumes a paused bulk send. One that runs goes on. When its requester may not send any more, it goes
/// on in the name of the actor.
///
/// # Errors
/// [`BulkSendError::Over`] when it is done or was called off; else see [`BulkSendError`].
pub async fn resume(app: &App, actor: &Actor, id: BulkSendId) -> Result<BulkSend, BulkSendError> {
    let event = app.event(actor, AuditAction::BulkSendResumed);
    let (asker, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::BulkSends, move |connection| {
            let run = controlled(connection, &asker, id)?;
            if run.send.status == BulkSendStatus::Running {
                return Ok(());
            }
            let successor = successor(connection, &asker, &run)?;
            if !bulk_sends::resume(connection, &run, successor, now)? {
                return Err(BulkSendError::Over);
            }
            let event = event.clone().in_account(run.send.account_id);
            let event = event.on(run.send.account_id).with("bulk_send", id);
            Ok(audit_events::insert(connection, &event)?)
        })
        .await?;
    settle::give_back(app, id).await?;
    get(app, actor, id).await
}

/// In whose name a run goes on whose requester may not send any more, and what to call her.
fn successor(
    connection: &mut DbConnection,
    actor: &Actor,
    run: &Run,
) -> Result<Option<(Requester, Option<String>)>, BulkSendError> {
    if run.send.pause_reason != Some(PauseReason::RequesterLostPermission) {
        return Ok(None);
    }
    let requester = Requester {
        credential: actor.credential,
        delegated: actor.delegated,
    };
    let name = requester_name(connection, actor.credential)?;
    Ok(Some((requester, name)))
}

/// Calls a bulk send off: what waits is cancelled, what is being sent ends as it may. One that was called
/// off already stays so.
///
/// # Errors
/// [`BulkSendError::Over`] when it is done; else see [`BulkSendError`].
pub async fn cancel(app: &App, actor: &Actor, id: BulkSendId) -> Result<BulkSend, BulkSendError> {
    let event = app.event(actor, AuditAction::BulkSendCancelled);
    let (asker, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::BulkSends, move |connection| {
            let run = controlled(connection, &asker, id)?;
            if run.send.status == BulkSendStatus::Cancelled {
                return Ok(());
            }
            if !bulk_sends::cancel(connection, id, now)? {
                return Err(BulkSendError::Over);
            }
            let event = event.clone().in_account(run.send.account_id);
            let event = event.on(run.send.account_id).with("bulk_send", id);
            Ok(audit_events::insert(connection, &event)?)
        })
        .await?;
    settle::call_off(app, id).await?;
    get(app, actor, id).await
}

/// The run, if the actor may control it.
fn controlled(
    connection: &mut DbConnection,
    actor: &Actor,
    id: BulkSendId,
) -> Result<Run, BulkSendError> {
    let run = bulk_sends::find_run(connection, id)?.ok_or(BulkSendError::NotFound)?;
    require_in(actor, run.send.account_id, Permission::WelcomeEmailsSend)?;
    Ok(run)
}
