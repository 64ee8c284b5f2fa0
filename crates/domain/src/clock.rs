//! Where time and randomness come from. Production reads the machine; tests hand in their own.

use chrono::{DateTime, Utc};

/// Tells the time. Every rule takes the instant it needs; nobody asks the machine directly.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, trimmed to microseconds (what both databases keep).
    fn now(&self) -> DateTime<Utc>;
}

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// Draws `N` random bytes.
pub fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}
