//! Where time and randomness come from. Production reads the machine; tests hand in their own.

use chrono::{DateTime, Utc};

/// Tells the time. Every rule takes the instant it needs; nobody asks the machine directly.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, trimmed to microseconds (what both databases keep). It may lie before one
    /// told earlier: somebody can set the machine's clock.
    fn now(&self) -> DateTime<Utc>;
}

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);

    /// The milliseconds since 1970 that an identifier minted at `millis` carries. Lists are sorted by
    /// identifiers, so a source that outlives a clock set back never lets them fall (RFC 9562, 6.2).
    fn id_millis(&self, millis: u64) -> u64 {
        millis
    }
}

/// Draws `N` random bytes.
pub fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}
