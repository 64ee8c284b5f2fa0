//! Small background work: writing down visits and refusals, closing idle connections, removing what has ended.

use std::time::Duration;

use tokio::sync::watch;
use usher_domain::{ids::MessageId, password_link::LinkState};
use usher_mail::capture::CaptureFolder;
use usher_persistence::{
    DatabaseError, DbConnection, account_users, delivery_hours, idempotency_keys, password_links,
    retention::PORTION, search_index, sessions,
};
use uuid::Uuid;

use crate::{
    App, DeliveryRoute,
    clock_steps::{self, ClockWatch},
    deliveries, idempotency, limits, link_visits, refused_sign_ins, user_imports,
};

const NOTES_EVERY: Duration = Duration::from_millis(500);
/// How often the search index is joined a little in each tidying: others wait for their turn, and the next
/// one goes on.
const JOINS: u32 = 100;
const TIDY_EVERY: Duration = Duration::from_mins(1);
/// A clock that goes forth and back within a moment is not seen to go back, and others' clocks never are.
const SET_RIGHT_EVERY: Duration = Duration::from_secs(5);

/// Works until told to stop, then writes down what waits in memory.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut notes = tokio::time::interval(NOTES_EVERY);
    let mut tidying = tokio::time::interval(TIDY_EVERY);
    let mut setting_right = tokio::time::interval(SET_RIGHT_EVERY);
    let mut clock = ClockWatch::default();
    while !*stop.borrow() {
        let done = tokio::select! {
            _ = notes.tick() => look_around(&app, &mut clock).await,
            _ = tidying.tick() => tidy(&app).await,
            _ = setting_right.tick() => clock_steps::pull_back(&app).await.map(drop),
            _ = stop.changed() => continue,
        };
        if let Err(error) = done {
            tracing::error!(%error, "housekeeping failed; it is tried again");
        }
    }
    if let Err(error) = write_notes(&app).await {
        tracing::error!(%error, "the last visits of links are not written down");
    }
}

/// What cannot wait for the next tidying.
async fn look_around(app: &App, clock: &mut ClockWatch) -> Result<(), DatabaseError> {
    if clock.went_back(app.now()) {
        clock_steps::pull_back(app).await?;
    }
    write_notes(app).await
}

/// Writes down what waits in memory: visits of links, and sign-ins that were refused.
///
/// # Errors
/// When the database fails.
pub async fn write_notes(app: &App) -> Result<(), DatabaseError> {
    link_visits::flush(app).await?;
    refused_sign_ins::flush(app).await
}

/// Removes what has ended (sessions, old figures of delivery, captured mail, idle connections), and keeps
/// searches quick.
///
/// # Errors
/// When the database fails.
pub async fn tidy(app: &App) -> Result<(), DatabaseError> {
    let now = app.now();
    let repeatable_since = now - idempotency::REMEMBERED;
    prune(app, move |connection| {
        sessions::delete_expired(connection, now)
    })
    .await?;
    prune(app, move |connection| {
        idempotency_keys::delete_before(connection, repeatable_since)
    })
    .await?;
    prune(app, move |connection| limits::tidy(connection, now)).await?;
    prune(app, move |connection| {
        delivery_hours::delete_before(connection, now - deliveries::KEPT)
    })
    .await?;
    user_imports::expire_abandoned(app).await?;
    join_search_index(app, JOINS).await?;
    match &app.route {
        DeliveryRoute::Smtp(route) => {
            for provider in &route.providers {
                provider.pool.close_expired().await;
            }
            Ok(())
        }
        DeliveryRoute::Capture(folder) => remove_ended_captures(app, folder.clone()).await,
    }
}

/// Joins what many transactions have added to the search index, a little at a time.
///
/// # Errors
/// When the database fails.
pub(crate) async fn join_search_index(app: &App, at_most: u32) -> Result<(), DatabaseError> {
    for _ in 0..at_most {
        if app.is_draining() || !app.database.write(search_index::join_parts).await? {
            break;
        }
    }
    Ok(())
}

/// Removes portion after portion of one kind, as long as there is a whole one; between two of them others
/// get their turn. A process that ends leaves the rest to the next.
async fn prune(
    app: &App,
    remove: impl Fn(&mut DbConnection) -> Result<usize, DatabaseError> + Clone + Send + Sync + 'static,
) -> Result<(), DatabaseError> {
    let whole = usize::try_from(PORTION).unwrap_or(usize::MAX);
    while app.database.write(remove.clone()).await? >= whole && !app.is_draining() {}
    Ok(())
}

/// A captured mail goes when its links have ended: it is as good as the link it shows.
async fn remove_ended_captures(app: &App, folder: CaptureFolder) -> Result<(), DatabaseError> {
    let listing = folder.clone();
    let Ok(Ok(files)) = tokio::task::spawn_blocking(move || listing.list()).await else {
        tracing::error!("the folder of captured mail could not be listed");
        return Ok(());
    };
    for batch in files.chunks(100) {
        let ended = ended(app, batch.to_vec()).await?;
        let folder = folder.clone();
        let removed = tokio::task::spawn_blocking(move || {
            ended
                .into_iter()
                .try_for_each(|id| folder.remove(id).map(|_| ()))
        });
        if !matches!(removed.await, Ok(Ok(()))) {
            tracing::error!("a captured mail whose link has ended could not be removed");
        }
    }
    Ok(())
}

/// Those of some messages that carry no link which could still be redeemed.
async fn ended(app: &App, files: Vec<Uuid>) -> Result<Vec<Uuid>, DatabaseError> {
    let now = app.now();
    app.database
        .read(move |connection| {
            let ids: Vec<MessageId> = files.iter().copied().map(Into::into).collect();
            let mut open = std::collections::HashSet::new();
            for link in password_links::list_of_messages(connection, &ids)? {
                let holder = match link.user_id {
                    Some(user) => account_users::find(connection, user)?,
                    None => None,
                };
                if link.state(holder.as_ref(), now) == LinkState::Open {
                    open.extend(link.message_id.map(Uuid::from));
                }
            }
            Ok(files.into_iter().filter(|id| !open.contains(id)).collect())
        })
        .await
}
