//! What an installation that was put back from a backup must no longer believe.
//!
//! Since the backup was made, links were used, sessions ended and mails sent; the restored database
//! knows nothing of it. So no link from before can be redeemed (its holder is offered a fresh mail), no
//! session goes on, and nothing that waited is sent.

use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    clock::{Clock, Entropy},
    ids::AuditEventId,
    keyring::{KeyId, KeyState, Keyring, MasterKey},
};
use usher_persistence::{Database, DbConnection, Signal, audit_events, keyring_keys, restoring};

use crate::{
    App,
    audit_chain::{self, Flaw, Verification},
    audit_sealer::{self, SealError},
    keys::KeyError,
};

/// What a restore has put an end to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// Keys whose links can be exchanged for a fresh mail.
    pub renew_only: Vec<KeyId>,
    /// Keys that nobody has any more; their links mean nothing.
    pub lost: Vec<KeyId>,
    /// Sessions that were ended, tokens of the identity API among them.
    pub sessions: usize,
    /// Messages that waited and were called off.
    pub messages: usize,
    /// Bulk sends that were paused and imports that were cancelled.
    pub runs: usize,
    /// Access keys that were revoked, because the key that opens their secrets is gone.
    pub access_keys: usize,
}

/// Makes a restored database fit for work, in one transaction. The last key of the keyring must be a
/// fresh one, which mints from now on.
///
/// # Errors
/// [`KeyError::Different`] when the keyring holds another key of the same name, or when its last key
/// is not fresh.
pub async fn take_over(
    database: &Database,
    keyring: &Keyring,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<TakenOver, KeyError> {
    let now = clock.now();
    let event = AuditEvent::new(
        AuditEventId::mint(now, entropy),
        now,
        &Actor::system(),
        AuditAction::BackupRestored,
    );
    let fresh = (keyring.current().id(), keyring.current().check_value());
    let older: Vec<(KeyId, [u8; 16])> = keyring
        .iter()
        .map(|key| (MasterKey::id(key), key.check_value()))
        .filter(|key| *key != fresh)
        .collect();
    database
        .write_signalling(Signal::Audit, move |connection| {
            let mut taken = retire(connection, &older, fresh.0, now)?;
            keyring_keys::insert_minting(connection, fresh.0, &fresh.1, now)?;
            let readable: Vec<KeyId> = older.iter().map(|(id, _)| *id).collect();
            taken.access_keys =
                restoring::revoke_unreadable_access_keys(connection, &readable, now)?;
            taken.sessions = restoring::end_sessions(connection)?;
            taken.messages = restoring::call_off_messages(connection, now)?;
            taken.runs = restoring::hold_runs(connection, now)?;
            audit_events::insert(
                connection,
                &event
                    .clone()
                    .with("sessions", taken.sessions)
                    .with("messages", taken.messages)
                    .with("access_keys", taken.access_keys),
            )?;
            restoring::finish(connection)?;
            Ok(taken)
        })
        .await
}

/// Lets no key of before mint or redeem.
fn retire(
    connection: &mut DbConnection,
    older: &[(KeyId, [u8; 16])],
    fresh: KeyId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<TakenOver, KeyError> {
    let mut taken = TakenOver::default();
    let known = keyring_keys::list(connection)?;
    for stored in &known {
        if stored.id == fresh {
            return Err(KeyError::Different(fresh));
        }
        let ours = older.iter().find(|(id, _)| *id == stored.id);
        if ours.is_some_and(|(_, check)| check[..] != stored.check_value[..]) {
            return Err(KeyError::Different(stored.id));
        }
        let state = match (ours, stored.state) {
            (None, _) => {
                taken.lost.push(stored.id);
                KeyState::Revoked
            }
            (Some(_), KeyState::Revoked) => KeyState::Revoked,
            (Some(_), _) => {
                taken.renew_only.push(stored.id);
                KeyState::RenewOnly
            }
        };
        keyring_keys::set_state(connection, stored.id, state)?;
    }
    // Keys that were added after the backup was made.
    for (id, check) in older {
        if known.iter().all(|stored| stored.id != *id) {
            keyring_keys::insert_retired(connection, *id, check, KeyState::RenewOnly, now)?;
        }
    }
    Ok(taken)
}

/// Verifies the restored audit log and seals what is not sealed yet. If the key that signed its end is
/// gone and everything else fits, the log goes on under the new key, which vouches for all of it.
///
/// # Errors
/// When the database fails. A log that does not hold together is an answer, and is left as it is.
pub async fn go_on_with_audit_log(app: &App) -> Result<Verification, SealError> {
    let found = audit_chain::verify(app, None).await?;
    match found {
        Verification::Broken {
            flaw: Flaw::KeyGone,
            ..
        } => audit_sealer::seal_under_new_key(app).await?,
        Verification::Intact { .. } => {}
        broken => return Ok(broken),
    }
    audit_sealer::seal_now(app).await?;
    Ok(audit_chain::verify(app, None).await?)
}
