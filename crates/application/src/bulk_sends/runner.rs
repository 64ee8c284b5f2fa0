//! The background work of bulk sends: takes up every run that is not over, on whichever node is first.

use std::time::Duration;

use tokio::sync::watch;
use usher_domain::{
    bulk_send::BulkSendStatus,
    ids::{self, BulkSendId},
};
use usher_persistence::{DatabaseError, DbConnection, Signal, bulk_sends, leases};
use uuid::Uuid;

use super::{
    settle,
    turn::{self, Turn},
};
use crate::App;

/// Also when nothing rings: paces, other nodes, messages that were deferred.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// So many runs are loaded together.
const PAGE: i64 = 50;
/// The most users that one transaction strikes from a list.
const STRIKE: i64 = 500;
/// Listing users takes seconds; what is being prepared for so long was left by a process that ended.
const PREPARED_WITHIN: chrono::Duration = chrono::Duration::hours(1);

/// What one round over all runs has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Whether something was done, so that there may be more to do at once.
    pub acted: bool,
    /// Whether any run waits for messages to end.
    pub waits: bool,
}

/// Works until told to stop. Whatever is under way then is taken up by the next start, or another node.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let (mut rung, mut ended) = (
        app.database.signal(Signal::BulkSends),
        app.database.signal(Signal::Delivery),
    );
    while !*stop.borrow() {
        let round = match tend(&app, holder).await {
            Ok(round) => round,
            Err(error) => {
                tracing::error!(%error, "bulk sends could not go on; they are tried again");
                Round::default()
            }
        };
        if round.acted {
            continue;
        }
        tokio::select! {
            () = rung.heard() => {}
            () = ended.heard(), if round.waits => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Gives every run that is not over one turn, as the node that `holder` names.
///
/// # Errors
/// When the database fails; what was done stays done.
pub async fn tend(app: &App, holder: Uuid) -> Result<Round, DatabaseError> {
    let mut round = Round::default();
    let mut after = None;
    loop {
        let page = app
            .database
            .read(move |connection| bulk_sends::unended(connection, after, PAGE))
            .await?;
        let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        after = page.last().map(|(id, _)| *id);
        for (id, status) in page {
            round.acted |= tend_one(app, holder, id, status).await?;
            round.waits |= status != BulkSendStatus::Paused;
        }
        if is_last {
            break;
        }
    }
    round.acted |= remove_abandoned(app).await?;
    Ok(round)
}

/// Whether something was done for a run.
async fn tend_one(
    app: &App,
    holder: Uuid,
    id: BulkSendId,
    status: BulkSendStatus,
) -> Result<bool, DatabaseError> {
    match status {
        BulkSendStatus::Running => {
            if holds(app, id, bulk_sends::has_held).await? {
                settle::give_back(app, id).await?;
            }
            Ok(turn::take(app, holder, id).await? == Turn::Done)
        }
        BulkSendStatus::Paused => {
            // Those that were being sent when it was paused, and come back to be tried again.
            if holds(app, id, bulk_sends::has_waiting).await? {
                settle::hold_back(app, id).await?;
            }
            Ok(false)
        }
        BulkSendStatus::Cancelled => wind_up(app, id).await,
        BulkSendStatus::Done => Ok(false),
    }
}

async fn holds(
    app: &App,
    id: BulkSendId,
    what: fn(&mut DbConnection, BulkSendId) -> Result<bool, DatabaseError>,
) -> Result<bool, DatabaseError> {
    app.database
        .read(move |connection| what(connection, id))
        .await
}

/// Brings a run that was called off to its end: what waits is called off, whoever was still listed is
/// struck off, and when nothing is being sent any more it is over.
async fn wind_up(app: &App, id: BulkSendId) -> Result<bool, DatabaseError> {
    settle::call_off(app, id).await?;
    let now = app.now();
    app.database
        .write(move |connection| {
            let listed = bulk_sends::next_listed(connection, id, None, STRIKE)?;
            if !listed.is_empty() {
                bulk_sends::delete_listed(connection, id, &listed)?;
                return Ok(true);
            }
            if bulk_sends::open(connection, id, 1)? > 0 {
                return Ok(false);
            }
            leases::forget(connection, &turn::lease(id))?;
            match bulk_sends::find_run(connection, id)? {
                Some(run) if run.send.status == BulkSendStatus::Cancelled => {
                    bulk_sends::end(connection, &run, now)
                }
                _ => Ok(false),
            }
        })
        .await
}

/// Removes what a process left that ended while it listed users; `true` when there may be more.
async fn remove_abandoned(app: &App) -> Result<bool, DatabaseError> {
    let before = app.now() - PREPARED_WITHIN;
    let left = app
        .database
        .read(move |connection| bulk_sends::abandoned(connection, before))
        .await?;
    let Some(id) = left else {
        return Ok(false);
    };
    app.database
        .write(move |connection| bulk_sends::delete_whole(connection, id, STRIKE))
        .await?;
    Ok(true)
}
