//! The one thread that writes to SQLite, and its group commit.
//!
//! Whatever waits is committed together: `BEGIN IMMEDIATE`, each closure, one `COMMIT`, and only then the
//! answers. A flush to the disk costs as much for one closure as for 256. A refusal or a violated
//! constraint undoes all of it, and the group runs again with each closure in a savepoint of its own. Any
//! other failure ends the group, because SQLite may have ended the transaction beneath it: the connection
//! is dropped, and each closure runs again alone in a transaction of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::sql_types::Untyped;
use diesel::sqlite::{Sqlite, SqliteConnection};
use tokio::sync::mpsc;

use crate::connection::{DbConnection, fixed};
use crate::error::DatabaseError;
use crate::fuse::Fuse;
use crate::job::{Verdict, WriteJob};
use crate::signal::{Signal, Signals};
use crate::sqlite;
use crate::statistics::Counters;

/// The most closures in one transaction: enough to make the flush cheap, few enough to answer soon.
pub(crate) const LARGEST_GROUP: usize = 256;

/// So many groups after one with a refusal take savepoints at once: SQLite copies each page that a closure
/// touches first within a savepoint, which is dear, but cheaper than running twice.
const CAREFUL: u32 = 16;

/// How long a group waits for a lock that another process holds, before it is answered as busy.
pub(crate) const LOCK_PATIENCE: Duration = Duration::from_secs(20);

/// SQLite does the waiting itself, except where it knows that waiting is vain.
const PAUSE_BETWEEN_LOCK_ATTEMPTS: Duration = Duration::from_millis(5);

type Job = Box<dyn WriteJob>;

/// The owner of the connection that writes.
pub(crate) struct Writer {
    path: PathBuf,
    session: Option<Session>,
    /// How many of the next groups take savepoints.
    careful: u32,
    signals: Arc<Signals>,
    counters: Arc<Counters>,
    lock_patience: Duration,
}

struct Session {
    connection: DbConnection,
    fuse: Fuse,
}

/// Why a group was not committed.
enum GroupFailure {
    /// Somebody else holds the lock; nothing has run.
    Busy,
    /// The transaction can no longer be trusted.
    Broken,
}

impl Writer {
    pub(crate) fn new(
        path: &Path,
        connection: SqliteConnection,
        signals: Arc<Signals>,
        counters: Arc<Counters>,
    ) -> Self {
        Self {
            path: path.to_owned(),
            session: Some(Session::new(connection)),
            careful: 0,
            signals,
            counters,
            lock_patience: LOCK_PATIENCE,
        }
    }

    /// Serves the queue until its senders are gone and it is empty, and then leaves as the last.
    pub(crate) fn run(mut self, mut queue: mpsc::Receiver<Job>, others_closed: &Receiver<()>) {
        let mut group = Vec::with_capacity(LARGEST_GROUP);
        while queue.blocking_recv_many(&mut group, LARGEST_GROUP) > 0 {
            // A closure's panic never comes this far. Should the driver panic, closing a connection
            // say, the thread stays at work; nobody else could do it.
            if catch_unwind(AssertUnwindSafe(|| self.commit(&mut group))).is_err() {
                tracing::error!("the database writer has panicked");
                group.clear();
            }
        }
        self.close_after(others_closed);
    }

    /// Closes the connection once the sender is dropped, which nobody sends with.
    ///
    /// SQLite copies its log into the file when the last connection closes. Of two that close at once each
    /// takes the other for that one; so there is one that closes alone.
    fn close_after(self, others_closed: &Receiver<()>) {
        let connection = match self.session {
            Some(session) => Ok(session),
            None => sqlite::open_writer(&self.path).map(Session::new),
        };
        others_closed.recv().ok();
        drop(connection);
    }

    /// Commits all jobs of the group and empties it.
    fn commit(&mut self, group: &mut Vec<Job>) {
        let _writing = self.counters.metrics.writes();
        let begun = Instant::now();
        match self.run_together(group) {
            Ok(()) => {
                self.counters.committed(group.len(), begun.elapsed());
                self.ring_for(group);
                group.drain(..).for_each(WriteJob::answer);
            }
            Err(GroupFailure::Busy) => {
                for mut job in group.drain(..) {
                    job.fail_with(DatabaseError::Busy);
                    job.answer();
                }
            }
            Err(GroupFailure::Broken) => {
                // Whoever fails again tells of it; on a full disk that is every group.
                tracing::debug!(
                    closures = group.len(),
                    "a write group is run again one by one"
                );
                self.counters.ran_again();
                self.session = None;
                group.drain(..).for_each(|job| self.run_alone(job));
            }
        }
    }

