//! Whether the dispatcher still moves.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// When the dispatcher went round last. A dispatcher that waits, for mail or for a slow mail server,
/// still goes round; one that hangs, or whose threads do, no longer does.
#[derive(Debug)]
pub(crate) struct Pulse {
    started: Instant,
    /// Milliseconds after `started`.
    beat: AtomicU64,
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            beat: AtomicU64::new(0),
        }
    }
}

impl Pulse {
    /// It goes round.
    pub(crate) fn beat(&self) {
        self.beat.store(self.now(), Ordering::Relaxed);
    }

    /// How long ago it went round; from the start if it never did.
    pub(crate) fn age(&self) -> Duration {
        let beat = self.beat.load(Ordering::Relaxed);
        Duration::from_millis(self.now().saturating_sub(beat))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
