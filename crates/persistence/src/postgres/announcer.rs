//! Carries signals between the nodes of an installation, by `NOTIFY` and `LISTEN`.
//!
//! A signal of this node rings here at once and is announced to the others from a connection of its
//! own, outside every transaction: `NOTIFY` inside one would make commits wait for each other.
//! Announcements only save time. Whoever waits for a signal also polls, so a lost one, a broken
//! connection or a connection pooler that knows no `LISTEN` delays work and loses none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Thread};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::connect::open;
use crate::error::DatabaseError;
use crate::signal::{Signal, Signals};

const LISTEN: &str = "LISTEN usher_outbox; LISTEN usher_audit; LISTEN usher_delivery; \
     LISTEN usher_imports; LISTEN usher_bulk_sends";

/// How long other nodes' announcements may lie unread; reading them costs one system call.
const LISTENING_INTERVAL: Duration = Duration::from_millis(100);

/// Announcements in between melt into one.
const ANNOUNCING_INTERVAL: Duration = Duration::from_millis(20);

/// After a failure, nothing is tried for this long.
const RECOVERY_INTERVAL: Duration = Duration::from_secs(1);

/// Signals that are still to be announced to the other nodes.
#[derive(Default)]
pub(crate) struct Announcements {
    due: [AtomicBool; Signal::ALL.len()],
    closed: AtomicBool,
    announcer: Mutex<Option<Thread>>,
}

impl Announcements {
    /// Has the other nodes told of a committed write.
    pub(crate) fn announce(&self, signal: Signal) {
        if !self.due[signal.index()].swap(true, Ordering::AcqRel) {
            self.wake();
        }
    }

    /// Ends the announcer once it has announced what is due.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        if let Some(announcer) = &*self
            .announcer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
        {
            announcer.unpark();
        }
    }

    fn take_due(&self) -> Vec<Signal> {
        Signal::ALL
            .into_iter()
            .filter(|signal| self.due[signal.index()].swap(false, Ordering::AcqRel))
            .collect()
    }
}

/// The thread that announces and listens.
pub(crate) struct Announcer {
    url: Arc<str>,
    signals: Arc<Signals>,
    announcements: Arc<Announcements>,
    session: Option<Session>,
}

struct Session {
    connection: PgConnection,
    /// The server's name for this connection, by which it knows its own announcements.
    process: i32,
}

impl Announcer {
    /// Listens from now on, through `connection`.
    pub(crate) fn listening(
        connection: PgConnection,
        url: Arc<str>,
        signals: Arc<Signals>,
        announcements: Arc<Announcements>,
    ) -> Result<Self, DatabaseError> {
        let session = Some(Session::listening(connection)?);
        Ok(Self {
            url,
            signals,
            announcements,
            session,
        })
    }

    /// Works until the announcements are closed.
    pub(crate) fn run(mut self) {
        *self
            .announcements
            .announcer
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(thread::current());
        loop {
            // Asked first, so that what is announced before the end is still carried out.
            let closed = self.announcements.closed.load(Ordering::Acquire);
            let pause = match self.exchange() {
                Ok(true) => ANNOUNCING_INTERVAL,
                Ok(false) => LISTENING_INTERVAL,
                Err(error) => {
                    tracing::warn!(%error, "signals do not reach other nodes at the moment");
                    self.session = None;
                    RECOVERY_INTERVAL
                }
            };
            if closed {
                return;
            }
            if pause == LISTENING_INTERVAL {
                thread::park_timeout(pause);
            } else if !self.announcements.closed.load(Ordering::Acquire) {
                thread::sleep(pause);
            }
        }
    }

    /// Rings what other nodes have announced and announces what is due; tells whether it was.
    fn exchange(&mut self) -> Result<bool, DatabaseError> {
        if self.session.is_none() {
            self.session = Some(Session::listening(open(&self.url)?)?);
            // Whatever was announced while nobody listened is found by looking.
            for signal in Signal::ALL {
                self.signals.ring(signal);
            }
        }
        let Some(session) = &mut self.session else {
            return Ok(false);
        };
        let due = self.announcements.take_due();
        for signal in &due {
            session
                .connection
                .batch_execute(&format!("NOTIFY {}", channel(*signal)))?;
        }
        for notification in session.connection.notifications_iter() {
            let notification = notification?;
            if notification.process_id != session.process
                && let Some(signal) = signal_of(&notification.channel)
            {
                self.signals.ring(signal);
            }
        }
        Ok(!due.is_empty())
    }
}

impl Session {
    fn listening(mut connection: PgConnection) -> Result<Self, DatabaseError> {
        connection.batch_execute(LISTEN)?;
        let process =
            diesel::dsl::sql::<Integer>("SELECT pg_backend_pid()").get_result(&mut connection)?;
        Ok(Self {
            connection,
            process,
        })
    }
}

fn channel(signal: Signal) -> &'static str {
    match signal {
        Signal::Outbox => "usher_outbox",
        Signal::Audit => "usher_audit",
        Signal::Delivery => "usher_delivery",
        Signal::Imports => "usher_imports",
        Signal::BulkSends => "usher_bulk_sends",
    }
}

fn signal_of(announced: &str) -> Option<Signal> {
    Signal::ALL
        .into_iter()
        .find(|signal| channel(*signal) == announced)
}
