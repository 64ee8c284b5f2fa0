//! Backups: everything in one file, and everything put back from it.
//!
//! The file is a tar archive: a manifest, the database (SQLite's own copy, or what `pg_dump` writes),
//! and the keyring if that was asked for. Database and keyring together are the links, so a restored
//! installation believes nothing that could have been used up since: see
//! [`usher_application::restores`].

mod archive;
mod keys;
mod make;
mod manifest;
mod postgres_tools;
mod put_back;
mod put_back_postgres;
mod put_back_sqlite;

use std::{io, path::PathBuf};

use usher_application::{audit_sealer::SealError, keys::KeyError};
use usher_persistence::DatabaseError;

pub(crate) use archive::verify;
pub(crate) use make::{Wanted, make};
pub(crate) use manifest::Manifest;
pub(crate) use put_back::{PutBack, put_back};

use crate::{keyring_file::KeyringFileError, node::StartError};

/// Why a backup was not made or not put back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// A file of the wanted name exists.
    #[error("there is a file {} already; choose another name, or say --replace", .0.display())]
    Exists(PathBuf),
    /// There is nothing to copy.
    #[error("there is no database at {}", .0.display())]
    NoDatabase(PathBuf),
    /// Keys or tables changed while the copy was made.
    #[error("keys or tables were changed while the backup was made; make it again")]
    Changed,
    /// The file is no backup.
    #[error("{} is no backup of Usher: {why}", path.display())]
    NoBackup {
        /// The file.
        path: PathBuf,
        /// What makes it none.
        why: String,
    },
    /// The file is a backup that was changed or cut off.
    #[error("the backup {} is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// It is one of the other kind of database.
    #[error(
        "the backup is of a {backup} database, but {configured} is configured; a backup goes back \
         into the kind of database it came from"
    )]
    OtherBackend {
        /// What was copied.
        backup: &'static str,
        /// What is configured.
        configured: &'static str,
    },
    /// A newer Usher made it.
    #[error(
        "the backup was made by a newer Usher ({version}, it has {migrations}); install that version"
    )]
    Newer {
        /// The version that made it.
        version: String,
        /// What this program does not know.
        migrations: String,
    },
    /// The database holds something.
    #[error(
        "the database {0} holds data already; to put the backup in its place say --replace, which \
         keeps the present data aside"
    )]
    Occupied(String),
    /// The database holds something that is not ours.
    #[error("the database holds tables that are not Usher's; give Usher a database of its own")]
    NotOurs,
    /// Somebody works on the database.
    #[error("the database is in use; stop every `usher serve` and `usher worker` first")]
    InUse,
    /// The keyring at hand and the keyring of the backup hold different keys of one name.
    #[error(
        "the keyring {} belongs to another installation (its key {key} is another one); move it away \
         or name the right one", path.display()
    )]
    OtherKeyring {
        /// The keyring at hand.
        path: PathBuf,
        /// The key that differs.
        key: String,
    },
    /// A program of PostgreSQL is missing.
    #[error(
        "{tool} was not found; install PostgreSQL's client programs (Debian: apt-get install \
         postgresql-client), or name their folder in PG_BIN"
    )]
    ToolMissing {
        /// Its name.
        tool: &'static str,
    },
    /// A program of PostgreSQL failed.
    #[error("{tool} failed: {said}")]
    ToolFailed {
        /// Its name.
        tool: &'static str,
        /// What it said.
        said: String,
    },
    /// The database URL says something that PostgreSQL's programs cannot be told.
    #[error("the database URL cannot be handed to PostgreSQL's programs: {0}")]
    Url(String),
    /// The file system refuses.
    #[error("{what}")]
    File {
        /// What could not be done.
        what: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The process cannot take part in the installation.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database failed.
    #[error("the database cannot be used")]
    Database(#[from] DatabaseError),
    /// The keyring cannot be used.
    #[error(transparent)]
    Keyring(#[from] KeyringFileError),
    /// The keys do not fit.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The audit log could not be sealed.
    #[error(transparent)]
    Sealing(#[from] SealError),
}

impl BackupError {
    /// Puts words in front of what the system said.
    fn file(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::File { what, source }
    }
}

/// Does what blocks off the async threads.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(DatabaseError::Panicked.into()))
}
