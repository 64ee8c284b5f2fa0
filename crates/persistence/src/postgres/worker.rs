//! The threads of the pool: each owns a connection and gives each writing closure a transaction of its own,
//! and reading ones that have waited together one for all.
//!
//! PostgreSQL runs many transactions at once and asks some to try again; that happens here, unseen
//! by the caller. What may have been committed is never run again.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};

use super::announcer::Announcements;
use super::connect::open;
use crate::connection::DbConnection;
use crate::error::DatabaseError;
use crate::job::{ReadJob, Verdict, WriteJob};
use crate::pool::Worker;
use crate::signal::Signals;
use crate::statistics::Counters;

/// An aborted transaction answers `COMMIT` with a silent rollback. A statement sent along fails
/// instead, and costs no journey of its own.
const COMMIT: &str = "SELECT; COMMIT";

const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// How often a closure is run again because another transaction won, before it is answered as busy.
const CONTENTION_RETRIES: u32 = 10;

/// Something to do on a PostgreSQL connection.
pub(crate) enum PostgresJob {
    /// Run in a read-only transaction.
    Read(Box<dyn ReadJob>),
    /// Run in a transaction that is committed.
    Write(Box<dyn WriteJob>),
}

/// One of the threads of the pool, with its connection.
pub(crate) struct PostgresWorker {
    url: Arc<str>,
    connection: Option<DbConnection>,
    /// Since when the connection has had a transaction open for reading.
    snapshot: Option<Instant>,
    signals: Arc<Signals>,
    announcements: Arc<Announcements>,
    counters: Arc<Counters>,
}

/// What to do after a write transaction that was not committed.
enum Next {
    /// The job holds its answer.
    Answer,
    /// Nothing was committed and another attempt may succeed.
    RunAgain,
}

/// What a write has been run again for.
#[derive(Default)]
struct Retries {
    contentions: u32,
    lost_connection: bool,
}

impl Retries {
    fn after_contention(&mut self, job: &mut dyn WriteJob) -> Next {
        if self.contentions == CONTENTION_RETRIES {
            job.fail_with(DatabaseError::Busy);
            return Next::Answer;
        }
        self.contentions += 1;
        // The winner gets time to finish: 2 ms at first, 64 ms at most.
        thread::sleep(Duration::from_millis(1 << self.contentions.min(6)));
        Next::RunAgain
    }
}

impl PostgresWorker {
    /// A worker that opens its connection with its first job.
    pub(crate) fn new(
        url: Arc<str>,
        signals: Arc<Signals>,
        announcements: Arc<Announcements>,
        counters: Arc<Counters>,
    ) -> Self {
        Self {
            url,
            connection: None,
            snapshot: None,
            signals,
            announcements,
            counters,
        }
    }

    fn read(&mut self, job: &mut dyn ReadJob) -> Result<(), DatabaseError> {
        let verdict = job.run(self.seeing(job.handed_in())?);
        if verdict != Verdict::Keep {
            self.snapshot = None;
            self.roll_back_unless_unsound(verdict);
        }
        Ok(())
    }

    /// The connection with a snapshot of everything that was committed by a moment: the open one, if it is
    /// no older. Reads that have waited together share it, which saves two journeys each.
    fn seeing(&mut self, moment: Instant) -> Result<&mut DbConnection, DatabaseError> {
        if self.snapshot.is_none_or(|since| since < moment) {
            self.rest();
            let since = Instant::now();
            self.begin(BEGIN_READ)?;
            self.snapshot = Some(since);
        }
        self.connection.as_mut().ok_or(DatabaseError::Closed)
    }

    fn write(&mut self, job: &mut dyn WriteJob) {
        let _writing = self.counters.metrics.writes();
        self.rest();
        let mut retries = Retries::default();
        while let Next::RunAgain = self.attempt_write(job, &mut retries) {
            self.counters.ran_again();
        }
    }

