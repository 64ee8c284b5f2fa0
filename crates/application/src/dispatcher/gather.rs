//! Dealing together with what comes one by one.
//!
//! Many small claims and records would cost the writer as much as many large ones, and keep those waiting
//! who ask for mail. So what comes shortly after a small batch waits for company; what comes after a pause,
//! or while whole batches wait, does not.

use std::time::Duration;

use tokio::time::Instant;

/// How long to wait for company.
pub(super) const GATHER: Duration = Duration::from_millis(5);

/// When a batch was last smaller than it could have been.
#[derive(Debug, Default)]
pub(super) struct LastSmall(Option<Instant>);

impl LastSmall {
    /// Notes a batch of `count`, where there was room for `room`.
    pub(super) fn note(&mut self, count: usize, room: usize) {
        self.0 = (count < room).then(Instant::now);
    }

    /// Whether that was so short a time ago that the next batch is worth waiting for.
    pub(super) fn is_recent(&self) -> bool {
        self.0.is_some_and(|at| at.elapsed() < GATHER)
    }
}
