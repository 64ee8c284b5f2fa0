//! Links new audit events into the hash chain, right after they are committed.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use usher_domain::{audit::AuditEvent, ids, keyring::Keyring};
use usher_persistence::{
    DatabaseError, DbConnection, Signal,
    audit_chain::{self, AuditHead},
    leases,
};
use uuid::Uuid;

use crate::{App, audit_chain as chain, failure::database_failures};

/// How many events are sealed under one signature.
const BATCH: i64 = 250;
const LEASE: &str = "audit-sealer";
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(10);
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

/// Seals until told to stop, then once more what has come meanwhile.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut rung = app.database.signal(Signal::Audit);
    loop {
        // Looked at first: whatever was written before the stop is still sealed.
        let last = *stop.borrow();
        if let Err(error) = seal_all(&app, holder).await {
            tracing::error!(%error, "audit events could not be sealed; they are kept and tried again");
        }
        if last {
            return;
        }
        tokio::select! {
            () = rung.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Seals everything that waits, unless another process is about to. For commands that look at the
/// log and for those that have just written to it.
///
/// # Errors
/// See [`SealError`].
pub async fn seal_now(app: &App) -> Result<(), SealError> {
    seal_all(app, ids::mint(app.now(), &*app.entropy)).await
}

/// Seals everything that waits.
///
/// # Errors
/// See [`SealError`].
pub async fn seal_all(app: &App, holder: Uuid) -> Result<(), SealError> {
    while seal_batch(app, holder).await? {}
    Ok(())
}

/// Seals one batch; `true` when more may wait.
async fn seal_batch(app: &App, holder: Uuid) -> Result<bool, SealError> {
    // Most of the time nothing waits, and looking costs no place with the writer.
    let idle = app
        .database
        .read(|connection| Ok::<_, SealError>(audit_chain::unsealed(connection, 1)?.is_empty()))
        .await?;
    if idle {
        return Ok(false);
    }
    let (keyring, now) = (app.keyring(), app.now());
    let sealed = app
        .database
        .write(move |connection| {
            if !leases::acquire(connection, LEASE, holder, now, LEASE_LIFE)? {
                return Ok::<_, SealError>(None);
            }
            let end = vouched_end(connection, &keyring)?;
            Ok(Some(link_in(connection, &keyring, end, now)?))
        })
        .await?;
    let Some((head, count)) = sealed else {
        return Ok(false);
    };
    if count > 0 {
        tracing::info!(
            audit.head.seq = head.seq,
            audit.head.hash = hex(&head.hash),
            "audit log sealed"
        );
    }
    Ok(i64::try_from(count) == Ok(BATCH))
}

/// Links one batch in behind the end of the chain; the new head, and how many events that were.
fn link_in(
    connection: &mut DbConnection,
    keyring: &Arc<Keyring>,
    (mut seq, mut hash): (i64, [u8; 32]),
    now: DateTime<Utc>,
) -> Result<(AuditHead, usize), DatabaseError> {
    let events: Vec<AuditEvent> = audit_chain::unsealed(connection, BATCH)?;
    for event in &events {
        let next = event.chain_hash(&hash, seq + 1);
        if audit_chain::seal(connection, event, seq + 1, &next)? {
            (seq, hash) = (seq + 1, next);
        }
    }
    let head = head(keyring, seq, hash, now);
    if !events.is_empty() {
        audit_chain::insert_head(connection, &head)?;
    }
    Ok((head, events.len()))
}

/// Seals one batch behind an end whose signature nobody can check any more. The caller has walked
/// along the chain and found that everything else fits, and nobody else works on the database.
pub(crate) async fn seal_under_new_key(app: &App) -> Result<(), SealError> {
    let (keyring, now) = (app.keyring(), app.now());
    app.database
        .write(move |connection| {
            let end = audit_chain::head(connection)?;
            let end = end.map_or((0, [0; 32]), |head| (head.seq, head.hash));
            link_in(connection, &keyring, end, now)?;
            Ok(())
        })
        .await
}

/// The end of the chain, if it is the one that was signed: the last head bears our signature, and the
/// last sealed event is the one it names.
fn vouched_end(
    connection: &mut DbConnection,
    keyring: &Keyring,
) -> Result<(i64, [u8; 32]), SealError> {
    let previous = audit_chain::head(connection)?;
    let (seq, hash) = previous
        .as_ref()
        .map_or((0, [0; 32]), |head| (head.seq, head.hash));
    let tail = audit_chain::sealed_after(connection, seq - 1, 2)?;
    let named = match tail.as_slice() {
        [] => seq == 0,
        [(event, stored)] => event.chain_seq == Some(seq) && stored[..] == hash[..],
        _ => false,
    };
    let signed = previous.is_none_or(|head| chain::is_signed(keyring, &head));
    if named && signed {
        Ok((seq, hash))
    } else {
        Err(SealError::Tampered(seq))
    }
}

fn head(keyring: &Arc<Keyring>, seq: i64, hash: [u8; 32], now: DateTime<Utc>) -> AuditHead {
    let key = keyring.current();
    AuditHead {
        seq,
        hash,
        key_id: key.id(),
        signature: chain::sign(key, seq, &hash),
        sealed_at: now,
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
