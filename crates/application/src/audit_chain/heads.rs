//! The signed heads of the chain.

use std::collections::VecDeque;

use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use usher_domain::keyring::{KeyPurpose, Keyring, MasterKey};
use usher_persistence::{
    DatabaseError,
    audit_chain::{self, AuditHead},
};

use crate::App;

/// How many heads are read at a time.
const PAGE: i64 = 500;

/// The signed heads behind a place in order, read a page at a time.
pub(super) struct Heads<'a> {
    app: &'a App,
    from: i64,
    page: VecDeque<AuditHead>,
}

impl<'a> Heads<'a> {
    pub(super) fn behind(app: &'a App, seq: i64) -> Self {
        Self {
            app,
            from: seq + 1,
            page: VecDeque::new(),
        }
    }

    pub(super) async fn next(&mut self) -> Result<Option<AuditHead>, DatabaseError> {
        if self.page.is_empty() {
            let from = self.from;
            let heads = self
                .app
                .database
                .read(move |connection| audit_chain::heads(connection, Some(from), PAGE))
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
