//! One turn of a running bulk send: look, decide, and do that in one transaction.

use chrono::Duration;
use usher_domain::{
    account::Account,
    actor::Actor,
    audit::AuditAction,
    bulk_send::{AHEAD, BulkSendStatus, PUT_OFF, PauseReason, Step, next_step},
    grants::{Grants, Scope},
    ids::BulkSendId,
    permission::Permission,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, accounts, audit_events,
    bulk_sends::{self, Run},
    leases,
};
use uuid::Uuid;

use super::{choose::Chooser, queue::Chunk};
use crate::{
    App,
    authentication::{self, AuthenticationError},
    failure::database_failures,
    limits,
    outgoing::{Order, OrderingRun},
};

/// One node at a time works on a run.
const LEASE_LIFE: Duration = Duration::seconds(10);

/// What came of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Something was done; there may be more at once.
    Done,
    /// There is nothing to do now.
    Idle,
}

/// Why a turn was undone.
#[derive(Debug, thiserror::Error)]
enum TurnError {
    /// The run is somewhere else meanwhile, or its account has no room left.
    #[error("the bulk send has moved on")]
    Overtaken,
    /// The database failed.
    #[error("the bulk send could not go on")]
    Database(#[source] DatabaseError),
}

database_failures!(TurnError);

/// Takes one turn of a run that is running.
pub(super) async fn take(app: &App, holder: Uuid, id: BulkSendId) -> Result<Turn, DatabaseError> {
    let now = app.now();
    // Most of the time a run waits, and looking costs no place with the writer.
    let seen = app
        .database
        .read(move |connection| look(connection, id, now))
        .await?;
    let Some((seen, step)) = seen else {
        return Ok(Turn::Idle);
    };
    if step == Step::Wait {
        return Ok(Turn::Idle);
    }
    let requester = Actor::new(seen.requester.credential, Grants::none());
    let ordering = OrderingRun {
        id,
        requester: seen.send.requested.by_name.clone(),
    };
    let origin = seen.send.requested.origin.clone();
    let order = Order::of_run(app, &requester, origin, ordering);
    let chooser = Chooser::new(app, seen.send.account_id, &seen.send.limits, now);
    let chunk = Chunk::new(order, chooser, now, &*app.entropy);
    let paused = app.event(&Actor::system(), AuditAction::BulkSendPaused);
    let paused = paused
        .in_account(seen.send.account_id)
        .on(seen.send.account_id)
        .with("bulk_send", id);
    let turned = app
        .database
        .write_signalling(Signal::Outbox, move |connection| {
            if !leases::acquire(connection, &lease(id), holder, now, LEASE_LIFE)? {
                return Ok(Turn::Idle);
            }
            let Some((run, step)) = look(connection, id, now)? else {
                return Ok(Turn::Idle);
            };
            if run.requester != seen.requester {
                return Err(TurnError::Overtaken);
            }
            let pause = |connection: &mut DbConnection, reason: PauseReason| {
                if bulk_sends::pause(connection, id, reason, now)? {
                    let event = paused.clone().with("reason", reason.as_str());
                    audit_events::insert(connection, &event)?;
                }
                Ok(Turn::Done)
            };
            match step {
                Step::Wait => Ok(Turn::Idle),
                Step::Pause(reason) => pause(connection, reason),
                Step::PassCanary => {
                    bulk_sends::pass_canary(connection, id, now)?;
                    Ok(Turn::Done)
                }
                Step::CountAnew => {
                    bulk_sends::count_anew(connection, &run, now)?;
                    Ok(Turn::Done)
                }
                Step::Finish => {
                    bulk_sends::end(connection, &run, now)?;
                    leases::forget(connection, &lease(id))?;
                    Ok(Turn::Done)
                }
                Step::Queue(most) => match sender(connection, &run, now)? {
                    Some((actor, account)) => {
                        queue(connection, &chunk, &run, &actor, &account, most)
                    }
                    None => pause(connection, PauseReason::RequesterLostPermission),
                },
            }
        })
        .await;
    match turned {
        Ok(turn) => Ok(turn),
        Err(TurnError::Overtaken) => Ok(Turn::Idle),
        Err(TurnError::Database(cause)) => Err(cause),
    }
}

/// The name of the lease over a run.
pub(super) fn lease(id: BulkSendId) -> String {
    format!("bulk-send:{id}")
}

/// A run that is running, and what it does next.
pub(super) fn look(
    connection: &mut DbConnection,
    id: BulkSendId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<(Run, Step)>, DatabaseError> {
    let run = bulk_sends::find_situated(connection, id, AHEAD + PUT_OFF)?;
    let run = run.filter(|run| run.send.status == BulkSendStatus::Running);
    Ok(run.map(|run| {
        let step = next_step(&run.situation, now);
        (run, step)
    }))
}

/// Whoever asked, with the rights of now, and the account; none when she may not send there any more.
fn sender(
    connection: &mut DbConnection,
    run: &Run,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<(Actor, Account)>, DatabaseError> {
    let requester = run.requester;
    let standing =
        authentication::standing(connection, requester.credential, requester.delegated, now);
    let actor = match standing {
        Ok(actor) => actor,
        Err(AuthenticationError::Invalid) => return Ok(None),
        Err(AuthenticationError::Database(cause)) => return Err(cause),
    };
    let scope = Scope::Account(run.send.account_id);
    if !actor.grants.allow(Permission::WelcomeEmailsSend, scope) {
        return Ok(None);
    }
    let account = accounts::find(connection, run.send.account_id)?;
    Ok(account.map(|account| (actor, account)))
}

/// Queues a chunk, as far as the account's own limit has room.
fn queue(
    connection: &mut DbConnection,
    chunk: &Chunk,
    run: &Run,
    actor: &Actor,
    account: &Account,
    most: u32,
) -> Result<Turn, TurnError> {
    let room = limits::room(connection, account, chunk.now)?;
    let room = room.map_or(most, |room| u32::try_from(room).unwrap_or(u32::MAX));
    let most = most.min(room);
    if most == 0 {
        return Ok(Turn::Idle);
    }
    if chunk.queue(connection, run, actor, account, most)? {
        Ok(Turn::Done)
    } else {
        Err(TurnError::Overtaken)
    }
}
