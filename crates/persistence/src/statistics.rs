//! What the engine counts about itself, for metrics and for the tests of group commit.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the database was opened, and the queue's length now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Write transactions committed.
    pub commits: u64,
    /// Write closures that those have carried.
    pub closures: u64,
    /// The most closures that one transaction carried.
    pub largest_group: u64,
    /// Groups that were given up and run again closure by closure, and transactions run again
    /// because another one won.
    pub reruns: u64,
    /// Read closures that have run.
    pub reads: u64,
    /// Writes that wait for their turn.
    pub queued_writes: u64,
}

/// The counters behind [`Statistics`]; they order nothing, so relaxed access suffices.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    commits: AtomicU64,
    closures: AtomicU64,
    largest_group: AtomicU64,
    reruns: AtomicU64,
    reads: AtomicU64,
}

impl Counters {
    pub(crate) fn committed(&self, closures: usize) {
        let closures = u64::try_from(closures).unwrap_or(u64::MAX);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.closures.fetch_add(closures, Ordering::Relaxed);
        self.largest_group.fetch_max(closures, Ordering::Relaxed);
    }

    pub(crate) fn ran_again(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) {
        self.reads.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self, queued_writes: usize) -> Statistics {
        Statistics {
            commits: self.commits.load(Ordering::Relaxed),
            closures: self.closures.load(Ordering::Relaxed),
            largest_group: self.largest_group.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
            reads: self.reads.load(Ordering::Relaxed),
            queued_writes: u64::try_from(queued_writes).unwrap_or(u64::MAX),
        }
    }
}
