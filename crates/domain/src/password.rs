//! Passwords: how they are read, and which ones are good enough.
//!
//! The rules follow NIST SP 800-63B-4 §3.1.1.2: length counts, composition does not; Unicode is
//! normalised before anything else; common, guessable and context-bound passwords are refused with
//! the reason.

use std::{fmt, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

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

/// Which passwords are good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The fewest characters.
    pub min_chars: usize,
    /// The most characters.
    pub max_chars: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            min_chars: 12,
            max_chars: 128,
        }
    }
}

/// Why a password is not good enough, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too few characters.
    #[error("Use at least {0} characters. A few unrelated words make a good password.")]
    TooShort(usize),
    /// Too many characters.
    #[error("Use at most {0} characters.")]
    TooLong(usize),
    /// Among the passwords that attackers try first.
    #[error("This is one of the passwords that attackers try first. Choose another one.")]
    Common,
    /// Built around the user's own names or address.
    #[error("This password contains your name, address or account. Leave those out.")]
    Personal,
    /// Few guesses would find it.
    #[error(
        "This password is easy to guess. Add another word or two that people would not expect."
    )]
    Guessable,
}

impl WeakPassword {
    /// A stable name for APIs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooShort(_) => "too_short",
            Self::TooLong(_) => "too_long",
            Self::Common => "common",
            Self::Personal => "personal",
            Self::Guessable => "guessable",
        }
    }
}

static COMMON: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/common-passwords.txt")
        .lines()
        .collect()
});

/// zxcvbn's work grows with the square of the length; more than this adds nothing to its verdict.
const JUDGED_CHARS: usize = 64;
/// Context words shorter than this occur in good passwords by accident.
const CONTEXT_CHARS: usize = 4;

impl PasswordPolicy {
    /// Judges a new password. `context` holds what belongs to its user: login, names, address,
    /// account, product.
    ///
    /// # Errors
    /// [`WeakPassword`] with the first reason found.
    pub fn check(&self, password: &Password, context: &[&str]) -> Result<(), WeakPassword> {
        let chars = password.chars();
        if chars < self.min_chars {
            return Err(WeakPassword::TooShort(self.min_chars));
        }
        if chars > self.max_chars {
            return Err(WeakPassword::TooLong(self.max_chars));
        }
        let folded = Zeroizing::new(password.expose().to_lowercase());
        if COMMON.contains(folded.as_str()) {
            return Err(WeakPassword::Common);
        }
        let words = context_words(context);
        if leaves_too_little(&folded, &words, self.min_chars) {
            return Err(WeakPassword::Personal);
        }
        let judged = Zeroizing::new(folded.chars().take(JUDGED_CHARS).collect::<String>());
        let known: Vec<&str> = words.iter().map(String::as_str).collect();
        if zxcvbn::zxcvbn(&judged, &known).score() < zxcvbn::Score::Three {
            return Err(WeakPassword::Guessable);
        }
        Ok(())
    }
}

/// The context, lower-cased, whole and split into its words.
fn context_words(context: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = context
        .iter()
        .map(|text| text.nfkc().collect::<String>().to_lowercase())
        .flat_map(|text| {
            let parts: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect();
            std::iter::once(text).chain(parts)
        })
        .filter(|word| word.chars().count() >= CONTEXT_CHARS)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// Whether so much of the password is context that what remains would be too short by half.
fn leaves_too_little(folded: &str, words: &[String], min_chars: usize) -> bool {
    let mut rest = Zeroizing::new(folded.to_owned());
    for word in words {
        if rest.contains(word.as_str()) {
            rest = Zeroizing::new(rest.replace(word.as_str(), ""));
        }
    }
    rest.len() < folded.len() && rest.chars().count() < min_chars / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) -> Result<(), WeakPassword> {
        let context = [
            "ada.lovelace",
            "Ada Lovelace",
            "ada.lovelace@example.com",
            "Acme",
        ];
        PasswordPolicy::default().check(&Password::read(text).unwrap(), &context)
    }

    #[test]
    fn a_few_unrelated_words_are_good_enough() {
        for good in [
            "correct horse battery",
            "grüne Wolken über Köln",
            "四つの象が静かに川を渡って行く",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_weakness_has_its_reason() {
        for (weak, reason) in [
            ("short", WeakPassword::TooShort(12)),
            ("qwerty123456", WeakPassword::Common),
            ("QWERTY123456", WeakPassword::Common),
            ("Ada.Lovelace1815", WeakPassword::Personal),
            ("aaaaaaaaaaaaaa", WeakPassword::Guessable),
            ("abcdefghijklmnop", WeakPassword::Guessable),
        ] {
            assert_eq!(check(weak), Err(reason), "{weak}");
        }
        assert_eq!(
            check(&"long words ".repeat(20)),
            Err(WeakPassword::TooLong(128))
        );
    }

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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn judging_never_panics(text in ".{0,200}") {
            if let Ok(password) = Password::read(&text) {
                let _ = PasswordPolicy::default().check(&password, &["x", &text]);
            }
        }
    }
}
