//! The next stretch of the chain: computed, and not stored yet.

use chrono::{DateTime, Utc};
use usher_domain::{audit::AuditEvent, keyring::Keyring};
use usher_persistence::audit_chain::{AuditHead, Link};

use crate::audit_chain as chain;

/// Events behind an end of the chain, and the signed end that they make.
#[derive(Debug)]
pub(super) struct Stretch {
    /// The end behind which it fits; none when nothing is sealed yet.
    pub(super) after: Option<AuditHead>,
    /// The events in their order.
    pub(super) links: Vec<Link>,
    /// The new end.
    pub(super) head: AuditHead,
}

impl Stretch {
    /// Links events behind an end and signs the new one.
    pub(super) fn behind<'a>(
        after: Option<AuditHead>,
        events: impl IntoIterator<Item = &'a AuditEvent>,
        keyring: &Keyring,
        now: DateTime<Utc>,
    ) -> Self {
        let (mut seq, mut hash) = after
            .as_ref()
            .map_or((0, [0; 32]), |head| (head.seq, head.hash));
        let links = events
            .into_iter()
            .map(|event| {
                seq += 1;
                hash = event.chain_hash(&hash, seq);
                (event.id, hash)
            })
            .collect();
        let key = keyring.current();
        let head = AuditHead {
            seq,
            hash,
            key_id: key.id(),
            signature: chain::sign(key, seq, &hash),
            sealed_at: now,
        };
        Self { after, links, head }
    }

    /// The place behind which it fits.
    pub(super) fn place(&self) -> i64 {
        self.after.as_ref().map_or(0, |head| head.seq)
    }
}
