//! Do this node's keys and the database belong together?

use std::collections::HashSet;

use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    clock::{Clock, Entropy},
    ids::AuditEventId,
    keyring::{KeyId, KeyState, Keyring},
};
use usher_persistence::{
    Database, DatabaseError, Signal, TransactionError, audit_events, keyring_keys,
};

/// Why a node with this keyring must not work on this database.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database knows a key that the keyring lacks.
    #[error(
        "the keyring lacks the key {0} that this database was used with; start with the keyring that belongs to it"
    )]
    Missing(KeyId),
    /// A key of this id exists, but it is another one.
    #[error(
        "the key {0} of the keyring is not the one that this database was used with; start with the keyring that belongs to it"
    )]
    Different(KeyId),
    /// The database failed.
    #[error("the keys could not be compared with the database")]
    Database(#[source] DatabaseError),
}

impl From<DatabaseError> for KeyError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl TransactionError for KeyError {
    fn database(&self) -> Option<&DatabaseError> {
        match self {
            Self::Database(error) => Some(error),
            Self::Missing(_) | Self::Different(_) => None,
        }
    }
}

/// Compares the keyring with what the database knows, and introduces new keys to it; the last key
/// of the keyring mints from then on.
///
/// # Errors
/// See [`KeyError`].
pub async fn introduce(
    database: &Database,
    keyring: &Keyring,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<(), KeyError> {
    let keys: Vec<(KeyId, [u8; 16])> = keyring
        .iter()
        .map(|key| (key.id(), key.check_value()))
        .collect();
    let now = clock.now();
    // Each key that turns out to be new has an event of its own.
    let events: Vec<AuditEvent> = keys
        .iter()
        .map(|(id, _)| {
            let event = AuditEventId::mint(now, entropy);
            AuditEvent::new(event, now, &Actor::system(), AuditAction::KeyRotated).with("key", id)
        })
        .collect();
    database
        .write_signalling(Signal::Audit, move |connection| {
            let known = keyring_keys::list(connection)?;
            for stored in &known {
                let ours = keys.iter().find(|(id, _)| *id == stored.id);
                // A restore revokes the keys that nobody has any more: no link needs them.
                if ours.is_none() && stored.state == KeyState::Revoked {
                    continue;
                }
                let (_, check) = ours.ok_or(KeyError::Missing(stored.id))?;
                if check[..] != stored.check_value[..] {
                    return Err(KeyError::Different(stored.id));
                }
            }
            let known: HashSet<KeyId> = known.iter().map(|key| key.id).collect();
            let new = keys
                .iter()
                .zip(&events)
                .filter(|((id, _), _)| !known.contains(id));
            for ((id, check), event) in new {
                keyring_keys::insert_minting(connection, *id, check, now)?;
                audit_events::insert(connection, event)?;
            }
            Ok(())
        })
        .await
}
