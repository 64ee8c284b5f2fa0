//! What the engine counts about itself, for metrics and for the tests of group commit.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::metrics::DatabaseMetrics;

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
    /// Writes that wait for their turn; on PostgreSQL, whatever waits for a connection.
    pub queued_writes: u64,
    /// Reads that wait for a connection; on PostgreSQL they wait among the writes.
    pub queued_reads: u64,
}

/// The counters behind [`Statistics`]; they order nothing, so relaxed access suffices.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    commits: AtomicU64,
    closures: AtomicU64,
    largest_group: AtomicU64,
    reruns: AtomicU64,
    reads: AtomicU64,
    pub(crate) metrics: DatabaseMetrics,
}

/// How many jobs wait in each queue.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Queued {
    pub(crate) writes: usize,
    pub(crate) reads: usize,
}

impl Counters {
    pub(crate) fn committed(&self, closures: usize, took: Duration) {
        self.metrics
            .committed(u32::try_from(closures).unwrap_or(u32::MAX), took);
        let closures = u64::try_from(closures).unwrap_or(u64::MAX);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.closures.fetch_add(closures, Ordering::Relaxed);
        self.largest_group.fetch_max(closures, Ordering::Relaxed);
    }

    pub(crate) fn ran_again(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read_begins(&self, waited: Duration) {
        self.metrics.read_begins(waited);
    }

    pub(crate) fn read_ends(&self) {
        self.metrics.read_ends();
        self.reads.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self, queued: Queued) -> Statistics {
        Statistics {
            commits: self.commits.load(Ordering::Relaxed),
            closures: self.closures.load(Ordering::Relaxed),
            largest_group: self.largest_group.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
            reads: self.reads.load(Ordering::Relaxed),
            queued_writes: u64::try_from(queued.writes).unwrap_or(u64::MAX),
            queued_reads: u64::try_from(queued.reads).unwrap_or(u64::MAX),
        }
    }
}
