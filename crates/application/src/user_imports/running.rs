//! Carrying imports out, a few rows at a time, and erasing what their rows said.
//!
//! Each step is one transaction that first moves the import's place in the file: whoever comes second
//! does nothing, and after a crash the next one begins where the last commit ended. The lease only
//! keeps nodes from preparing the same rows at once.

use std::time::Duration;

use tokio::sync::watch;
use usher_domain::{
    ids,
    user_import::{ImportCounts, ImportStatus, StopReason, UserImport},
};
use usher_persistence::{DatabaseError, Signal, accounts, leases, user_imports};
use uuid::Uuid;

use super::{
    requester,
    step::{Step, prepare},
};
use crate::App;

/// How many users one transaction creates: each is about seven rows, with her welcome email.
const STEP: i64 = 50;
/// How many rows one transaction erases.
const ERASED: i64 = 500;
/// How many imports are looked at in one round.
const ROUND: i64 = 20;
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(10);
/// Also when nothing rings: another node may have died in the middle of an import.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a preview waits for somebody to start it.
const PREVIEWED: chrono::Duration = chrono::Duration::hours(24);

/// Works until told to stop; the next start goes on.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut rung = app.database.signal(Signal::Imports);
    while !*stop.borrow() {
        match work(&app, holder).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "an import of users could not go on; it is tried again");
            }
        }
        tokio::select! {
            () = rung.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Takes each import that is under way one step further, as the node `holder`; `false` when there was
/// nothing to do, or nothing that may be done now.
///
/// # Errors
/// When the database fails.
pub async fn work(app: &App, holder: Uuid) -> Result<bool, DatabaseError> {
    let imports = app
        .database
        .read(|connection| user_imports::to_work_on(connection, ROUND))
        .await?;
    let mut moved = false;
    for import in imports {
        moved |= match import.status {
            ImportStatus::Running => carry_out(app, import, holder).await?,
            _ => erase(app, import).await?,
        };
    }
    Ok(moved)
}

/// Ends previews that nobody started within a day, so that what their rows say is erased.
///
/// # Errors
/// When the database fails.
pub async fn expire_abandoned(app: &App) -> Result<(), DatabaseError> {
    let now = app.now();
    app.database
        .write_signalling(Signal::Imports, move |connection| {
            user_imports::expire(connection, now - PREVIEWED, now).map(|_| ())
        })
        .await
}

async fn erase(app: &App, import: UserImport) -> Result<bool, DatabaseError> {
    let now = app.now();
    app.database
        .write(move |connection| {
            if user_imports::erase_some(connection, import.id, ERASED)? == 0 {
                user_imports::mark_erased(connection, import.id, now)?;
            }
            Ok::<_, DatabaseError>(true)
        })
        .await
}

async fn carry_out(app: &App, import: UserImport, holder: Uuid) -> Result<bool, DatabaseError> {
    let (id, from) = (import.id, import.done_to);
    let rows = app
        .database
        .read(move |connection| user_imports::due(connection, id, from, STEP))
        .await?;
    let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < STEP);
    let prepared: Vec<_> = rows.iter().map(|row| prepare(app, &import, row)).collect();
    let now = app.now();
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            let lease = format!("user-import:{id}");
            if !leases::acquire(connection, &lease, holder, now, LEASE_LIFE)? {
                return Ok(false);
            }
            let to = prepared.last().map_or(from, |row| row.line);
            if !user_imports::advance(connection, id, from, to, now)? {
                return Ok(false);
            }
            let running = ImportStatus::Running;
            let Some(account) = accounts::find(connection, import.account_id)? else {
                return Ok(false);
            };
            let Some(actor) = requester::present(connection, &import, now)? else {
                let why = Some(StopReason::PermissionLost);
                return user_imports::change_status(
                    connection,
                    id,
                    running,
                    ImportStatus::Stopped,
                    why,
                    now,
                );
            };
            let mut step = Step {
                import: &import,
                account: &account,
                actor: &actor,
                counts: ImportCounts::default(),
                reached: from,
            };
            let all = step.carry_out(connection, &prepared)?;
            user_imports::add_done(connection, id, &step.counts)?;
            if !all {
                // The account's limit of mail is reached; the rest waits until there is room.
                let moved = step.reached > from;
                user_imports::advance(connection, id, to, step.reached, now)?;
                return Ok(moved);
            }
            if is_last {
                let completed = ImportStatus::Completed;
                user_imports::change_status(connection, id, running, completed, None, now)?;
            }
            Ok(true)
        })
        .await
}
