//! The threads of an open database: started together, fed through queues, and ended in order.

use std::path::Path;
use std::sync::mpsc as std_mpsc;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc;

use crate::database_url::{DatabaseSettings, DatabaseUrl};
use crate::error::DatabaseError;
use crate::job::{ReadJob, WriteJob};
use crate::pool::{self, QUEUE_LENGTH};
use crate::postgres::{self, Announcements, Announcer, PostgresJob, PostgresWorker};
use crate::signal::Signals;
use crate::sqlite::{self, Reader};
use crate::statistics::Counters;
use crate::writer::Writer;

/// Where jobs wait for the threads.
#[derive(Clone)]
pub(crate) enum Queues {
    /// Several threads read, one writes.
    Sqlite {
        /// What waits to be read.
        reads: mpsc::Sender<Box<dyn ReadJob>>,
        /// What waits to be written.
        writes: mpsc::Sender<Box<dyn WriteJob>>,
    },
    /// Every thread does both.
    Postgres(mpsc::Sender<PostgresJob>),
}

/// The threads and the way to them. Dropping it ends them once they have run dry.
pub(crate) struct Threads {
    queues: RwLock<Option<Queues>>,
    handles: Mutex<Handles>,
    announcements: Arc<Announcements>,
}

/// What is to be waited for, in this order.
struct Handles {
    /// Whoever reads, and with PostgreSQL writes.
    workers: Vec<JoinHandle<()>>,
    /// Only SQLite has one thread that writes. It keeps its connection until the sender is dropped.
    writer: Option<(std_mpsc::Sender<()>, JoinHandle<()>)>,
    /// Only PostgreSQL has other nodes to tell.
    announcer: Option<JoinHandle<()>>,
}

impl Threads {
    /// Opens what `settings` name, so far as it takes to know that it works, and starts.
    pub(crate) fn start(
        settings: &DatabaseSettings,
        signals: &Arc<Signals>,
        counters: &Arc<Counters>,
    ) -> Result<Self, DatabaseError> {
        match &settings.url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path, settings.readers, signals, counters),
            DatabaseUrl::Postgres(url) => {
                open_postgres(url, settings.postgres_connections, signals, counters)
            }
        }
    }

    /// The way to the threads, until they are closed.
    pub(crate) fn queues(&self) -> Option<Queues> {
        self.queues
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Lets the threads run dry and waits for them, as does whoever else calls this meanwhile.
    pub(crate) fn close(&self) {
        drop(
            self.queues
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.workers.drain(..).for_each(wait_for);
        if let Some((others_open, writer)) = handles.writer.take() {
            drop(others_open);
            wait_for(writer);
        }
        // Only now is everything said that other nodes are to hear.
        self.announcements.close();
        handles.announcer.take().into_iter().for_each(wait_for);
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.close();
    }
}

fn wait_for(thread: JoinHandle<()>) {
    // A closure may hold the last clone, and no thread can wait for itself.
    if thread.thread().id() != thread::current().id() && thread.join().is_err() {
        tracing::error!("a database thread has panicked");
    }
}

fn open_sqlite(
    path: &Path,
    readers: usize,
    signals: &Arc<Signals>,
    counters: &Arc<Counters>,
) -> Result<Threads, DatabaseError> {
    sqlite::create_if_missing(path)?;
    let connection = sqlite::open_writer(path)?;
    let writer = Writer::new(path, connection, Arc::clone(signals), Arc::clone(counters));
    let (sender, queue) = mpsc::channel(QUEUE_LENGTH);
    let readers = (0..readers.max(1)).map(|_| Reader::new(path, Arc::clone(counters)));
    let (reads, workers) = pool::spawn("database-reader", readers).map_err(no_thread)?;
    let (others_open, others_closed) = std_mpsc::channel();
    let writer = start("database-writer", move || writer.run(queue, &others_closed))?;
    Ok(Threads {
        queues: RwLock::new(Some(Queues::Sqlite {
            reads,
            writes: sender,
        })),
        handles: Mutex::new(Handles {
            workers,
            writer: Some((others_open, writer)),
            announcer: None,
        }),
        announcements: Arc::default(),
    })
}

fn open_postgres(
    url: &str,
    connections: usize,
    signals: &Arc<Signals>,
    counters: &Arc<Counters>,
) -> Result<Threads, DatabaseError> {
    let mut connection = postgres::open(url)?;
    postgres::check_server(&mut connection)?;
    let url = Arc::<str>::from(url);
    let announcements = Arc::new(Announcements::default());
    let announcer = Announcer::listening(
        connection,
        Arc::clone(&url),
        Arc::clone(signals),
        Arc::clone(&announcements),
    )?;
    let workers = (0..connections.max(1)).map(|_| {
        PostgresWorker::new(
            Arc::clone(&url),
            Arc::clone(signals),
            Arc::clone(&announcements),
            Arc::clone(counters),
        )
    });
    let (jobs, workers) = pool::spawn("database", workers).map_err(no_thread)?;
    let announcer = start("database-signals", move || announcer.run())?;
    Ok(Threads {
        queues: RwLock::new(Some(Queues::Postgres(jobs))),
        handles: Mutex::new(Handles {
            workers,
            writer: None,
            announcer: Some(announcer),
        }),
        announcements,
    })
}

fn start(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, DatabaseError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(no_thread)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn no_thread(error: std::io::Error) -> DatabaseError {
    DatabaseError::Unavailable(format!("no thread can be started: {error}"))
}
