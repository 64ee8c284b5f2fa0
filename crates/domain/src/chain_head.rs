//! The end of the audit log's hash chain, as people write it down to compare it later.

use std::{fmt, str::FromStr};

/// How long the chain is, and the hash of its last event.
///
/// ```
/// use usher_domain::chain_head::ChainHead;
///
/// let head = ChainHead { seq: 42, hash: [0xab; 32] };
/// assert_eq!(head.to_string().parse(), Ok(head));
/// assert!(head.to_string().starts_with("42:abab"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// How many events it covers.
    pub seq: i64,
    /// The hash of the last of them.
    pub hash: [u8; 32],
}

/// A text that is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a head looks like 42:6d3f…, a number, a colon and 64 hex digits")]
pub struct InvalidChainHead;

impl fmt::Display for ChainHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.seq)?;
        self.hash
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for ChainHead {
    type Err = InvalidChainHead;

    fn from_str(text: &str) -> Result<Self, InvalidChainHead> {
        let (seq, digits) = text.trim().split_once(':').ok_or(InvalidChainHead)?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0);
        let seq = seq.ok_or(InvalidChainHead)?;
        if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(InvalidChainHead);
        }
        let mut hash = [0; 32];
        for (index, byte) in hash.iter_mut().enumerate() {
            let pair = &digits[2 * index..2 * index + 2];
            *byte = u8::from_str_radix(pair, 16).map_err(|_| InvalidChainHead)?;
        }
        Ok(Self { seq, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_else_is_no_head() {
        let digits = "a".repeat(64);
        for text in [
            "",
            "42",
            "42:",
            &digits,
            &format!("0:{digits}"),
            &format!("-1:{digits}"),
            &format!("1:{digits}a"),
            &format!("1:{}é", "a".repeat(62)),
        ] {
            assert_eq!(text.parse::<ChainHead>(), Err(InvalidChainHead), "{text}");
        }
    }
}
