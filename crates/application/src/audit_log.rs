//! Reading the audit log, and proving that nobody has changed it.

use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::AuditEvent,
    grants::Scope,
    ids::AccountId,
    keyring::{KeyPurpose, Keyring, MasterKey},
    permission::Permission,
};
use usher_persistence::{
    DatabaseError,
    audit_chain::{self, AuditHead},
    audit_events::{self, AuditQuery},
};

use crate::{App, Page, PageRequest, failure::database_failures, page::InvalidCursor};

/// Which events to list.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only this action.
    pub action: Option<String>,
}

/// Why the log was not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditLogError {
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the audit log could not be read")]
    Database(#[source] DatabaseError),
}

database_failures!(AuditLogError);

impl From<InvalidCursor> for AuditLogError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// Events that the actor may see, the newest first.
///
/// # Errors
/// See [`AuditLogError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditEvent>, AuditLogError> {
    let visible = actor.grants.accounts_with(Permission::AuditRead);
    let accounts = match filter.account {
        Some(account) => {
            actor.require(Permission::AuditRead, Scope::Account(account))?;
            Some(vec![account])
        }
        None => visible,
    };
    if accounts.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied {
            permission: Permission::AuditRead,
        }
        .into());
    }
    if filter
        .action
        .as_deref()
        .is_some_and(|action| action.contains('\0'))
    {
        // No action is called that, and PostgreSQL refuses the question.
        return Ok(Page {
            items: Vec::new(),
            next_cursor: None,
        });
    }
    let query = AuditQuery {
        accounts,
        action: filter.action,
        before: page.after_id()?,
        limit: page.rows(),
    };
    let events = app
        .database
        .read(move |connection| audit_events::list(connection, &query))
        .await
        .map_err(AuditLogError::Database)?;
    Ok(page.page(events, |event| [event.id.to_string()]))
}

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

/// How many events are read at a time.
const BATCH: i64 = 500;

/// Walks the whole chain. `kept` is a head written down earlier (its length and hash): without one,
/// events removed from the end cannot be missed by anybody.
///
/// # Errors
/// When the database fails.
pub async fn verify(
    app: &App,
    kept: Option<(i64, [u8; 32])>,
) -> Result<Verification, DatabaseError> {
    let (mut seq, mut hash) = (0, [0; 32]);
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
                return Ok(Verification::Broken {
                    seq,
                    reason: "an event is missing here",
                });
            }
            hash = event.chain_hash(&hash, seq);
            if hash[..] != stored[..] {
                return Ok(Verification::Broken {
                    seq,
                    reason: "this event was changed",
                });
            }
            if kept.is_some_and(|(length, head)| length == seq && head != hash) {
                return Ok(Verification::Broken {
                    seq,
                    reason: "the kept head does not fit",
                });
            }
        }
    }
    if kept.is_some_and(|(length, _)| length > seq) {
        return Ok(Verification::Broken {
            seq: seq + 1,
            reason: "events were removed here",
        });
    }
    let broken = verify_heads(app, seq, hash).await?;
    Ok(broken.unwrap_or(Verification::Intact {
        events: seq,
        hash,
        vouched: kept.is_some(),
    }))
}

/// Checks every signed head against the chain.
async fn verify_heads(
    app: &App,
    end: i64,
    last_hash: [u8; 32],
) -> Result<Option<Verification>, DatabaseError> {
    let keyring = app.keyring();
    let mut from = 1;
    let mut signed_end = 0;
    loop {
        let heads = app
            .database
            .read(move |connection| audit_chain::heads(connection, Some(from), BATCH))
            .await?;
        let Some(last) = heads.last() else { break };
        from = last.seq + 1;
        signed_end = last.seq;
        for head in &heads {
            let fits = head.seq <= end && (head.seq != end || head.hash == last_hash);
            if !fits {
                let reason = "events behind a signed head are missing or changed";
                return Ok(Some(Verification::Broken {
                    seq: head.seq,
                    reason,
                }));
            }
            if !is_signed(&keyring, head) {
                let reason = "the signature of the head here is not ours";
                return Ok(Some(Verification::Broken {
                    seq: head.seq,
                    reason,
                }));
            }
        }
    }
    let unsigned = (signed_end < end).then_some(Verification::Broken {
        seq: end,
        reason: "no signed head covers this event",
    });
    Ok(unsigned)
}

fn is_signed(keyring: &Keyring, head: &AuditHead) -> bool {
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
    signing_key(key)
        .sign(&signed_bytes(seq, hash))
        .to_bytes()
        .to_vec()
}

fn signing_key(key: &MasterKey) -> SigningKey {
    SigningKey::from_bytes(&key.derive(KeyPurpose::Audit))
}

fn signed_bytes(seq: i64, hash: &[u8; 32]) -> Vec<u8> {
    [b"usher audit head\0".as_slice(), &seq.to_be_bytes(), hash].concat()
}
