//! What the engine's tests write: a table of notes, and closures over it that succeed or fail in
//! every way.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use tokio::task::JoinHandle;
use usher_persistence::{Backend, Database, DatabaseError, DbConnection, TransactionError};

use crate::matrix::{TestDatabase, eventually};

diesel::table! {
    notes (id) {
        id -> BigInt,
        body -> Text,
    }
}

pub(crate) const CREATE_NOTES: &str = "CREATE TABLE notes (\
    id BIGINT PRIMARY KEY, \
    body TEXT NOT NULL CONSTRAINT notes_body_check CHECK (body <> 'forbidden')); \
    CREATE UNIQUE INDEX notes_body_key ON notes (body);";

/// A closure's failure: its own refusal, or the database's.
#[derive(Debug)]
pub(crate) enum NoteError {
    Refused,
    Database(DatabaseError),
}

impl From<DatabaseError> for NoteError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<diesel::result::Error> for NoteError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl TransactionError for NoteError {
    fn database(&self) -> Option<&DatabaseError> {
        match self {
            Self::Refused => None,
            Self::Database(error) => Some(error),
        }
    }
}

pub(crate) type NoteResult = Result<(), NoteError>;
pub(crate) type Closure = Box<dyn Fn(&mut DbConnection) -> NoteResult + Send>;

pub(crate) fn insert(connection: &mut DbConnection, id: i64, body: &str) -> NoteResult {
    diesel::insert_into(notes::table)
        .values((notes::id.eq(id), notes::body.eq(body)))
        .execute(connection)?;
    Ok(())
}

/// Inserts a note whose body nobody else has.
pub(crate) fn note(id: i64) -> Closure {
    Box::new(move |connection| insert(connection, id, &format!("note {id}")))
}

/// The ids of all notes, as somebody outside the engine sees them.
pub(crate) fn stored(db: &TestDatabase) -> Vec<i64> {
    ids(&mut db.outside_connection()).expect("the notes can be read")
}

pub(crate) fn ids(connection: &mut DbConnection) -> Result<Vec<i64>, DatabaseError> {
    Ok(notes::table
        .select(notes::id)
        .order(notes::id)
        .load(connection)?)
}

/// Keeps SQLite's writer busy with a closure until it is opened, so that what is handed in
/// meanwhile becomes one group.
pub(crate) struct Gate {
    open: Sender<()>,
    writer: JoinHandle<NoteResult>,
}

impl Gate {
    pub(crate) async fn closed(database: &Database) -> Self {
        let (open, opened) = channel::<()>();
        let (arrived, arrival) = channel::<()>();
        let writer = submit(database, waiting_for(opened, arrived, |_| Ok(())));
        eventually("the writer stands at the gate", || {
            arrival.try_recv().is_ok()
        })
        .await;
        Self { open, writer }
    }

    pub(crate) async fn open(self) {
        drop(self.open);
        self.writer
            .await
            .expect("no panic")
            .expect("the gate writes nothing");
    }
}

/// A closure that reports that it runs, waits until `opened` is closed, and then goes on.
pub(crate) fn waiting_for(
    opened: Receiver<()>,
    arrived: Sender<()>,
    then: impl Fn(&mut DbConnection) -> NoteResult + Send + 'static,
) -> Closure {
    let opened = Mutex::new(opened);
    Box::new(move |connection| {
        arrived.send(()).ok();
        opened.lock().expect("no panic").recv().ok();
        then(connection)
    })
}

pub(crate) fn submit(database: &Database, closure: Closure) -> JoinHandle<NoteResult> {
    let database = database.clone();
    tokio::spawn(async move { database.write(closure).await })
}

/// Hands in all closures at once, on SQLite as one group in this order; returns their answers.
pub(crate) async fn write_together(
    database: &TestDatabase,
    closures: Vec<Closure>,
) -> Vec<NoteResult> {
    let gate = match database.backend() {
        Backend::Sqlite => Some(Gate::closed(database).await),
        Backend::Postgres => None,
    };
    let mut tasks = Vec::new();
    for closure in closures {
        tasks.push(submit(database, closure));
        if gate.is_some() {
            let handed_in = tasks.len() as u64;
            eventually("the closure waits in the queue", || {
                database.statistics().queued_writes == handed_in
            })
            .await;
        }
    }
    if let Some(gate) = gate {
        gate.open().await;
    }
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("no panic reaches the caller"));
    }
    answers
}

/// A closure that makes the disk look full to itself: SQLite may not grow the file any further.
pub(crate) fn fill_the_disk(connection: &mut DbConnection) -> NoteResult {
    connection.batch_execute("PRAGMA max_page_count = 1")?;
    insert(connection, 1000, &"x".repeat(1 << 20))
}

/// Counts the runs of a closure.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<std::sync::atomic::AtomicU32>);

impl Runs {
    /// Counts one more run; tells whether it is the first.
    pub(crate) fn is_first(&self) -> bool {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}
