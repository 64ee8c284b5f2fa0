//! Which passwords are good enough.
//!
//! The rules follow NIST SP 800-63B-4 §3.1.1.2: length counts, composition does not; Unicode is
//! normalised before anything else; common, guessable and context-bound passwords are refused with
//! the reason.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::Password;

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
    include_str!("../../data/common-passwords.txt")
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
        let judged = Judged::new(password, context);
        match self.weakness(password, &judged) {
            None if judged.score() < GOOD => Err(WeakPassword::Guessable),
            None => Ok(()),
            Some(weakness) => Err(weakness),
        }
    }

    /// Judges a password that is still being typed: the same verdict as [`PasswordPolicy::check`],
    /// and how far it is from being easy to guess.
    #[must_use]
    pub fn judge(&self, password: &Password, context: &[&str]) -> PasswordJudgement {
        let judged = Judged::new(password, context);
        let score = judged.score();
        let guessable = (score < GOOD).then_some(WeakPassword::Guessable);
        let weakness = self.weakness(password, &judged).or(guessable);
        let strength = match weakness {
            None => score,
            Some(_) => score.min(GOOD - 1),
        };
        PasswordJudgement { strength, weakness }
    }

    /// What speaks against a password before anybody tries to guess it.
    fn weakness(&self, password: &Password, judged: &Judged) -> Option<WeakPassword> {
        let chars = password.chars();
        if chars < self.min_chars {
            return Some(WeakPassword::TooShort(self.min_chars));
        }
        if chars > self.max_chars {
            return Some(WeakPassword::TooLong(self.max_chars));
        }
        if COMMON.contains(judged.folded.as_str()) {
            return Some(WeakPassword::Common);
        }
        leaves_too_little(&judged.folded, &judged.words, self.min_chars)
            .then_some(WeakPassword::Personal)
    }
}

/// The least score of a password that is good enough.
const GOOD: u8 = 3;

/// What a password is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordJudgement {
    /// 0 (found at once) to 4 (very hard to guess); at least 3 if and only if it is good enough.
    pub strength: u8,
    /// Why it is not good enough.
    pub weakness: Option<WeakPassword>,
}

/// A password and its context in the form in which they are compared.
struct Judged {
    folded: Zeroizing<String>,
    words: Vec<String>,
}

impl Judged {
    fn new(password: &Password, context: &[&str]) -> Self {
        Self {
            folded: Zeroizing::new(password.expose().to_lowercase()),
            words: context_words(context),
        }
    }

    fn score(&self) -> u8 {
        let start: String = self.folded.chars().take(JUDGED_CHARS).collect();
        let known: Vec<&str> = self.words.iter().map(String::as_str).collect();
        zxcvbn::zxcvbn(&Zeroizing::new(start), &known)
            .score()
            .into()
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
    fn what_is_refused_never_looks_strong() {
        let judge = |text: &str| {
            PasswordPolicy::default().judge(&Password::read(text).unwrap(), &["ada.lovelace"])
        };
        let short = judge("kX9#vQ2!zt");
        assert_eq!(short.weakness, Some(WeakPassword::TooShort(12)));
        assert_eq!(short.strength, 2);
        assert_eq!(judge("").strength, 0);
        assert_eq!(judge("qwerty123456").weakness, Some(WeakPassword::Common));
        let good = judge("correct horse battery");
        assert!(good.weakness.is_none() && good.strength >= 3, "{good:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn both_verdicts_agree(text in "[a-z0-9 ]{0,40}") {
            let (policy, password) = (PasswordPolicy::default(), Password::read(&text).unwrap());
            let context = ["ada.lovelace", "Acme"];
            let judgement = policy.judge(&password, &context);
            prop_assert_eq!(judgement.strength >= GOOD, judgement.weakness.is_none());
            prop_assert_eq!(policy.check(&password, &context).err(), judgement.weakness);
        }

        #[test]
        fn judging_never_panics(text in ".{0,200}") {
            if let Ok(password) = Password::read(&text) {
                let _ = PasswordPolicy::default().check(&password, &["x", &text]);
            }
        }
    }
}
