//! Links new audit events into the hash chain, right after they are committed.
//!
//! Reading, hashing and signing happen beside the writer. It is only handed what to store, on condition
//! that the chain still ends where it did.

mod at_once;
mod stretch;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use usher_domain::{ids, keyring::Keyring};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, SignalListener,
    audit_chain::{self, AuditHead},
    leases,
};
use uuid::Uuid;

use crate::{App, audit_chain as chain, failure::database_failures};
pub(crate) use at_once::AtOnce;
use stretch::Stretch;

/// How many events are sealed under one signature: a few milliseconds of the writer's time.
const BATCH: i64 = 500;
const LEASE: &str = "audit-sealer";
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(10);
/// What comes within this time is sealed together: one signature and one commit for all of it.
const COLLECT: Duration = Duration::from_millis(100);
/// Also when nothing rings: another write may have left events, or another node.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The end of the chain is not the one that was signed. Sealing on would vouch for a forgery.
    #[error("the audit log was tampered with at event {0}; run `usher audit verify`")]
    Tampered(i64),
    /// The database failed.
    #[error("the audit log could not be sealed")]
    Database(#[source] DatabaseError),
}

database_failures!(SealError);

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Batch {
    /// It was full, or somebody else was faster: more may wait.
    More,
    /// Nothing waits any more.
    Last,
    /// Another process does the sealing at present.
    NotOurs,
}

/// Seals until told to stop, then once more what has come meanwhile.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut rung = app.database.signal(Signal::Audit);
    loop {
        // Looked at first: whatever was written before the stop is still sealed.
        let last = *stop.borrow();
        let sealed = seal_all(&app, holder).await;
        if let Err(error) = &sealed {
            tracing::error!(%error, "audit events could not be sealed; they are kept and tried again");
        }
        if last {
            return;
        }
        tokio::select! {
            () = next_round(&mut rung, matches!(sealed, Ok(true))) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Waits until there may be enough to do. Whoever does not do the sealing, or could not, only looks now
/// and then.
async fn next_round(rung: &mut SignalListener, is_ours: bool) {
    if !is_ours {
        return tokio::time::sleep(LOOK_EVERY).await;
    }
    tokio::time::sleep(COLLECT).await;
    tokio::select! {
        () = rung.heard() => {}
        () = tokio::time::sleep(LOOK_EVERY) => {}
    }
}

/// Seals everything that waits, unless another process is about to. For commands that look at the
/// log and for those that have just written to it.
///
/// # Errors
/// See [`SealError`].
pub async fn seal_now(app: &App) -> Result<(), SealError> {
    seal_all(app, ids::mint(app.now(), &*app.entropy)).await?;
    Ok(())
}

/// Seals everything that waits; `false` when another process is about to.
///
/// # Errors
/// See [`SealError`].
pub async fn seal_all(app: &App, holder: Uuid) -> Result<bool, SealError> {
    loop {
        match seal_batch(app, holder).await? {
            Batch::More => {}
            Batch::Last => return Ok(true),
            Batch::NotOurs => return Ok(false),
        }
    }
}

async fn seal_batch(app: &App, holder: Uuid) -> Result<Batch, SealError> {
    let (keyring, now) = (app.keyring(), app.now());
    let stretch = app
        .database
        .read(move |connection| {
            // Most of the time nothing waits.
            let events = audit_chain::unsealed(connection, BATCH)?;
            if events.is_empty() {
                return Ok::<_, SealError>(None);
            }
            let end = vouched_end(connection, &keyring)?;
            Ok(Some(Stretch::behind(end, &events, &keyring, now)))
        })
        .await?;
    let Some(stretch) = stretch.map(Arc::new) else {
        return Ok(Batch::Last);
    };
    let stored = store_if_ours(app, holder, now, Arc::clone(&stretch)).await?;
    if stored == Some(true) {
        tracing::info!(
            audit.head.seq = stretch.head.seq,
            audit.head.hash = hex(&stretch.head.hash),
            "audit log sealed"
        );
    }
    Ok(match stored {
        None => Batch::NotOurs,
        Some(true) if i64::try_from(stretch.links.len()) != Ok(BATCH) => Batch::Last,
        Some(_) => Batch::More,
    })
}

/// Stores a stretch if this process does the sealing: `None` when another one does, `false` when one has
/// just done, so that the chain ends elsewhere now.
async fn store_if_ours(
    app: &App,
    holder: Uuid,
    now: DateTime<Utc>,
    stretch: Arc<Stretch>,
) -> Result<Option<bool>, SealError> {
    app.database
        .write(move |connection| {
            if !leases::acquire(connection, LEASE, holder, now, LEASE_LIFE)? {
                return Ok(None);
            }
            if named_end(connection)? != stretch.after {
                return Ok(Some(false));
            }
            store(connection, &stretch)?;
            Ok(Some(true))
        })
        .await
}

/// Seals one batch behind an end whose signature nobody can check any more. The caller has walked
/// along the chain and found that everything else fits, and nobody else works on the database.
pub(crate) async fn seal_under_new_key(app: &App) -> Result<(), SealError> {
    let (keyring, now) = (app.keyring(), app.now());
    app.database
        .write(move |connection| {
            let events = audit_chain::unsealed(connection, BATCH)?;
            if events.is_empty() {
                return Ok(());
            }
            let end = audit_chain::head(connection)?;
            store(connection, &Stretch::behind(end, &events, &keyring, now))
        })
        .await
}

/// Gives the events of a stretch their places.
fn store(connection: &mut DbConnection, stretch: &Stretch) -> Result<(), SealError> {
    let place = stretch.place();
    // Only a hand in the database takes an event away or gives it a place.
    if audit_chain::seal(connection, place, &stretch.links)? != stretch.links.len() {
        return Err(SealError::Tampered(place));
    }
    audit_chain::insert_head(connection, &stretch.head)?;
    Ok(())
}

/// The end of the chain, if it is the one that was signed: the last head bears our signature, and the
/// last sealed event is the one it names.
fn vouched_end(
    connection: &mut DbConnection,
    keyring: &Keyring,
) -> Result<Option<AuditHead>, SealError> {
    let end = named_end(connection)?;
    match &end {
        Some(head) if !chain::is_signed(keyring, head) => Err(SealError::Tampered(head.seq)),
        _ => Ok(end),
    }
}

/// The last head, if the last sealed event is the one it names.
fn named_end(connection: &mut DbConnection) -> Result<Option<AuditHead>, SealError> {
    let head = audit_chain::head(connection)?;
    let seq = head.as_ref().map_or(0, |head| head.seq);
    let tail = audit_chain::sealed_after(connection, seq - 1, 2)?;
    let named = match (&head, tail.as_slice()) {
        (None, []) => true,
        (Some(head), [(event, hash)]) => {
            event.chain_seq == Some(head.seq) && hash[..] == head.hash[..]
        }
        _ => false,
    };
    if named {
        Ok(head)
    } else {
        Err(SealError::Tampered(seq))
    }
}

/// The hash as people write it down.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    use std::fmt::Write as _;
    hash.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