    fn run_together(&mut self, group: &mut [Job]) -> Result<(), GroupFailure> {
        if let [job] = group {
            // The transaction itself is the savepoint of an only closure.
            let session = self.begin_group()?;
            return match session.attempt(&mut **job) {
                Verdict::Keep => session.commit(),
                Verdict::Undo => session.roll_back(),
                _ => return Err(GroupFailure::Broken),
            }
            .map_err(|_| GroupFailure::Broken);
        }
        if self.careful > 0 {
            self.careful -= 1;
        } else if self.run_trusting(group)? {
            return Ok(());
        } else {
            self.careful = CAREFUL;
        }
        self.run_carefully(group)
    }

    /// Commits a group in which no closure refuses. False when one does: then nothing has happened.
    fn run_trusting(&mut self, group: &mut [Job]) -> Result<bool, GroupFailure> {
        let session = self.begin_group()?;
        for job in group {
            match session.attempt(&mut **job) {
                Verdict::Keep => {}
                Verdict::Undo => {
                    let undone = session.roll_back();
                    return undone.map(|()| false).map_err(|_| GroupFailure::Broken);
                }
                _ => return Err(GroupFailure::Broken),
            }
        }
        let committed = session.commit();
        committed.map(|()| true).map_err(|_| GroupFailure::Broken)
    }

    /// Commits a group without what those of its closures have written that refuse.
    fn run_carefully(&mut self, group: &mut [Job]) -> Result<(), GroupFailure> {
        let session = self.begin_group()?;
        for job in group {
            let broken = |_| GroupFailure::Broken;
            session
                .run(fixed!(sql::<Untyped>("SAVEPOINT closure")))
                .map_err(broken)?;
            match session.attempt(&mut **job) {
                Verdict::Keep => {}
                Verdict::Undo => session.execute("ROLLBACK TO closure").map_err(broken)?,
                _ => return Err(GroupFailure::Broken),
            }
            session
                .run(fixed!(sql::<Untyped>("RELEASE closure")))
                .map_err(broken)?;
        }
        session.commit().map_err(|_| GroupFailure::Broken)
    }

    fn begin_group(&mut self) -> Result<&mut Session, GroupFailure> {
        self.begin().map_err(|error| match error {
            DatabaseError::Busy => GroupFailure::Busy,
            _ => GroupFailure::Broken,
        })
    }

    /// Runs a job in a transaction of its own and answers it.
    fn run_alone(&mut self, mut job: Job) {
        if let Err(error) = self.try_alone(&mut *job) {
            job.fail_with(error);
        }
        self.ring_for(std::slice::from_ref(&job));
        job.answer();
    }

    fn try_alone(&mut self, job: &mut dyn WriteJob) -> Result<(), DatabaseError> {
        let begun = Instant::now();
        let session = self.begin()?;
        let ended = match session.attempt(job) {
            Verdict::Keep => session.commit(),
            Verdict::Undo => session.roll_back(),
            // The job holds its own failure.
            Verdict::Stop | Verdict::Panicked | Verdict::Again => {
                self.session = None;
                return Ok(());
            }
        };
        match ended {
            Ok(()) => self.counters.committed(1, begun.elapsed()),
            Err(_) => self.session = None,
        }
        ended
    }

    /// Opens a transaction that holds the write lock.
    fn begin(&mut self) -> Result<&mut Session, DatabaseError> {
        let deadline = Instant::now() + self.lock_patience;
        let mut reopened = self.session.is_none();
        loop {
            let mut session = match self.session.take() {
                Some(session) => session,
                None => Session::new(sqlite::open_writer(&self.path)?),
            };
            match session.begin_immediate() {
                Ok(()) => return Ok(self.session.insert(session)),
                Err(DatabaseError::Busy) => {
                    self.session = Some(session);
                    if Instant::now() >= deadline {
                        return Err(DatabaseError::Busy);
                    }
                    thread::sleep(PAUSE_BETWEEN_LOCK_ATTEMPTS);
                }
                Err(error) if reopened => return Err(error),
                Err(_) => reopened = true,
            }
        }
    }

