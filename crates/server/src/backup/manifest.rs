//! What a backup says of itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use usher_persistence::{Backend, Database, DatabaseError, keyring_keys, migrations};

/// What the first line of every manifest says.
pub(super) const FORMAT: &str = "usher-backup";
/// Raised when an older program could not read what a newer one writes.
pub(super) const FORMAT_VERSION: u32 = 1;
/// The database of a SQLite installation.
pub(super) const SQLITE: &str = "database.sqlite";
/// The database of a PostgreSQL installation, in `pg_dump`'s custom format.
pub(super) const POSTGRES: &str = "database.pgdump";
/// The keyring.
pub(super) const KEYRING: &str = "secret.key";

/// What a backup holds and where it comes from. There is no secret in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// `usher-backup`.
    pub(crate) format: String,
    /// The version of the form.
    pub(crate) format_version: u32,
    /// The Usher that made it.
    pub(crate) product_version: String,
    /// When.
    pub(crate) made_at: DateTime<Utc>,
    /// `sqlite` or `postgres`.
    pub(crate) backend: String,
    /// The migrations of its tables, oldest first.
    pub(crate) migrations: Vec<String>,
    /// The keys that the database knows, without their secrets.
    pub(crate) keys: Vec<Key>,
    /// The files behind the manifest, in order.
    pub(crate) members: Vec<Member>,
}

/// A key as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key {
    /// Its name.
    pub(crate) id: String,
    /// The public value that tells it from every other key, in hex.
    pub(crate) check_value: String,
    /// What it may be used for.
    pub(crate) state: String,
}

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Its length.
    pub(crate) bytes: u64,
    /// SHA-256 of its content, in hex.
    pub(crate) sha256: String,
}

/// What the tables and keys of a database are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) migrations: Vec<String>,
    pub(super) keys: Vec<Key>,
}

impl Facts {
    /// Asks a database.
    pub(super) async fn of(database: &Database) -> Result<Self, DatabaseError> {
        let applied = database.applied_migrations().await?;
        let known = migrations::known_names(database.backend())?;
        let name = |version: String| {
            let found = known.iter().find(|(known, _)| *known == version);
            found.map_or(version.clone(), |(_, name)| name.clone())
        };
        let keys = database.read(keyring_keys::list).await?;
        Ok(Self {
            migrations: applied.into_iter().map(name).collect(),
            keys: keys
                .into_iter()
                .map(|key| Key {
                    id: key.id.to_string(),
                    check_value: hex(&key.check_value),
                    state: key.state.as_str().to_owned(),
                })
                .collect(),
        })
    }
}

/// The word for a kind of database.
pub(super) const fn word(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    }
}

/// What the database is called in the archive.
pub(super) const fn database_member(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => SQLITE,
        Backend::Postgres => POSTGRES,
    }
}

/// Bytes as people compare them.
pub(super) fn hex(bytes: &[u8]) -> String {
    usher_application::audit_sealer::hex(bytes)
}
