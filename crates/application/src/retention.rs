//! Personal data is not kept for ever: what has grown old is blanked or removed, in small portions.
//!
//! One node at a time does this, under a lease. A portion is found by a read along an index and
//! removed by one short write that looks once more; between two of them others get their turn. Nothing
//! has to be remembered: what is done is no longer found, so that a restart goes on by itself.

use std::time::Duration;

use chrono::DateTime;
use tokio::{sync::watch, time::Instant};
use usher_domain::ids;
use usher_persistence::{
    DatabaseError, DbConnection, leases,
    retention::{self, RowId},
};
use uuid::Uuid;

use crate::App;

const LEASE: &str = "retention";
const LEASE_LIFE: chrono::Duration = chrono::Duration::minutes(1);
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// Walking along old messages reads those that are kept, too.
const WALK_EVERY: Duration = Duration::from_hours(24);

type At = DateTime<chrono::Utc>;

/// How long what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Addresses, programs and places of whoever asked for something, visits of links, and imports of users
    /// that have ended.
    pub personal_data: chrono::Duration,
    /// Messages with their attempts and dead links, bulk sends that have ended, and credentials that are
    /// good for nothing; none: for ever.
    pub messages: Option<chrono::Duration>,
}

/// How many rows were changed or removed, in how many write transactions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows, those that hang on others included.
    pub rows: usize,
    /// Write transactions.
    pub writes: usize,
}

/// Sweeps now and then until told to stop.
pub async fn run(app: App, policy: RetentionPolicy, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut walk = tokio::time::interval(WALK_EVERY);
    while !*stop.borrow() {
        let work = async {
            tokio::select! {
                _ = look.tick() => sweep(&app, policy, holder).await,
                _ = walk.tick() => sweep_messages(&app, policy, holder).await,
            }
        };
        // Breaking off between two portions loses nothing.
        let done = tokio::select! {
            done = work => done,
            _ = stop.changed() => return,
        };
        match done {
            Ok(Swept { rows: 0, .. }) => {}
            Ok(swept) => tracing::info!(retention.rows = swept.rows, "old data removed"),
            Err(error) => {
                tracing::error!(%error, "old data could not be removed; it is tried again");
            }
        }
    }
}

/// Blanks and removes everything that is due and that an index leads to. Does nothing while another
/// node does it.
///
/// # Errors
/// When the database fails; what was done stays done.
pub async fn sweep(
    app: &App,
    policy: RetentionPolicy,
    holder: Uuid,
) -> Result<Swept, DatabaseError> {
    let now = app.now();
    let mut sweep = Sweep::new(app, holder);
    let origins_before = now - policy.personal_data;
    for work in [
        MESSAGE_ORIGINS,
        SESSION_ORIGINS,
        BULK_SEND_ORIGINS,
        IMPORT_ORIGINS,
        VISITS,
        IMPORTS,
    ] {
        sweep.portions(work, origins_before).await?;
    }
    if let Some(messages) = policy.messages {
        for work in [DETACHED_LINKS, API_TOKENS, ACCESS_KEYS, BULK_SENDS] {
            sweep.portions(work, now - messages).await?;
        }
    }
    Ok(sweep.swept)
}

/// Removes old messages with their attempts and dead links; never a user's latest welcome email.
///
/// # Errors
/// As [`sweep`].
pub async fn sweep_messages(
    app: &App,
    policy: RetentionPolicy,
    holder: Uuid,
) -> Result<Swept, DatabaseError> {
    let mut sweep = Sweep::new(app, holder);
    let Some(kept) = policy.messages else {
        return Ok(sweep.swept);
    };
    let now = app.now();
    let before = now - kept;
    let mut after = None;
    loop {
        let page = app
            .database
            .read(move |connection| {
                retention::old_messages(connection, after.as_ref(), before, now)
            })
            .await?;
        if !page.due.is_empty() {
            let due = page.due;
            let delete = move |connection: &mut DbConnection| {
                retention::delete_messages(connection, &due, before, now)
            };
            while sweep.write(delete.clone()).await? > 0 {}
        }
        if page.next.is_none() || sweep.elsewhere {
            return Ok(sweep.swept);
        }
        after = page.next;
    }
}

