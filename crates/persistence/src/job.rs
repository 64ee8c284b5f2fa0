//! A closure on its way to a database thread, and its answer on the way back.
//!
//! The threads know nothing of the closures' types. They ask a job to run, learn from its
//! [`Verdict`] what becomes of the transaction, and tell it when it may answer.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tokio::sync::oneshot;

use crate::connection::DbConnection;
use crate::error::{DatabaseError, TransactionError};
use crate::fuse::FuseBlown;
use crate::signal::Signal;

/// What becomes of the transaction after a closure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The closure's changes stay.
    Keep,
    /// The closure refused or broke a constraint: its changes go, the transaction around is sound.
    Undo,
    /// The database failed: nothing can be said about the transaction.
    Stop,
    /// The closure panicked: nothing can be said about the connection either.
    Panicked,
    /// Another transaction won: undo everything and run the closure again.
    Again,
}

/// A write closure with its caller.
pub(crate) trait WriteJob: Send {
    /// Runs the closure; a later attempt replaces the outcome of an earlier one.
    fn attempt(&mut self, connection: &mut DbConnection) -> Verdict;
    /// Replaces the outcome by a failure of the database.
    fn fail_with(&mut self, error: DatabaseError);
    /// The signal to ring now that the closure's changes are committed.
    fn signal(&self) -> Option<Signal>;
    /// Tells the caller, who may have gone.
    fn answer(self: Box<Self>);
}

/// A read closure with its caller.
pub(crate) trait ReadJob: Send {
    /// When it was handed in: it has to see whatever was committed by then.
    fn handed_in(&self) -> Instant;
    /// Runs the closure, which can be done once.
    fn run(&mut self, connection: &mut DbConnection) -> Verdict;
    /// Replaces the outcome by a failure of the database.
    fn fail_with(&mut self, error: DatabaseError);
    /// Tells the caller, who may have gone.
    fn answer(self: Box<Self>);
}

pub(crate) struct Write<T, E, F> {
    closure: F,
    signal: Option<Signal>,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

pub(crate) struct Read<T, E, F> {
    handed_in: Instant,
    closure: Option<F>,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

/// The half of a job that the caller keeps.
pub(crate) type Answer<T, E> = oneshot::Receiver<Result<T, E>>;

pub(crate) fn write<T, E, F>(
    signal: Option<Signal>,
    closure: F,
) -> (Box<dyn WriteJob>, Answer<T, E>)
where
    F: Fn(&mut DbConnection) -> Result<T, E> + Send + 'static,
    E: TransactionError,
    T: Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    (
        Box::new(Write {
            closure,
            signal,
            outcome: None,
            caller,
        }),
        answer,
    )
}

pub(crate) fn read<T, E, F>(closure: F) -> (Box<dyn ReadJob>, Answer<T, E>)
where
    F: FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    E: From<DatabaseError> + Send + 'static,
    T: Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    (
        Box::new(Read {
            handed_in: Instant::now(),
            closure: Some(closure),
            outcome: None,
            caller,
        }),
        answer,
    )
}

impl<T, E, F> WriteJob for Write<T, E, F>
where
    F: Fn(&mut DbConnection) -> Result<T, E> + Send,
    E: TransactionError,
    T: Send,
{
    fn attempt(&mut self, connection: &mut DbConnection) -> Verdict {
        let (outcome, verdict) = match run_guarded(|| (self.closure)(connection)) {
            Ok(Ok(value)) => (Ok(value), Verdict::Keep),
            Ok(Err(error)) => {
                let verdict = match error.database() {
                    None | Some(DatabaseError::Conflict { .. }) => Verdict::Undo,
                    Some(DatabaseError::Contended) => Verdict::Again,
                    Some(_) => Verdict::Stop,
                };
                (Err(error), verdict)
            }
            Err(error) => (Err(E::from(error)), Verdict::Panicked),
        };
        self.outcome = Some(outcome);
        verdict
    }

    fn fail_with(&mut self, error: DatabaseError) {
        self.outcome = Some(Err(E::from(error)));
    }

    fn signal(&self) -> Option<Signal> {
        self.signal.filter(|_| matches!(self.outcome, Some(Ok(_))))
    }

    fn answer(self: Box<Self>) {
        let outcome = self
            .outcome
            .unwrap_or_else(|| Err(E::from(DatabaseError::Closed)));
        // A caller that went away is no failure: the write is committed all the same.
        drop(self.caller.send(outcome));
    }
}

impl<T, E, F> ReadJob for Read<T, E, F>
where
    F: FnOnce(&mut DbConnection) -> Result<T, E> + Send,
    E: From<DatabaseError> + Send,
    T: Send,
{
    fn handed_in(&self) -> Instant {
        self.handed_in
    }

    fn run(&mut self, connection: &mut DbConnection) -> Verdict {
        let Some(closure) = self.closure.take() else {
            return Verdict::Undo;
        };
        let (outcome, verdict) = match run_guarded(|| closure(connection)) {
            Ok(Ok(value)) => (Ok(value), Verdict::Keep),
            Ok(Err(error)) => (Err(error), Verdict::Undo),
            Err(error) => (Err(E::from(error)), Verdict::Panicked),
        };
        self.outcome = Some(outcome);
        verdict
    }

    fn fail_with(&mut self, error: DatabaseError) {
        self.outcome = Some(Err(E::from(error)));
    }

    fn answer(self: Box<Self>) {
        let outcome = self
            .outcome
            .unwrap_or_else(|| Err(E::from(DatabaseError::Closed)));
        drop(self.caller.send(outcome));
    }
}

/// Runs a closure and turns a panic into the failure it stands for.
///
/// Nothing is seen after the panic that it could have left half-changed: the connection is
/// discarded on every such failure, and a closure has no effect beyond its connection.
fn run_guarded<R>(closure: impl FnOnce() -> R) -> Result<R, DatabaseError> {
    catch_unwind(AssertUnwindSafe(closure)).map_err(failure_of)
}

fn failure_of(payload: Box<dyn Any + Send>) -> DatabaseError {
    match payload.downcast::<FuseBlown>() {
        Ok(blown) => blown.0,
        Err(_) => DatabaseError::Panicked,
    }
}
