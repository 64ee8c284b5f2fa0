//! Passwords: how they are read, and which ones are good enough.

mod policy;

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use policy::{PasswordJudgement, PasswordPolicy, WeakPassword};

/// A password in clear, NFKC-normalised, wiped when dropped. It has neither `Display` nor `Clone`.
pub struct Password(Zeroizing<String>);

/// Longer than any password may be; refused before any work is done on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password has at most {MAX_BYTES} bytes")]
pub struct OversizedPassword;

/// The most bytes that are looked at: 128 characters fit whatever the script.
const MAX_BYTES: usize = 1024;

impl Password {
    /// Reads what somebody typed, without judging it.
    ///
    /// # Errors
    /// [`OversizedPassword`] beyond 1,024 bytes.
    pub fn read(text: &str) -> Result<Self, OversizedPassword> {
        if text.len() > MAX_BYTES {
            return Err(OversizedPassword);
        }
        // NFKC can lengthen a text; collecting into a wiped buffer of ample size leaves no copies.
        let mut normalised = Zeroizing::new(String::with_capacity(MAX_BYTES * 18));
        normalised.extend(text.nfkc());
        Ok(Self(normalised))
    }

    /// The normalised password, for the hash function alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_type_one_character_are_one_password() {
        let composed = Password::read("caf\u{e9}").unwrap();
        let decomposed = Password::read("cafe\u{301}").unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
    }

    #[test]
    fn an_oversized_text_is_refused_unread() {
        assert_eq!(
            Password::read(&"x".repeat(1025)).err(),
            Some(OversizedPassword)
        );
    }
}