    fn attempt_write(&mut self, job: &mut dyn WriteJob, retries: &mut Retries) -> Next {
        let begun = Instant::now();
        let verdict = match self.begin(BEGIN_WRITE) {
            Ok(connection) => job.attempt(connection),
            Err(error) => {
                job.fail_with(error);
                return Next::Answer;
            }
        };
        if verdict == Verdict::Keep {
            return match self.commit() {
                Ok(()) => {
                    self.counters.committed(1, begun.elapsed());
                    Next::Answer
                }
                Err(DatabaseError::Contended) => retries.after_contention(job),
                Err(error) => {
                    job.fail_with(error);
                    Next::Answer
                }
            };
        }
        let lost = self.roll_back_unless_unsound(verdict);
        // No COMMIT was sent, so nothing is stored, and a fresh connection may do better.
        if lost && !std::mem::replace(&mut retries.lost_connection, true) {
            return Next::RunAgain;
        }
        if verdict == Verdict::Again {
            return retries.after_contention(job);
        }
        Next::Answer
    }

    /// Opens a transaction, on a fresh connection if the one at hand turns out to be lost.
    fn begin(&mut self, sql: &str) -> Result<&mut DbConnection, DatabaseError> {
        if let Some(mut connection) = self.connection.take()
            && begin_with(&mut connection, sql).is_ok()
        {
            return Ok(self.connection.insert(connection));
        }
        let mut connection = DbConnection::Postgres(open(&self.url)?);
        begin_with(&mut connection, sql)?;
        Ok(self.connection.insert(connection))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        let Some(mut connection) = self.connection.take() else {
            return Err(DatabaseError::Closed);
        };
        let Err(error) = connection.batch_execute(COMMIT) else {
            self.connection = Some(connection);
            return Ok(());
        };
        if is_lost(&mut connection) {
            return Err(DatabaseError::Unavailable(
                "the connection was lost during a commit, whose outcome is not known".to_owned(),
            ));
        }
        // An answer came, and it was a refusal: the transaction is certainly not committed.
        self.connection = Some(connection);
        self.roll_back_unless_unsound(Verdict::Undo);
        Err(DatabaseError::from(error))
    }

    /// Ends the transaction without effect; tells whether the connection turned out to be lost.
    fn roll_back_unless_unsound(&mut self, verdict: Verdict) -> bool {
        let Some(mut connection) = self.connection.take() else {
            return false;
        };
        if is_lost(&mut connection) {
            return true;
        }
        // After a panic Diesel's idea of the transaction may be wrong. Closing the connection makes
        // the server roll back.
        if verdict != Verdict::Panicked && connection.batch_execute("ROLLBACK").is_ok() {
            self.connection = Some(connection);
        }
        false
    }
}

impl Worker for PostgresWorker {
    type Job = PostgresJob;

    fn serve(&mut self, job: PostgresJob) {
        match job {
            PostgresJob::Read(mut job) => {
                self.counters.read_begins(job.handed_in().elapsed());
                if let Err(error) = self.read(&mut *job) {
                    job.fail_with(error);
                }
                self.counters.read_ends();
                job.answer();
            }
            PostgresJob::Write(mut job) => {
                self.write(&mut *job);
                if let Some(signal) = job.signal() {
                    self.signals.ring(signal);
                    self.announcements.announce(signal);
                }
                job.answer();
            }
        }
    }

    fn rest(&mut self) {
        if self.snapshot.take().is_some() {
            self.roll_back_unless_unsound(Verdict::Undo);
        }
    }
}

fn begin_with(connection: &mut DbConnection, sql: &str) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Postgres(connection) => Ok(AnsiTransactionManager::begin_transaction_sql(
            connection, sql,
        )?),
        DbConnection::Sqlite(_) => Err(diesel::result::Error::NotInTransaction.into()),
    }
}

/// Diesel asks libpq after each statement and remembers when the server is gone.
fn is_lost(connection: &mut DbConnection) -> bool {
    <DbConnection as TransactionManager<_>>::transaction_manager_status_mut(connection)
        .transaction_depth()
        .is_err()
}
