//! How a database operation fails, in kinds that a caller or the engine can act on.
//!
//! That nothing was found is not a failure: queries use `.optional()`.

mod words;

use std::path::PathBuf;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use self::words::{constraint_name, from_message};
use crate::database_url::DatabaseUrlError;

/// Why a database operation failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// A unique, foreign key, check or not-null constraint was violated.
    ///
    /// For a unique index `constraint` is its name on PostgreSQL. SQLite reports columns instead;
    /// they are put together as `<table>_<column>_<column>_key`, so an index named that way in the
    /// migrations reads the same on both.
    #[error("the constraint {constraint} was violated")]
    Conflict {
        /// The violated constraint; empty when the database does not tell.
        constraint: String,
    },
    /// The disk, or the database's allowance on it, is full.
    #[error("the database is full")]
    Full,
    /// A lock was not to be had within the time allowed, or another transaction won every time.
    #[error("the database is busy")]
    Busy,
    /// PostgreSQL gave another transaction precedence; the engine runs the closure again.
    #[error("the transaction lost against another one")]
    Contended,
    /// The database cannot be reached, or it is not known whether a commit arrived there.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The file that holds, or should hold, the database cannot be used.
    #[error("the database file {} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The database URL is not understood.
    #[error(transparent)]
    Url(#[from] DatabaseUrlError),
    /// The server is older than what Usher relies on.
    #[error("PostgreSQL 15 or newer is needed; the server reports {found}")]
    UnsupportedServer {
        /// What the server calls itself.
        found: String,
    },
    /// A stored row does not hold what only this program writes there.
    #[error("the row {id} of {table} is inconsistent")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's id, or as much of it as could be read.
        id: String,
    },
    /// A migration could not be applied or reverted.
    #[error("the migration failed: {0}")]
    Migration(String),
    /// Any other failure of a statement.
    #[error("a database statement failed")]
    Query(#[source] DieselError),
    /// The closure panicked; nothing of it was stored.
    #[error("a database operation panicked")]
    Panicked,
    /// The database was closed before the operation could run.
    #[error("the database is closed")]
    Closed,
}

impl DatabaseError {
    /// Tells whether a constraint was violated, which undoes one closure and no more.
    #[must_use]
    pub fn is_constraint(&self) -> bool {
        matches!(self, Self::Conflict { .. })
    }

    /// Tells whether the constraint of this name was violated.
    #[must_use]
    pub fn violates(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { constraint } if constraint == name)
    }

    /// Tells whether the database does not do its work for now: its disk is full or gone, others hold
    /// it, it cannot be reached. The same may go well later. Otherwise what was asked of it was wrong,
    /// or what is stored there.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Full
            | Self::Busy
            | Self::Contended
            | Self::Unavailable(_)
            | Self::File { .. }
            | Self::Closed => true,
            Self::Conflict { .. }
            | Self::Url(_)
            | Self::UnsupportedServer { .. }
            | Self::Inconsistent { .. }
            | Self::Migration(_)
            | Self::Query(_)
            | Self::Panicked => false,
        }
    }
}

impl From<DieselError> for DatabaseError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, information) = &error else {
            return match error {
                DieselError::RollbackErrorOnCommit { commit_error, .. } => {
                    Self::from(*commit_error)
                }
                other => Self::Query(other),
            };
        };
        if is_constraint(*kind) {
            return Self::Conflict {
                constraint: constraint_name(&**information),
            };
        }
        match kind {
            DatabaseErrorKind::SerializationFailure => Self::Contended,
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                Self::Unavailable("the connection was lost".to_owned())
            }
            _ => from_message(information.message()).unwrap_or(Self::Query(error)),
        }
    }
}

/// What a write closure fails with: a use case's refusal, or a failure of the database.
///
/// The engine has to tell them apart. A refusal undoes one closure; a failed database takes the
/// whole transaction with it.
pub trait TransactionError: From<DatabaseError> + Send + 'static {
    /// The failure of the database, if that is what this is.
    fn database(&self) -> Option<&DatabaseError>;
}

impl TransactionError for DatabaseError {
    fn database(&self) -> Option<&DatabaseError> {
        Some(self)
    }
}

/// Tells whether a failure of this kind leaves the transaction around the statement usable (on
/// SQLite) or can be undone by a savepoint (on PostgreSQL).
pub(crate) fn is_constraint(kind: DatabaseErrorKind) -> bool {
    matches!(
        kind,
        DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::RestrictViolation
            | DatabaseErrorKind::ExclusionViolation
    )
}
