//! Stops a closure that goes on after SQLite has failed beneath it.
//!
//! After a full disk or an I/O error SQLite may have ended the whole transaction. A closure that
//! ignored the error would then write outside any transaction, and each of its statements would
//! commit by itself. Diesel tells of every statement before it runs and after it failed; that is
//! where the fuse sits.

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diesel::Connection;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::result::Error as DieselError;
use diesel::sqlite::SqliteConnection;

use crate::error::{DatabaseError, is_constraint};

/// What a stopped closure unwinds with: the failure that it went on after.
pub(crate) struct FuseBlown(pub(crate) DatabaseError);

/// Remembers the first failure of a statement that makes the transaction unsafe.
#[derive(Clone, Default)]
pub(crate) struct Fuse(Arc<Mutex<Option<DieselError>>>);

impl Fuse {
    /// Fits a new fuse into `connection`.
    pub(crate) fn fit(connection: &mut SqliteConnection) -> Self {
        let fuse = Self::default();
        connection.set_instrumentation(Watch(fuse.clone()));
        fuse
    }

    /// Takes the failure out, which also lets statements pass again.
    pub(crate) fn take(&self) -> Option<DatabaseError> {
        self.failure().take().map(DatabaseError::from)
    }

    fn failure(&self) -> MutexGuard<'_, Option<DieselError>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Watch(Fuse);

impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => {
                let failure = self.0.take();
                if let Some(failure) = failure {
                    // Not a panic: nothing is wrong with the program, so no panic hook is to run.
                    resume_unwind(Box::new(FuseBlown(failure)));
                }
            }
            InstrumentationEvent::FinishQuery {
                error: Some(DieselError::DatabaseError(kind, information)),
                ..
            } if !is_constraint(*kind) => {
                let message = Box::new(information.message().to_owned());
                self.0
                    .failure()
                    .get_or_insert(DieselError::DatabaseError(*kind, message));
            }
            _ => {}
        }
    }
}
