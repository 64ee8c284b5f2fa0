//! Access keys: pairs of a public name (AK) and a secret (SK), with which vendors' clients sign
//! their requests. Both look as those clients expect them.

use std::{fmt, str::FromStr};

use zeroize::Zeroizing;

use crate::clock::{Entropy, random};

const UPPER_AND_DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The public half of an access key: 20 of `A-Z0-9`. It travels in clear and names the key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ak(String);

/// A text that no access key of ours is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an access key")]
pub struct InvalidAk;

impl Ak {
    const LENGTH: usize = 20;

    /// Draws a fresh one.
    #[must_use]
    pub fn mint(entropy: &dyn Entropy) -> Self {
        Self(draw::<{ Self::LENGTH }>(UPPER_AND_DIGITS, entropy).to_string())
    }

    /// It as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Ak {
    type Err = InvalidAk;

    fn from_str(text: &str) -> Result<Self, InvalidAk> {
        let plausible =
            text.len() == Self::LENGTH && text.bytes().all(|byte| UPPER_AND_DIGITS.contains(&byte));
        plausible.then(|| Self(text.to_owned())).ok_or(InvalidAk)
    }
}

impl fmt::Display for Ak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The secret half: 40 of `A-Za-z0-9`, more than 238 bits. Signatures are computed from it, so it
/// is kept sealed instead of hashed; never printed, never stored in clear.
#[derive(Clone)]
pub struct Sk(Zeroizing<String>);

impl Sk {
    const LENGTH: usize = 40;

    /// Draws a fresh one.
    #[must_use]
    pub fn mint(entropy: &dyn Entropy) -> Self {
        Self(draw::<{ Self::LENGTH }>(ALPHANUMERIC, entropy))
    }

    /// The secret itself, for the one answer that shows it, and for sealing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sk([redacted])")
    }
}

/// Draws `N` characters, each as likely as any other: a random byte beyond the last whole multiple
/// of the alphabet's size is thrown away, or the first characters would come up more often.
fn draw<const N: usize>(alphabet: &[u8], entropy: &dyn Entropy) -> Zeroizing<String> {
    let fair = 256 - 256 % alphabet.len();
    let mut text = Zeroizing::new(String::with_capacity(N));
    while text.len() < N {
        let bytes = Zeroizing::new(random::<64>(entropy));
        let drawn = bytes.iter().map(|byte| usize::from(*byte));
        let missing = N - text.len();
        for index in drawn.filter(|index| *index < fair).take(missing) {
            text.push(char::from(alphabet[index % alphabet.len()]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicU8, Ordering},
    };

    use proptest::prelude::*;

    use super::*;

    /// Every byte in turn.
    #[derive(Default)]
    struct Counting(AtomicU8);
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill_with(|| self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    #[test]
    fn a_pair_has_the_form_that_vendors_clients_know() {
        let entropy = Counting::default();
        let (ak, sk) = (Ak::mint(&entropy), Sk::mint(&entropy));
        assert_eq!(ak.as_str().parse(), Ok(ak));
        assert_eq!(sk.reveal().len(), 40);
        assert!(sk.reveal().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(format!("{sk:?}"), "Sk([redacted])");
    }

    #[test]
    fn no_character_is_likelier_than_another() {
        for alphabet in [UPPER_AND_DIGITS, ALPHANUMERIC] {
            let all = draw::<{ 252 * 62 }>(alphabet, &Counting::default());
            let mut seen = BTreeMap::new();
            for letter in all.chars() {
                *seen.entry(letter).or_insert(0) += 1;
            }
            let (most, least) = (seen.values().max(), seen.values().min());
            assert_eq!(seen.len(), alphabet.len());
            // One round of the entropy is cut off at the end.
            assert!(
                most.unwrap() - least.unwrap() <= 256 / alphabet.len(),
                "{seen:?}"
            );
        }
    }

    #[test]
    fn other_texts_name_no_key() {
        for text in [
            "",
            "AKEXAMPLE",
            "abcdefghijklmnopqrst",
            "ABCDEFGHIJKLMNOPQRSTU",
        ] {
            assert_eq!(text.parse::<Ak>(), Err(InvalidAk), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = text.parse::<Ak>();
        }
    }
}
