//! Names by which callers repeat their requests, as the IETF's draft "The Idempotency-Key HTTP Header
//! Field" has them, and what is kept of a request to recognise it.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    actor::Credential,
    keyring::{KeyPurpose, MasterKey},
};

/// What a caller calls a request: 1 to 255 printable characters of ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

/// A text that cannot be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key has 1 to 255 printable characters")]
pub struct InvalidIdempotencyKey;

impl IdempotencyKey {
    /// The longest key.
    pub const MAX: usize = 255;

    /// Reads the value of the header. The draft writes a key as a string of RFC 9651, in quotation
    /// marks; most clients leave them out, and mean the same.
    ///
    /// # Errors
    /// When it is empty, too long, or has characters that cannot be printed.
    pub fn parse(value: &str) -> Result<Self, InvalidIdempotencyKey> {
        let value = value.trim_matches([' ', '\t']);
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let key = quoted.unwrap_or(value);
        let printable = key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if printable && (1..=Self::MAX).contains(&key.len()) {
            Ok(Self(key.to_owned()))
        } else {
            Err(InvalidIdempotencyKey)
        }
    }
}

/// Who asks what under which key, as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope(pub [u8; 32]);

impl Scope {
    /// The scope of a key: it means nothing to another credential, method or path.
    #[must_use]
    pub fn of(credential: Credential, method: &str, path: &str, key: &IdempotencyKey) -> Self {
        let mut hash = Sha256::new();
        for part in [
            credential.kind().as_bytes(),
            presented(credential).as_bytes(),
            method.as_bytes(),
            path.as_bytes(),
            key.0.as_bytes(),
        ] {
            hash.update(length(part));
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

/// The credential itself; of links only the holder is known.
fn presented(credential: Credential) -> Uuid {
    let holder = || credential.user().map(Into::into);
    credential.id().or_else(holder).unwrap_or_default()
}

/// Keeps one part from being another's beginning.
fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

/// What else a request consists of. A body may hold a password, which a plain hash would let
/// somebody guess; so it is made with a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Fingerprint {
    /// The fingerprint of a request.
    #[must_use]
    pub fn of(key: &MasterKey, query: Option<&str>, body: &[u8]) -> Self {
        let query = query.unwrap_or_default().as_bytes();
        Self(key.mac(KeyPurpose::Idempotency, &[&length(query), query, body]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keyring::KeyId;

    fn key(text: &str) -> IdempotencyKey {
        IdempotencyKey::parse(text).unwrap()
    }

    fn token(number: u128) -> Credential {
        Credential::ApiToken(Uuid::from_u128(number).into(), None)
    }

    #[test]
    fn a_key_is_read_with_and_without_quotation_marks() {
        for (value, read) in [
            ("8e03978e", Some("8e03978e")),
            (" \"8e03978e\" ", Some("8e03978e")),
            ("order 7", Some("order 7")),
            ("\"", Some("\"")),
            ("", None),
            (" ", None),
            ("\"\"", None),
            ("schön", None),
            ("a\tb", None),
        ] {
            let parsed = IdempotencyKey::parse(value).ok();
            assert_eq!(parsed.map(|key| key.0).as_deref(), read, "{value:?}");
        }
        assert!(IdempotencyKey::parse(&"k".repeat(255)).is_ok());
        assert!(IdempotencyKey::parse(&"k".repeat(256)).is_err());
    }

    #[test]
    fn a_scope_is_of_one_credential_method_path_and_key() {
        let scope = Scope::of(token(1), "POST", "/users", &key("a"));
        assert_eq!(Scope::of(token(1), "POST", "/users", &key("a")), scope);
        let user = Uuid::from_u128(1);
        for other in [
            Scope::of(token(2), "POST", "/users", &key("a")),
            Scope::of(
                Credential::Session(user.into(), user.into()),
                "POST",
                "/users",
                &key("a"),
            ),
            Scope::of(token(1), "PUT", "/users", &key("a")),
            Scope::of(token(1), "POST", "/accounts", &key("a")),
            Scope::of(token(1), "POST", "/users", &key("b")),
            Scope::of(token(1), "POST", "/usersa", &key("a")),
        ] {
            assert_ne!(other, scope);
        }
    }

    #[test]
    fn two_sessions_of_one_user_are_two_callers() {
        let user = Uuid::from_u128(9).into();
        let session = |id| Credential::Session(Uuid::from_u128(id).into(), user);
        assert_ne!(
            Scope::of(session(1), "POST", "/", &key("a")),
            Scope::of(session(2), "POST", "/", &key("a"))
        );
    }

    #[test]
    fn a_fingerprint_is_of_one_body_query_and_key_of_the_keyring() {
        let master = MasterKey::new(KeyId(1), [7; 32]);
        let print = Fingerprint::of(&master, None, b"body");
        assert_eq!(Fingerprint::of(&master, Some(""), b"body"), print);
        assert!(Fingerprint::of(&master, None, b"bodies") != print);
        assert!(Fingerprint::of(&master, Some("b"), b"ody") != print);
        let other = MasterKey::new(KeyId(1), [8; 32]);
        assert!(Fingerprint::of(&other, None, b"body") != print);
        assert_eq!(format!("{print:?}"), "[redacted]");
    }

    proptest! {
        #[test]
        fn no_value_panics(value in ".{0,300}") {
            if let Ok(key) = IdempotencyKey::parse(&value) {
                prop_assert!((1..=IdempotencyKey::MAX).contains(&key.0.len()));
            }
        }
    }
}
