//! The one connection type that every query takes, whichever database is behind it.
//!
//! A query is a free function whose first parameter is `&mut DbConnection`. Where the two databases
//! differ, it matches on the variant and says why. Nothing outside this crate opens a connection.

mod fixed;
mod literal;
mod multi;

/// Runs a query on the connection of whichever database it is. The query is written once and compiled for
/// each, so Diesel finds its prepared statement by its type; asked through [`DbConnection`], it puts the
/// SQL together twice for each run, which costs more than running it. For queries that every mail needs.
macro_rules! natively {
    ($connection:expr, |$database:ident| $query:expr) => {
        match $connection {
            $crate::connection::DbConnection::Sqlite($database) => $query,
            $crate::connection::DbConnection::Postgres($database) => $query,
        }
    };
}
pub(crate) use fixed::{Fixed, fixed};
pub(crate) use literal::Literal;
pub(crate) use natively;

use diesel::Connection;

use crate::error::DatabaseError;

pub use multi::{DbConnection, MultiBackend};

/// Which database is behind a [`crate::Database`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file, one writer.
    Sqlite,
    /// A server, many nodes.
    Postgres,
}

impl DbConnection {
    /// Tells which database this connection leads to.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

/// Runs `attempt` in a savepoint of its own, which is undone when it fails.
///
/// This is the only way for a closure to go on after a statement that broke a constraint:
/// PostgreSQL refuses every further statement of a transaction in which one has failed. Any other
/// kind of failure must be passed on, because the transaction around it may already be gone.
///
/// # Errors
/// What `attempt` failed with, or the failure of the savepoint itself.
pub fn savepoint<T, E>(
    connection: &mut DbConnection,
    attempt: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<DatabaseError>,
{
    /// Carries the caller's own error through Diesel, which wants one that it can make itself.
    enum Failure<E> {
        Attempt(E),
        Savepoint(diesel::result::Error),
    }
    impl<E> From<diesel::result::Error> for Failure<E> {
        fn from(error: diesel::result::Error) -> Self {
            Self::Savepoint(error)
        }
    }

    connection
        .transaction(|connection| attempt(connection).map_err(Failure::Attempt))
        .map_err(|failure| match failure {
            Failure::Attempt(error) => error,
            Failure::Savepoint(error) => DatabaseError::from(error).into(),
        })
}