/// One kind of old data: how it is found, and how what was found is removed.
#[derive(Clone, Copy)]
struct Work {
    find: fn(&mut DbConnection, At, At) -> Result<Vec<RowId>, DatabaseError>,
    remove: fn(&mut DbConnection, &[RowId]) -> Result<usize, DatabaseError>,
}

const MESSAGE_ORIGINS: Work = Work {
    find: |connection, before, _| retention::old_message_origins(connection, before),
    remove: retention::blank_messages,
};
const SESSION_ORIGINS: Work = Work {
    find: |connection, before, _| retention::old_session_origins(connection, before),
    remove: retention::blank_sessions,
};
const BULK_SEND_ORIGINS: Work = Work {
    find: |connection, before, _| retention::old_bulk_send_origins(connection, before),
    remove: retention::blank_bulk_sends,
};
const IMPORT_ORIGINS: Work = Work {
    find: |connection, before, _| retention::old_import_origins(connection, before),
    remove: retention::blank_user_imports,
};
const VISITS: Work = Work {
    find: |connection, before, _| retention::old_visits(connection, before),
    remove: retention::delete_visits,
};
const IMPORTS: Work = Work {
    find: |connection, before, _| retention::old_user_imports(connection, before),
    remove: retention::delete_user_imports,
};
const DETACHED_LINKS: Work = Work {
    find: retention::old_detached_links,
    remove: retention::delete_detached_links,
};
const API_TOKENS: Work = Work {
    find: |connection, before, _| retention::old_api_tokens(connection, before),
    remove: retention::delete_api_tokens,
};
const ACCESS_KEYS: Work = Work {
    find: |connection, before, _| retention::old_access_keys(connection, before),
    remove: retention::delete_access_keys,
};
const BULK_SENDS: Work = Work {
    find: |connection, before, _| retention::old_bulk_sends(connection, before),
    remove: retention::delete_bulk_sends,
};

/// A sweep under way.
struct Sweep<'a> {
    app: &'a App,
    holder: Uuid,
    now: At,
    swept: Swept,
    /// Another node is at it.
    elsewhere: bool,
}

impl<'a> Sweep<'a> {
    fn new(app: &'a App, holder: Uuid) -> Self {
        Self {
            app,
            holder,
            now: app.now(),
            swept: Swept::default(),
            elsewhere: false,
        }
    }

    /// Removes portion after portion until nothing is found.
    async fn portions(&mut self, work: Work, before: At) -> Result<(), DatabaseError> {
        let now = self.now;
        loop {
            let found = self
                .app
                .database
                .read(move |connection| (work.find)(connection, before, now))
                .await?;
            if found.is_empty() {
                return Ok(());
            }
            let remove = move |connection: &mut DbConnection| (work.remove)(connection, &found);
            // What was found and is not there any more somebody else has removed.
            if self.write(remove).await? == 0 {
                return Ok(());
            }
        }
    }

    /// Writes one portion, if this is the node whose turn it is; how many rows.
    async fn write<F>(&mut self, remove: F) -> Result<usize, DatabaseError>
    where
        F: Fn(&mut DbConnection) -> Result<usize, DatabaseError> + Send + 'static,
    {
        let (holder, now) = (self.holder, self.app.now());
        let began = Instant::now();
        let removed = self
            .app
            .database
            .write(move |connection| {
                if !leases::acquire(connection, LEASE, holder, now, LEASE_LIFE)? {
                    return Ok::<_, DatabaseError>(None);
                }
                remove(connection).map(Some)
            })
            .await?;
        let Some(rows) = removed else {
            self.elsewhere = true;
            return Ok(0);
        };
        self.swept.rows += rows;
        self.swept.writes += 1;
        // Mail and requests have at least half of the writer.
        tokio::time::sleep(began.elapsed()).await;
        Ok(rows)
    }
}
