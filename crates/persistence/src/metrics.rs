//! What the engine measures about itself, for dashboards: [`crate::Statistics`] holds the plain counts.

use std::time::Duration;

use prometheus_client::{
    metrics::{gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// From a write that met a warm disk to one that waited for another process's lock, in seconds.
const COMMIT_BUCKETS: [f64; 11] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0,
];

/// From a free thread to a queue that hardly moves, in seconds.
const WAIT_BUCKETS: [f64; 9] = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0];

/// How many writes a transaction carried; 256 is the most on SQLite, one the rule on PostgreSQL.
const GROUP_BUCKETS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// The measures of one database. Clones share them; each costs well under a microsecond to note.
#[derive(Debug, Clone)]
pub struct DatabaseMetrics {
    group_writes: Histogram,
    commit: Histogram,
    read_wait: Histogram,
    reading: Gauge,
    writing: Gauge,
}

impl Default for DatabaseMetrics {
    fn default() -> Self {
        Self {
            group_writes: Histogram::new(GROUP_BUCKETS),
            commit: Histogram::new(COMMIT_BUCKETS),
            read_wait: Histogram::new(WAIT_BUCKETS),
            reading: Gauge::default(),
            writing: Gauge::default(),
        }
    }
}

impl DatabaseMetrics {
    /// Makes them part of what is exposed.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "database_commit_writes",
            "How many writes each committed transaction carried",
            self.group_writes.clone(),
        );
        registry.register_with_unit(
            "database_commit_duration",
            "How long each committed write transaction took, from BEGIN to the end of COMMIT",
            Unit::Seconds,
            self.commit.clone(),
        );
        registry.register_with_unit(
            "database_read_wait",
            "How long reads waited for a free connection",
            Unit::Seconds,
            self.read_wait.clone(),
        );
        registry.register(
            "database_reading_connections",
            "Connections that serve a read right now",
            self.reading.clone(),
        );
        registry.register(
            "database_writing_connections",
            "Connections that serve writes right now; SQLite has one",
            self.writing.clone(),
        );
    }

    pub(crate) fn committed(&self, writes: u32, took: Duration) {
        self.group_writes.observe(f64::from(writes));
        self.commit.observe(took.as_secs_f64());
    }

    pub(crate) fn read_begins(&self, waited: Duration) {
        self.read_wait.observe(waited.as_secs_f64());
        self.reading.inc();
    }

    pub(crate) fn read_ends(&self) {
        self.reading.dec();
    }

    /// Counts a connection as writing until what is returned is dropped.
    pub(crate) fn writes(&self) -> Writing {
        self.writing.inc();
        Writing(self.writing.clone())
    }
}

/// Held while a connection serves writes, also when that ends in a panic.
pub(crate) struct Writing(Gauge);

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.dec();
    }
}
