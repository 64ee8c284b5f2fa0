//! Time that passes when a test says so, and randomness that is the same at every run.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};
use usher_domain::clock::{Clock, Entropy};

/// A clock that stands still until it is advanced.
pub(crate) struct MockClock(AtomicI64);

impl Default for MockClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_900_000_000_000_000))
    }
}

impl MockClock {
    pub(crate) fn advance(&self, duration: Duration) {
        let micros = duration.num_microseconds().expect("a short time");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).expect("a date")
    }
}

/// The hashes of consecutive numbers; identifiers never fall, as in production.
#[derive(Default)]
pub(crate) struct SeededEntropy {
    drawn: AtomicU64,
    latest_millis: AtomicU64,
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let number = self.drawn.fetch_add(1, Ordering::SeqCst);
            let hash = Sha256::digest(number.to_be_bytes());
            chunk.copy_from_slice(&hash[..chunk.len()]);
        }
    }

    fn id_millis(&self, millis: u64) -> u64 {
        let latest = self.latest_millis.fetch_max(millis, Ordering::SeqCst);
        latest.max(millis)
    }
}
