//! The background work of bulk sends: takes up every run that is not over, on whichever node is first.

use std::time::Duration;

use tokio::sync::watch;
use usher_domain::{
    bulk_send::{BulkSendStatus, Open},
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
/// So many runs have their turns in one round.
const PAGE: i64 = 50;
/// The most users that one transaction strikes from a list.
const STRIKE: i64 = 500;
/// Listing users takes seconds; what is being prepared for so long was left by a process that ended.
const PREPARED_WITHIN: chrono::Duration = chrono::Duration::hours(1);

/// What one round has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Whether something was done since the walk over the runs began, so that there may be more to do at
    /// once.
    pub acted: bool,
    /// Whether any run waits for messages to end.
    pub waits: bool,
    /// Whether runs follow whose turn has not come in this walk.
    pub more: bool,
}

/// Works until told to stop. Whatever is under way then is taken up by the next start, or another node.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let (mut rung, mut ended) = (
        app.database.signal(Signal::BulkSends),
        app.database.signal(Signal::Delivery),
    );
    let mut runner = Runner::new(&app, holder);
    while !*stop.borrow() {
        let round = match runner.tend().await {
            Ok(round) => round,
            Err(error) => {
                tracing::error!(%error, "bulk sends could not go on; they are tried again");
                Round::default()
            }
        };
        if round.acted || round.more {
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

/// Gives the oldest runs that are not over one turn each, as the node that `holder` names: the first round
/// of a [`Runner`].
///
/// # Errors
/// As [`Runner::tend`].
pub async fn tend(app: &App, holder: Uuid) -> Result<Round, DatabaseError> {
    Runner::new(app, holder).tend().await
}

/// Walks over the runs that are not over, a page in each round, so that none keeps the others from their
/// turn.
#[derive(Clone)]
pub struct Runner {
    app: App,
    /// The node.
    holder: Uuid,
    /// The last run under way that had its turn; none at the beginning of a walk.
    under_way: Option<BulkSendId>,
    /// The last paused run that was looked at.
    paused: Option<BulkSendId>,
    walk: Round,
}

impl Runner {
    /// One that begins with the oldest runs, as the node that `holder` names.
    #[must_use]
    pub fn new(app: &App, holder: Uuid) -> Self {
        Self {
            app: app.clone(),
            holder,
            under_way: None,
            paused: None,
            walk: Round::default(),
        }
    }

    /// Gives the next runs one turn each: those under way, and as many paused ones, of which seldom
    /// anything is to be done. A run that fails is logged and keeps nobody waiting.
    ///
    /// # Errors
    /// When the database cannot be reached, or the runs not be listed; what was done stays done.
    pub async fn tend(&mut self) -> Result<Round, DatabaseError> {
        if self.under_way.is_none() {
            self.walk = Round::default();
        }
        self.walk.acted |= remove_abandoned(&self.app).await?;
        let runs = page(&self.app, false, &mut self.under_way).await?;
        self.walk.waits |= !runs.is_empty();
        self.walk.acted |= self.turns(runs).await?;
        self.walk.more = self.under_way.is_some();
        let paused = page(&self.app, true, &mut self.paused).await?;
        self.turns(paused).await?;
        Ok(self.walk)
    }

    /// Gives some runs their turns; whether anything was done.
    async fn turns(&self, runs: Vec<(BulkSendId, BulkSendStatus)>) -> Result<bool, DatabaseError> {
        let mut acted = false;
        for (id, status) in runs {
            match tend_one(&self.app, self.holder, id, status).await {
                Ok(done) => acted |= done,
                Err(error) if error.is_outage() => return Err(error),
                Err(error) => tracing::error!(
                    bulk_send.id = %id,
                    %error,
                    "a bulk send could not go on; it is tried again"
                ),
            }
        }
        Ok(acted)
    }
}

/// The next runs behind `after`, which moves on; after the last of them it begins anew.
async fn page(
    app: &App,
    paused: bool,
    after: &mut Option<BulkSendId>,
) -> Result<Vec<(BulkSendId, BulkSendStatus)>, DatabaseError> {
    let behind = *after;
    let page = app
        .database
        .read(move |connection| bulk_sends::unended(connection, paused, behind, PAGE))
        .await?;
    let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
    *after = page.last().map(|(id, _)| *id).filter(|_| !is_last);
    Ok(page)
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
            if bulk_sends::open(connection, id, 1)? != Open::default() {
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
