//! Links new audit events into the hash chain, right after they are committed.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;
use usher_domain::{ids, keyring::Keyring};
use usher_persistence::{
    DatabaseError, Signal,
    audit_chain::{self, AuditHead},
    leases,
};
use uuid::Uuid;

use crate::{App, audit_log};

/// How many events are sealed under one signature.
const BATCH: i64 = 250;
const LEASE: &str = "audit-sealer";
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(10);
/// Also when nothing rings: another write may have left events, or another node.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Seals until told to stop; what is left then is sealed by the next start.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let holder = ids::mint(app.now(), &*app.entropy);
    let mut rung = app.database.signal(Signal::Audit);
    while !*stop.borrow() {
        if let Err(error) = seal_all(&app, holder).await {
            tracing::error!(%error, "audit events could not be sealed; they are kept and tried again");
        }
        tokio::select! {
            () = rung.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Seals everything that waits.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(app: &App, holder: Uuid) -> Result<(), DatabaseError> {
    while seal_batch(app, holder).await? {}
    Ok(())
}

/// Seals one batch; `true` when more may wait.
async fn seal_batch(app: &App, holder: Uuid) -> Result<bool, DatabaseError> {
    // Most of the time nothing waits, and looking costs no place with the writer.
    let idle = app
        .database
        .read(|connection| Ok::<_, DatabaseError>(audit_chain::unsealed(connection, 1)?.is_empty()))
        .await?;
    if idle {
        return Ok(false);
    }
    let (keyring, now) = (app.keyring(), app.now());
    let sealed = app
        .database
        .write(move |connection| {
            if !leases::acquire(connection, LEASE, holder, now, LEASE_LIFE)? {
                return Ok::<_, DatabaseError>(None);
            }
            let previous = audit_chain::head(connection)?;
            let events = audit_chain::unsealed(connection, BATCH)?;
            let (mut seq, mut hash) = previous.map_or((0, [0; 32]), |head| (head.seq, head.hash));
            for event in &events {
                let next = event.chain_hash(&hash, seq + 1);
                if audit_chain::seal(connection, event, seq + 1, &next)? {
                    (seq, hash) = (seq + 1, next);
                }
            }
            let head = head(&keyring, seq, hash, now);
            if !events.is_empty() {
                audit_chain::insert_head(connection, &head)?;
            }
            Ok(Some((head, events.len())))
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

fn head(
    keyring: &Arc<Keyring>,
    seq: i64,
    hash: [u8; 32],
    now: chrono::DateTime<chrono::Utc>,
) -> AuditHead {
    let key = keyring.current();
    AuditHead {
        seq,
        hash,
        key_id: key.id(),
        signature: audit_log::sign(key, seq, &hash),
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
