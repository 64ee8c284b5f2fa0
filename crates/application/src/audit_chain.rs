//! The hash chain over the audit log: its signed end, and proving that nobody has changed it.

use std::collections::VecDeque;

use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use usher_domain::keyring::{KeyPurpose, Keyring, MasterKey};
use usher_persistence::{
    DatabaseError,
    audit_chain::{self, AuditHead},
};

use crate::App;

/// The signed end of the chain, if anything is sealed yet.
///
/// # Errors
/// When the database fails.
pub async fn head(app: &App) -> Result<Option<AuditHead>, DatabaseError> {
    app.database.read(audit_chain::head).await
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Everything fits; so many events are sealed, and this is the chain's last hash.
    Intact {
        /// How many events are sealed.
        events: i64,
        /// The hash of the last one.
        hash: [u8; 32],
        /// Whether a head that was kept elsewhere vouches for the end.
        vouched: bool,
    },
    /// Something was changed, inserted or removed at this place.
    Broken {
        /// The place in the chain.
        seq: i64,
        /// What is wrong there.
        reason: &'static str,
    },
}

/// How many rows are read at a time.
const BATCH: i64 = 500;

/// Walks the whole chain and every signed head over it. `kept` is a head written down earlier (its
/// length and hash): without one, events removed from the end cannot be missed by anybody.
///
/// # Errors
/// When the database fails.
pub async fn verify(
    app: &App,
    kept: Option<(i64, [u8; 32])>,
) -> Result<Verification, DatabaseError> {
    let keyring = app.keyring();
    let mut heads = Heads::new(app);
    let mut head = heads.next().await?;
    let (mut seq, mut hash, mut signed) = (0, [0; 32], 0);
    loop {
        let after = seq;
        let batch = app
            .database
            .read(move |connection| audit_chain::sealed_after(connection, after, BATCH))
            .await?;
        if batch.is_empty() {
            break;
        }
        for (event, stored) in batch {
            seq += 1;
            if event.chain_seq != Some(seq) {
                return Ok(broken(seq, "an event is missing here"));
            }
            hash = event.chain_hash(&hash, seq);
            if hash[..] != stored[..] {
                return Ok(broken(seq, "this event was changed"));
            }
            if kept.is_some_and(|(length, kept)| length == seq && kept != hash) {
                return Ok(broken(seq, "the kept head does not fit"));
            }
            if let Some(here) = head.as_ref().filter(|head| head.seq == seq) {
                if here.hash != hash || !is_signed(&keyring, here) {
                    return Ok(broken(seq, "the signed head here does not fit"));
                }
                signed = seq;
                head = heads.next().await?;
            }
        }
    }
    if kept.is_some_and(|(length, _)| length > seq) || head.is_some() {
        return Ok(broken(seq + 1, "events were removed here"));
    }
    if signed < seq {
        return Ok(broken(seq, "no signed head covers this event"));
    }
    Ok(Verification::Intact {
        events: seq,
        hash,
        vouched: kept.is_some(),
    })
}

const fn broken(seq: i64, reason: &'static str) -> Verification {
    Verification::Broken { seq, reason }
}

/// The signed heads in order, read a page at a time.
struct Heads<'a> {
    app: &'a App,
    from: i64,
    page: VecDeque<AuditHead>,
}

impl<'a> Heads<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            app,
            from: 1,
            page: VecDeque::new(),
        }
    }

    async fn next(&mut self) -> Result<Option<AuditHead>, DatabaseError> {
        if self.page.is_empty() {
            let from = self.from;
            let heads = self
                .app
                .database
                .read(move |connection| audit_chain::heads(connection, Some(from), BATCH))
                .await?;
            self.page = heads.into();
        }
        let head = self.page.pop_front();
        if let Some(head) = &head {
            self.from = head.seq + 1;
        }
        Ok(head)
    }
}

/// Whether a head was signed with a key of this keyring.
pub(crate) fn is_signed(keyring: &Keyring, head: &AuditHead) -> bool {
    let Some(key) = keyring.find(head.key_id) else {
        return false;
    };
    let Ok(signature) = Signature::from_slice(&head.signature) else {
        return false;
    };
    let public = signing_key(key).verifying_key();
    public
        .verify(&signed_bytes(head.seq, &head.hash), &signature)
        .is_ok()
}

/// The signature over a head.
pub(crate) fn sign(key: &MasterKey, seq: i64, hash: &[u8; 32]) -> Vec<u8> {
    let signature = signing_key(key).sign(&signed_bytes(seq, hash));
    signature.to_bytes().to_vec()
}

fn signing_key(key: &MasterKey) -> SigningKey {
    SigningKey::from_bytes(&key.derive(KeyPurpose::Audit))
}

fn signed_bytes(seq: i64, hash: &[u8; 32]) -> Vec<u8> {
    [b"usher audit head\0".as_slice(), &seq.to_be_bytes(), hash].concat()
}
