//! The installation's keyring: master keys, and the purpose keys derived from them.
//!
//! Nothing is ever signed or sealed with a master key itself; every purpose has its own key, made
//! by HKDF-SHA-256 (RFC 5869) with a label.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::closed_list::closed_list;

/// Names a master key. Links and sealed values carry it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

closed_list! {
    /// What a master key may still be used for.
    KeyState, UnknownKeyState, "state of a key" {
        /// New links are made with it.
        Minting = "minting",
        /// Its links can still be redeemed.
        Redeeming = "redeeming",
        /// Its links can only be exchanged for a fresh mail.
        RenewOnly = "renew_only",
        /// Its links mean nothing any more.
        Revoked = "revoked",
    }
}

/// What a derived key is for; each label gives an unrelated key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Authenticates password links.
    Links,
    /// Seals values that must be read back.
    Sealing,
    /// Signs access tokens (the seed of an Ed25519 key).
    AccessTokens,
    /// Signs heads of the audit chain (the seed of an Ed25519 key).
    Audit,
    /// Recognises the body of a repeated request.
    Idempotency,
    /// Recognises the address of somebody who was deleted.
    Recipients,
    /// Proves, without revealing it, that two nodes hold the same master key.
    Check,
}

impl KeyPurpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Links => b"usher/v1/links",
            Self::Sealing => b"usher/v1/sealing",
            Self::AccessTokens => b"usher/v1/access-tokens",
            Self::Audit => b"usher/v1/audit",
            Self::Idempotency => b"usher/v1/idempotency",
            Self::Recipients => b"usher/v1/recipients",
            Self::Check => b"usher/v1/check",
        }
    }
}

/// A derived key; wiped from memory when dropped.
pub type PurposeKey = Zeroizing<[u8; 32]>;

/// One master key.
#[derive(Clone)]
pub struct MasterKey {
    id: KeyId,
    secret: Zeroizing<[u8; 32]>,
    links: PurposeKey,
}

impl MasterKey {
    /// A master key from its id and 32 secret bytes.
    #[must_use]
    pub fn new(id: KeyId, secret: [u8; 32]) -> Self {
        let secret = Zeroizing::new(secret);
        let links = derive(&secret, KeyPurpose::Links);
        Self { id, secret, links }
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The secret bytes, for writing the keyring file.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The key for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: KeyPurpose) -> PurposeKey {
        derive(&self.secret, purpose)
    }

    /// The key for links, derived once: every mail and every visit needs it.
    #[must_use]
    pub fn links(&self) -> &PurposeKey {
        &self.links
    }

    /// The HMAC-SHA-256 of some parts, one after the other, under the key for a purpose.
    pub(crate) fn mac(&self, purpose: KeyPurpose, parts: &[&[u8]]) -> [u8; 32] {
        let key = self.derive(purpose);
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.as_slice())
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The public value by which the database recognises this key.
    #[must_use]
    pub fn check_value(&self) -> [u8; 16] {
        let mut check = [0; 16];
        check.copy_from_slice(&self.derive(KeyPurpose::Check)[..16]);
        check
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({}, [redacted])", self.id)
    }
}

fn derive(secret: &[u8; 32], purpose: KeyPurpose) -> PurposeKey {
    let mut key = Zeroizing::new([0; 32]);
    // 32 bytes is always a valid output length for HKDF-SHA-256.
    let expanded = Hkdf::<Sha256>::new(None, secret).expand(purpose.label(), key.as_mut());
    debug_assert!(expanded.is_ok());
    key
}

/// Every master key of the installation. The last one mints.
#[derive(Debug, Clone)]
pub struct Keyring {
    older: Vec<MasterKey>,
    current: MasterKey,
}

impl Keyring {
    /// A keyring from its keys, oldest first; `None` without any key.
    #[must_use]
    pub fn new(mut keys: Vec<MasterKey>) -> Option<Self> {
        let current = keys.pop()?;
        Some(Self {
            older: keys,
            current,
        })
    }

    /// The key that mints.
    #[must_use]
    pub fn current(&self) -> &MasterKey {
        &self.current
    }

    /// The key with an id.
    #[must_use]
    pub fn find(&self, id: KeyId) -> Option<&MasterKey> {
        self.iter().find(|key| key.id == id)
    }

    /// All keys, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &MasterKey> {
        self.older.iter().chain(std::iter::once(&self.current))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let key = MasterKey::new(KeyId(1), [7; 32]);
        assert_ne!(
            *key.derive(KeyPurpose::Links),
            *key.derive(KeyPurpose::Sealing)
        );
        assert_ne!(key.derive(KeyPurpose::Check)[..], key.secret()[..]);
    }

    #[test]
    fn debugging_a_key_shows_no_secret() {
        let text = format!(
            "{:?}",
            Keyring::new(vec![MasterKey::new(KeyId(0xab), [0x5a; 32])])
        );
        assert_eq!(
            text,
            "Some(Keyring { older: [], current: MasterKey(000000ab, [redacted]) })"
        );
    }
}
