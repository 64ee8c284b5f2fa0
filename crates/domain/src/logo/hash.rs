//! What a logo is found by.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of an image, under which it is served: another image has another address, so that
/// either may be kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogoHash([u8; 32]);

/// A text or bytes that are no such hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the hash of a logo")]
pub struct InvalidLogoHash;

impl LogoHash {
    /// The hash of an image.
    pub(super) fn of(image: &[u8]) -> Self {
        Self(Sha256::digest(image).into())
    }

    /// The bytes, as they are stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Where the image is, below the public URL.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/branding/{self}")
    }
}

impl TryFrom<&[u8]> for LogoHash {
    type Error = InvalidLogoHash;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidLogoHash> {
        bytes.try_into().map(Self).map_err(|_| InvalidLogoHash)
    }
}

/// 64 hexadecimal digits in lower case.
impl fmt::Display for LogoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for LogoHash {
    type Err = InvalidLogoHash;

    /// Reads the one form in which hashes are printed, so that an image has one address only.
    fn from_str(text: &str) -> Result<Self, InvalidLogoHash> {
        let digits = text.as_bytes();
        let lower = digits
            .iter()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        if digits.len() != 64 || !lower {
            return Err(InvalidLogoHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| InvalidLogoHash)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| InvalidLogoHash)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_form() {
        let hash = LogoHash::of(b"an image");
        let text = hash.to_string();
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(LogoHash::try_from(hash.as_bytes()), Ok(hash));
        assert_eq!(hash.path(), format!("/branding/{text}"));
        for bad in [
            text.to_uppercase(),
            text[1..].to_owned(),
            format!("{text}0"),
            "ä".repeat(32),
        ] {
            assert_eq!(bad.parse::<LogoHash>(), Err(InvalidLogoHash), "{bad}");
        }
    }
}