    /// Rings each signal once, however many jobs of the group ask for it.
    fn ring_for(&self, committed: &[Job]) {
        for signal in Signal::ALL {
            if committed.iter().any(|job| job.signal() == Some(signal)) {
                self.signals.ring(signal);
            }
        }
    }
}

impl Session {
    fn new(mut connection: SqliteConnection) -> Self {
        let fuse = Fuse::fit(&mut connection);
        Self {
            connection: DbConnection::Sqlite(connection),
            fuse,
        }
    }

    fn begin_immediate(&mut self) -> Result<(), DatabaseError> {
        let begun = match &mut self.connection {
            DbConnection::Sqlite(connection) => {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
            }
            DbConnection::Postgres(_) => Err(diesel::result::Error::NotInTransaction),
        };
        begun.map_err(|error| self.failure(error))
    }

    /// Runs the closure and makes sure that the transaction is as sound as its verdict says.
    fn attempt(&mut self, job: &mut dyn WriteJob) -> Verdict {
        let verdict = job.attempt(&mut self.connection);
        let failure = match self.fuse.take() {
            Some(failure) => failure,
            None if self.is_at_the_transactions_top() => return verdict,
            None => DatabaseError::Query(diesel::result::Error::BrokenTransactionManager),
        };
        if verdict == Verdict::Keep {
            job.fail_with(failure);
        }
        Verdict::Stop
    }

    /// A closure that begins what it does not end would have the group's `COMMIT` end that.
    fn is_at_the_transactions_top(&mut self) -> bool {
        let status = <DbConnection as TransactionManager<_>>::transaction_manager_status_mut(
            &mut self.connection,
        );
        matches!(status.transaction_depth(), Ok(Some(depth)) if depth.get() == 1)
    }

    /// Runs a statement that stays prepared.
    fn run<Q>(&mut self, statement: Q) -> Result<(), DatabaseError>
    where
        Q: QueryFragment<Sqlite> + QueryId + RunQueryDsl<SqliteConnection>,
    {
        let ran = match &mut self.connection {
            DbConnection::Sqlite(connection) => statement.execute(connection),
            DbConnection::Postgres(_) => Err(diesel::result::Error::NotInTransaction),
        };
        ran.map(drop).map_err(|error| self.failure(error))
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.connection
            .batch_execute(sql)
            .map_err(|error| self.failure(error))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        <DbConnection as TransactionManager<_>>::commit_transaction(&mut self.connection)
            .map_err(|error| self.failure(error))
    }

    fn roll_back(&mut self) -> Result<(), DatabaseError> {
        <DbConnection as TransactionManager<_>>::rollback_transaction(&mut self.connection)
            .map_err(|error| self.failure(error))
    }

    /// The engine reads the failure of its own statement, so the fuse need not remember it.
    fn failure(&self, error: diesel::result::Error) -> DatabaseError {
        drop(self.fuse.take());
        DatabaseError::from(error)
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::job;

    #[test]
    fn a_lock_that_is_never_given_back_is_answered_as_busy() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("test.db");
        let mut other = sqlite::open_writer(&path).unwrap();
        let connection = sqlite::open_writer(&path).unwrap();
        let mut writer = Writer::new(&path, connection, Arc::default(), Arc::default());
        writer.lock_patience = Duration::from_millis(20);
        let session = writer.session.as_mut().unwrap();
        session.execute("PRAGMA busy_timeout = 0").unwrap();
        other.batch_execute("BEGIN IMMEDIATE").unwrap();

        let (jobs, answers): (Vec<_>, Vec<_>) = (0..3)
            .map(|_| job::write::<(), DatabaseError, _>(None, |_| Ok(())))
            .unzip();
        let mut group = jobs;
        writer.commit(&mut group);
        for answer in answers {
            assert!(matches!(
                answer.blocking_recv(),
                Ok(Err(DatabaseError::Busy))
            ));
        }

        other.batch_execute("COMMIT").unwrap();
        let (job, answer) = job::write::<(), DatabaseError, _>(None, |_| Ok(()));
        writer.commit(&mut vec![job]);
        assert!(matches!(answer.blocking_recv(), Ok(Ok(()))));
    }
}
