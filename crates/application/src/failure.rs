//! What the errors of all use cases share.

/// Asked too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; wait {} s", retry_after.num_seconds())]
pub struct TooMany {
    /// How long to wait.
    pub retry_after: chrono::Duration,
}

/// Lets the write transactions tell a use case's refusals from failures of the database, for enums
/// with a variant `Database(DatabaseError)`.
macro_rules! database_failures {
    ($($error:ty),+ $(,)?) => {$(
        impl From<usher_persistence::DatabaseError> for $error {
            fn from(error: usher_persistence::DatabaseError) -> Self {
                Self::Database(error)
            }
        }

        impl usher_persistence::TransactionError for $error {
            fn database(&self) -> Option<&usher_persistence::DatabaseError> {
                match self {
                    Self::Database(error) => Some(error),
                    _ => None,
                }
            }
        }
    )+};
}
pub(crate) use database_failures;
