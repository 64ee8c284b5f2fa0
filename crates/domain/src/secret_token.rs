//! Opaque secrets that we hand out once and recognise by their hash: API tokens, session cookies and
//! IAM tokens.
//!
//! They carry 256 random bits, so a plain SHA-256 is enough to keep them (no guess can be tried),
//! and looking one up by its hash leaks nothing useful through timing.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::clock::{Entropy, random};

/// What kind of secret it is; the prefix lets people and scanners recognise a leaked one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// An API token.
    ApiToken,
    /// A session cookie.
    Session,
    /// A token that a program got from IAM's API for a user's password.
    IamToken,
}

impl SecretKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::ApiToken => "usher_at_",
            Self::Session => "usher_se_",
            Self::IamToken => "usher_it_",
        }
    }
}

/// A secret in clear, on its way to or from its owner. Never printed, never stored.
#[derive(Clone)]
pub struct SecretToken(Zeroizing<String>);

/// What the database keeps of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl SecretToken {
    /// Draws a fresh secret.
    #[must_use]
    pub fn mint(kind: SecretKind, entropy: &dyn Entropy) -> Self {
        let bytes = Zeroizing::new(random::<32>(entropy));
        Self(Zeroizing::new(format!(
            "{}{}",
            kind.prefix(),
            URL_SAFE_NO_PAD.encode(*bytes)
        )))
    }

    /// Reads a presented secret; `None` when it cannot be one of this kind.
    #[must_use]
    pub fn parse(kind: SecretKind, text: &str) -> Option<Self> {
        let rest = text.strip_prefix(kind.prefix())?;
        let plausible = rest.len() == 43
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        plausible.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// What to keep and look it up by.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// The secret itself, for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The beginning, by which its owner can tell one token from another.
    #[must_use]
    pub fn hint(&self) -> String {
        self.0.chars().take(13).collect()
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;
    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn a_minted_token_is_recognised_by_its_hash() {
        let token = SecretToken::mint(SecretKind::ApiToken, &Sevens);
        let presented = SecretToken::parse(SecretKind::ApiToken, token.reveal()).unwrap();
        assert_eq!(presented.hash(), token.hash());
        assert_eq!(format!("{token:?}"), "SecretToken([redacted])");
    }

    #[test]
    fn kinds_are_not_interchangeable() {
        let cookie = SecretToken::mint(SecretKind::Session, &Sevens);
        assert!(SecretToken::parse(SecretKind::ApiToken, cookie.reveal()).is_none());
        assert!(SecretToken::parse(SecretKind::IamToken, cookie.reveal()).is_none());
        let token = SecretToken::mint(SecretKind::IamToken, &Sevens);
        assert!(SecretToken::parse(SecretKind::Session, token.reveal()).is_none());
        assert!(SecretToken::parse(SecretKind::ApiToken, "usher_at_short").is_none());
    }
}
