//! Opens connections to the SQLite file, with the settings that everything else relies on.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use crate::connection::DbConnection;
use crate::error::DatabaseError;
use crate::job::{ReadJob, Verdict};
use crate::pool::Worker;
use crate::statistics::Counters;

/// In the order in which they take effect: nothing may wait before there is a limit to waiting.
///
/// `synchronous=FULL` flushes each commit to the disk: an accepted message survives a power cut.
const COMMON: &[&str] = &[
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
];

/// The writer copies the log back every 16 MiB, not every 4, because the copy delays its group;
/// a log that a burst made longer is cut to 64 MiB.
const WRITER: &[&str] = &[
    "PRAGMA cache_size = -8192",
    "PRAGMA wal_autocheckpoint = 4096",
    "PRAGMA journal_size_limit = 67108864",
];

const READER: &[&str] = &["PRAGMA cache_size = -1024", "PRAGMA query_only = ON"];

/// Creates the file, readable by its owner alone, unless it is there.
///
/// SQLite gives its log and its shared memory the mode of the file.
pub(crate) fn create_if_missing(path: &Path) -> Result<(), DatabaseError> {
    let fail = |source| DatabaseError::File {
        path: path.to_owned(),
        source,
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => flush_parent(path).map_err(fail),
        // It is not opened here to see more: to close it would drop the locks that another
        // connection of this process holds on it (POSIX locks belong to the process).
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(fail(error)),
    }
}

/// A new file survives a power cut only once its folder is flushed.
fn flush_parent(path: &Path) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(parent)?.sync_all()
}

pub(crate) fn open_writer(path: &Path) -> Result<SqliteConnection, DatabaseError> {
    let mut connection = open(path)?;
    if switch_to_write_ahead_log(&mut connection)? != "wal" {
        return Err(DatabaseError::Unavailable(
            "SQLite cannot keep a write-ahead log here; use a local file system".to_owned(),
        ));
    }
    execute_all(&mut connection, WRITER)?;
    Ok(connection)
}

/// Returns the journal mode in force: a file system without shared memory keeps the old one.
///
/// Of several processes that open a new file at once, one may switch it. SQLite does not let the
/// others wait for that, whatever the busy timeout, so they try again.
fn switch_to_write_ahead_log(connection: &mut SqliteConnection) -> Result<String, DatabaseError> {
    let mut attempts_left = 250;
    loop {
        let mode = diesel::dsl::sql::<Text>("PRAGMA journal_mode = WAL").get_result(connection);
        match mode.map_err(DatabaseError::from) {
            Err(DatabaseError::Busy) if attempts_left > 0 => {
                attempts_left -= 1;
                thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}

pub(crate) fn open_reader(path: &Path) -> Result<SqliteConnection, DatabaseError> {
    let mut connection = open(path)?;
    execute_all(&mut connection, READER)?;
    Ok(connection)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where Database gets its connections"
)]
pub(crate) fn open(path: &Path) -> Result<SqliteConnection, DatabaseError> {
    let name = path.to_str().ok_or_else(|| DatabaseError::File {
        path: path.to_owned(),
        source: io::Error::new(io::ErrorKind::InvalidFilename, "the path is not UTF-8"),
    })?;
    // SQLite takes a name like `file:x` for a URI; a relative path is none once it starts with `./`.
    let name = if path.is_absolute() {
        name.to_owned()
    } else {
        format!("./{name}")
    };
    let mut connection = SqliteConnection::establish(&name)
        .map_err(|error| DatabaseError::Unavailable(error.to_string()))?;
    execute_all(&mut connection, COMMON)?;
    Ok(connection)
}

fn execute_all(
    connection: &mut SqliteConnection,
    statements: &[&str],
) -> Result<(), DatabaseError> {
    for statement in statements {
        connection.batch_execute(statement)?;
    }
    Ok(())
}

/// One of the threads that read: it owns a connection that cannot write.
///
/// Reads that have waited together share a snapshot. To open one costs as much as a small query.
pub(crate) struct Reader {
    path: PathBuf,
    connection: Option<DbConnection>,
    /// Since when the connection has had a transaction open.
    snapshot: Option<Instant>,
    counters: Arc<Counters>,
}

impl Reader {
    pub(crate) fn new(path: &Path, counters: Arc<Counters>) -> Self {
        Self {
            path: path.to_owned(),
            connection: None,
            snapshot: None,
            counters,
        }
    }

    fn read(&mut self, job: &mut dyn ReadJob) -> Result<(), DatabaseError> {
        let mut connection = self.seeing(job.handed_in())?;
        match job.run(&mut connection) {
            // Nothing is known of the connection, nor of its snapshot.
            Verdict::Panicked => self.snapshot = None,
            verdict => {
                self.connection = Some(connection);
                if verdict != Verdict::Keep {
                    self.rest();
                }
            }
        }
        Ok(())
    }

    /// The connection with a snapshot of everything that was committed by a moment: the open one, if it is
    /// no older.
    fn seeing(&mut self, moment: Instant) -> Result<DbConnection, DatabaseError> {
        if self.snapshot.is_some_and(|since| since >= moment)
            && let Some(open) = self.connection.take()
        {
            return Ok(open);
        }
        self.rest();
        let since = Instant::now();
        let connection = self.begin()?;
        self.snapshot = Some(since);
        Ok(connection)
    }

    /// Opens a transaction, on a fresh connection if need be.
    fn begin(&mut self) -> Result<DbConnection, DatabaseError> {
        if let Some(mut connection) = self.connection.take()
            && <DbConnection as TransactionManager<_>>::begin_transaction(&mut connection).is_ok()
        {
            return Ok(connection);
        }
        let mut connection = DbConnection::Sqlite(open_reader(&self.path)?);
        <DbConnection as TransactionManager<_>>::begin_transaction(&mut connection)?;
        Ok(connection)
    }
}

impl Worker for Reader {
    type Job = Box<dyn ReadJob>;

    fn serve(&mut self, mut job: Box<dyn ReadJob>) {
        self.counters.read_begins(job.handed_in().elapsed());
        if let Err(error) = self.read(&mut *job) {
            job.fail_with(error);
        }
        self.counters.read_ends();
        job.answer();
    }

    /// Ends the snapshot. A connection whose transaction cannot be ended is not used again.
    fn rest(&mut self) {
        if self.snapshot.take().is_some()
            && let Some(mut connection) = self.connection.take()
            && <DbConnection as TransactionManager<_>>::rollback_transaction(&mut connection)
                .is_ok()
        {
            self.connection = Some(connection);
        }
    }
}
