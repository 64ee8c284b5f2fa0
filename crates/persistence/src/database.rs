//! [`Database`]: where closures over a connection are handed in and answered.

use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;

use crate::connection::{Backend, DbConnection};
use crate::database_url::{DatabaseSettings, DatabaseUrl};
use crate::error::{DatabaseError, TransactionError};
use crate::job;
use crate::metrics::DatabaseMetrics;
use crate::migrations::{self, MigrationState};
use crate::pool::QUEUE_LENGTH;
use crate::postgres::{self, PostgresJob};
use crate::signal::{Signal, SignalListener, Signals};
use crate::sqlite;
use crate::statistics::{Counters, Queued, Statistics};
use crate::threads::{Queues, Threads};

/// An open database. Clones share it; the last one to go waits until every accepted write is
/// committed.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    url: DatabaseUrl,
    threads: Threads,
    signals: Arc<Signals>,
    counters: Arc<Counters>,
}

impl Database {
    /// Opens the database and starts its threads. A missing SQLite file is created, readable by its
    /// owner alone, in a folder that must exist. No migration is applied.
    ///
    /// # Errors
    /// When the file cannot be used, or the server cannot be reached or is too old.
    pub fn open(settings: DatabaseSettings) -> Result<Self, DatabaseError> {
        let signals = Arc::new(Signals::default());
        let counters = Arc::new(Counters::default());
        let threads = Threads::start(&settings, &signals, &counters)?;
        let inner = Inner {
            url: settings.url,
            threads,
            signals,
            counters,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Runs `closure` on a connection that only reads; all its queries see one snapshot, which holds
    /// whatever was committed before this call.
    ///
    /// Reads that wait together share a snapshot, so the closure passes on every failure of the database
    /// and leaves no setting behind.
    ///
    /// # Errors
    /// What the closure failed with, or the database before it could run.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
        E: From<DatabaseError> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = job::read(closure);
        let accepted = match self.queues()? {
            Queues::Sqlite { reads, .. } => reads.send(job).await.is_ok(),
            Queues::Postgres(jobs) => jobs.send(PostgresJob::Read(job)).await.is_ok(),
        };
        received(accepted, answer).await
    }

    /// Runs `closure` in a write transaction and returns once that is committed.
    ///
    /// The closure may run more than once; only its last run counts. So it has no effect beyond the
    /// connection it is given. It passes on every failure of the database, except one that it
    /// caught in a [`crate::connection::savepoint`]. A refusal undoes what it has written.
    ///
    /// When the returned future is dropped before the closure has been handed over, nothing
    /// happens; after that, the closure runs and is committed all the same.
    ///
    /// # Errors
    /// What the closure failed with, or the database beneath it. Nothing is stored then, with one
    /// exception: after [`DatabaseError::Unavailable`] from PostgreSQL that is not known.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: Fn(&mut DbConnection) -> Result<T, E> + Send + 'static,
        E: TransactionError,
        T: Send + 'static,
    {
        self.submit(None, closure).await
    }

    /// As [`Database::write`]; after a commit, and only then, it rings `signal`, even when the
    /// caller has gone in the meantime.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub async fn write_signalling<T, E, F>(&self, signal: Signal, closure: F) -> Result<T, E>
    where
        F: Fn(&mut DbConnection) -> Result<T, E> + Send + 'static,
        E: TransactionError,
        T: Send + 'static,
    {
        self.submit(Some(signal), closure).await
    }

    /// A listener that hears `signal` from now on.
    #[must_use]
    pub fn signal(&self, signal: Signal) -> SignalListener {
        self.inner.signals.listen(signal)
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.inner.url.backend()
    }

    /// Counts since the database was opened.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let queued = match self.queues() {
            Ok::<_, DatabaseError>(Queues::Sqlite { reads, writes }) => Queued {
                writes: QUEUE_LENGTH.saturating_sub(writes.capacity()),
                reads: QUEUE_LENGTH.saturating_sub(reads.capacity()),
            },
            Ok(Queues::Postgres(jobs)) => Queued {
                writes: QUEUE_LENGTH.saturating_sub(jobs.capacity()),
                reads: 0,
            },
            Err(_) => Queued::default(),
        };
        self.inner.counters.snapshot(queued)
    }

    /// What the database measures about itself.
    #[must_use]
    pub fn metrics(&self) -> &DatabaseMetrics {
        &self.inner.counters.metrics
    }

    /// Applies the pending migrations, all or none, and returns their names. Of several nodes that
    /// ask at once, one does it and the others find nothing left to do.
    ///
    /// # Errors
    /// When a migration fails; the database is then as it was.
    pub async fn migrate(&self) -> Result<Vec<String>, DatabaseError> {
        self.on_own_connection(migrations::apply_pending).await
    }

    /// Reverts every migration and with them all data; returns the versions. For tests.
    ///
    /// # Errors
    /// When a migration cannot be reverted; the database is then as it was.
    pub async fn revert_all_migrations(&self) -> Result<Vec<String>, DatabaseError> {
        self.on_own_connection(migrations::revert_all).await
    }

    /// Compares the database with the migrations that this program brings.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn migration_state(&self) -> Result<MigrationState, DatabaseError> {
        self.read(migrations::state).await
    }

    /// The names of the migrations that are not applied yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DatabaseError> {
        Ok(self.migration_state().await?.pending)
    }

    /// The versions of the migrations that are applied.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, DatabaseError> {
        Ok(self.migration_state().await?.applied)
    }

    /// Accepts nothing more, commits what was accepted and ends the threads. Other clones answer
    /// [`DatabaseError::Closed`] from now on.
    pub async fn close(self) {
        let (done, closed) = oneshot::channel();
        let inner = Arc::clone(&self.inner);
        let joiner = thread::Builder::new()
            .name("database-close".to_owned())
            .spawn(move || {
                inner.threads.close();
                done.send(()).ok();
            });
        // Without a thread to wait on, the drop of the last clone waits instead.
        if joiner.is_ok() {
            drop(closed.await);
        }
    }

    async fn submit<T, E, F>(&self, signal: Option<Signal>, closure: F) -> Result<T, E>
    where
        F: Fn(&mut DbConnection) -> Result<T, E> + Send + 'static,
        E: TransactionError,
        T: Send + 'static,
    {
        let (job, answer) = job::write(signal, closure);
        let accepted = match self.queues()? {
            Queues::Sqlite { writes, .. } => writes.send(job).await.is_ok(),
            Queues::Postgres(jobs) => jobs.send(PostgresJob::Write(job)).await.is_ok(),
        };
        received(accepted, answer).await
    }

    fn queues<E: From<DatabaseError>>(&self) -> Result<Queues, E> {
        self.inner
            .threads
            .queues()
            .ok_or_else(|| DatabaseError::Closed.into())
    }

    /// Runs `change` on a thread and a connection that nothing else uses, because it sets the
    /// connection up in its own way and may take long.
    async fn on_own_connection<T: Send + 'static>(
        &self,
        change: fn(&mut DbConnection) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        let url = self.inner.url.clone();
        let work = tokio::task::spawn_blocking(move || {
            let mut connection = match url {
                DatabaseUrl::Sqlite(path) => DbConnection::Sqlite(sqlite::open_writer(&path)?),
                DatabaseUrl::Postgres(url) => DbConnection::Postgres(postgres::open(&url)?),
            };
            change(&mut connection)
        });
        work.await.unwrap_or(Err(DatabaseError::Panicked))
    }
}

/// Waits for the answer of a job that a queue has accepted.
async fn received<T, E: From<DatabaseError>>(
    accepted: bool,
    answer: job::Answer<T, E>,
) -> Result<T, E> {
    if !accepted {
        return Err(DatabaseError::Closed.into());
    }
    answer.await.unwrap_or_else(|_| {
        Err(DatabaseError::Unavailable("a database thread gave no answer".to_owned()).into())
    })
}
