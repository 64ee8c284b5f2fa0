//! Carrying imports out, a few rows at a time, and erasing what their rows said.
//!
//! Each step is one transaction that first moves the import's place in the file: whoever comes second
//! does nothing, and after a crash the next one begins where the last commit ended. The lease only
//! keeps nodes from preparing the same rows at once.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use usher_domain::{
    ids::{self, UserImportId},
    user_import::{ImportCounts, ImportRow, ImportStatus, RowState, StopReason, UserImport},
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, accounts, leases, retention, user_imports,
};
use uuid::Uuid;

use super::{
    requester,
    step::{Step, prepare},
};
use crate::{App, limits};

/// How many users one transaction creates: each is about seven rows, with her welcome email.
const STEP: i64 = 50;
/// How many rows one transaction erases.
const ERASED: i64 = 500;
/// How many imports are listed at once.
const PAGE: i64 = 50;
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(10);
/// Also when nothing rings: another node may have died in the middle of an import.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a preview waits for somebody to start it.
const PREVIEWED: chrono::Duration = chrono::Duration::hours(24);
/// A file is read within the minute that a request may take. Of one that is still for so long, whoever
/// read it was cut off.
const STILL: chrono::Duration = chrono::Duration::minutes(5);

/// Works until told to stop; the next start goes on.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut rung = app.database.signal(Signal::Imports);
    while !*stop.borrow() {
        match work(&app, holder).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "imports of users could not go on; they are tried again");
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
    let (mut moved, mut after) = (false, None);
    loop {
        let imports = app
            .database
            .read(move |connection| user_imports::to_work_on(connection, after, PAGE))
            .await?;
        let is_last = i64::try_from(imports.len()).is_ok_and(|count| count < PAGE);
        after = imports.last().map(|import| import.id);
        for import in imports {
            if app.is_draining() {
                break;
            }
            moved |= take_further(app, import, holder).await?;
        }
        if is_last || app.is_draining() {
            break;
        }
    }
    moved |= remove_given_up(app).await?;
    Ok(moved)
}

/// Takes one import a step further. One that fails is logged and keeps no other waiting.
async fn take_further(app: &App, import: UserImport, holder: Uuid) -> Result<bool, DatabaseError> {
    let id = import.id;
    let moved = match import.status {
        ImportStatus::Running => carry_out(app, import, holder).await,
        _ => erase(app, import).await,
    };
    match moved {
        Err(error) if !error.is_outage() => {
            tracing::error!(
                user_import.id = %id,
                %error,
                "an import of users could not go on; it is tried again"
            );
            Ok(false)
        }
        moved => moved,
    }
}

/// Ends previews that nobody started within a day, so that what their rows say is erased, and gives up
/// files that nobody reads any more.
///
/// # Errors
/// When the database fails.
pub async fn expire_abandoned(app: &App) -> Result<(), DatabaseError> {
    let now = app.now();
    // What lies further ahead than anybody writes is not waited for either.
    let moving = now - STILL..=now + STILL;
    app.database
        .write_signalling(Signal::Imports, move |connection| {
            user_imports::give_up_still(connection, &moving, now)?;
            user_imports::expire(connection, now - PREVIEWED, now).map(|_| ())
        })
        .await
}

/// Removes some of what was put down of files that nobody reads to the end; `true` when there may be
/// more.
async fn remove_given_up(app: &App) -> Result<bool, DatabaseError> {
    let given_up = app
        .database
        .read(|connection| user_imports::abandoned(connection, PAGE))
        .await?;
    if given_up.is_empty() {
        return Ok(false);
    }
    app.database
        .write(move |connection| retention::delete_user_imports(connection, &given_up))
        .await?;
    Ok(true)
}

async fn erase(app: &App, import: UserImport) -> Result<bool, DatabaseError> {
    let now = app.now();
    app.database
        .write(move |connection| {
            if user_imports::erase_some(connection, import.id, ERASED)? == 0 {
                user_imports::mark_erased(connection, import.id, now)?;
                leases::forget(connection, &lease(import.id))?;
            }
            Ok::<_, DatabaseError>(true)
        })
        .await
}

/// The name of the lease over an import.
fn lease(id: UserImportId) -> String {
    format!("user-import:{id}")
}

async fn carry_out(app: &App, import: UserImport, holder: Uuid) -> Result<bool, DatabaseError> {
    let (id, from, now) = (import.id, import.done_to, app.now());
    let (import, rows) = app
        .database
        .read(move |connection| {
            let rows = user_imports::due(connection, id, from, STEP)?;
            // Whoever may not go on is stopped all the same.
            let waits = waits_for_mail(connection, &import, rows.first(), now)?
                && requester::present(connection, &import, now)?.is_some();
            Ok::<_, DatabaseError>((import, (!waits).then_some(rows)))
        })
        .await?;
    let Some(rows) = rows else {
        return Ok(false);
    };
    let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < STEP);
    let prepared: Vec<_> = rows.iter().map(|row| prepare(app, &import, row)).collect();
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            if !leases::acquire(connection, &lease(id), holder, now, LEASE_LIFE)? {
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

/// Until when an import waits because its account may ask for no more mail in this hour; none when it does
/// not.
///
/// # Errors
/// When the database fails.
pub async fn waits_until(
    app: &App,
    import: &UserImport,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    if import.status != ImportStatus::Running {
        return Ok(None);
    }
    let (import, now) = (import.clone(), app.now());
    let waits = app.database.read(move |connection| {
        let next = user_imports::due(connection, import.id, import.done_to, 1)?;
        waits_for_mail(connection, &import, next.first(), now)
    });
    Ok(waits.await?.then(|| now + limits::until_next_hour(now)))
}

/// Whether the next row is somebody to welcome and her account may ask for no more mail in this hour: an
/// import may wait for most of one, and looking costs no place with the writer.
fn waits_for_mail(
    connection: &mut DbConnection,
    import: &UserImport,
    next: Option<&ImportRow>,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let has_address = |row: &ImportRow| match &row.cells {
        Some([_, email, ..]) => row.state == RowState::ToCreate && !email.is_empty(),
        None => false,
    };
    if !import.send_welcome || !next.is_some_and(has_address) {
        return Ok(false);
    }
    match accounts::find(connection, import.account_id)? {
        Some(account) => Ok(limits::room(connection, &account, now)? == Some(0)),
        None => Ok(false),
    }
}
