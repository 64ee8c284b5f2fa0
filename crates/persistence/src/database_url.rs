//! The database URL and what else decides how a [`crate::Database`] is opened.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::connection::Backend;

/// How to open a [`crate::Database`].
#[derive(Debug, Clone)]
pub struct DatabaseSettings {
    /// Where the database is.
    pub url: DatabaseUrl,
    /// Threads that read from SQLite, each with a connection of its own; at least one.
    pub readers: usize,
    /// Connections to PostgreSQL, each with a thread of its own; at least one.
    pub postgres_connections: usize,
}

impl DatabaseSettings {
    /// The settings that fit one node: few readers, because SQLite answers in microseconds.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            readers: 3,
            postgres_connections: 8,
        }
    }
}

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file, created if it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL server. The URL may hold a password, so it is never shown.
    Postgres(String),
}

/// Why a text is not a database URL. The text itself may hold a password and is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseUrlError {
    /// The text names no database that Usher knows. Guessing would create an empty SQLite file for
    /// a mistyped `postgres:`.
    #[error("the database URL must start with sqlite:, postgres:// or postgresql://")]
    UnknownScheme,
    /// The URL names SQLite but no file.
    #[error("the database URL names no SQLite file: write sqlite:path/to/usher.db")]
    NoFile,
    /// Each connection would have a memory database of its own.
    #[error("a SQLite database in memory cannot be shared: write sqlite:path/to/usher.db")]
    InMemory,
    /// SQLite's own settings are not open to choice.
    #[error("a SQLite database URL takes no options after a question mark")]
    SqliteOptions,
}

impl DatabaseUrl {
    /// Reads `sqlite:path`, `postgres://…` or `postgresql://…`.
    ///
    /// ```
    /// use usher_persistence::DatabaseUrl;
    /// assert_eq!(
    ///     DatabaseUrl::parse("sqlite:data/usher.db").unwrap(),
    ///     DatabaseUrl::Sqlite("data/usher.db".into()),
    /// );
    /// assert!(DatabaseUrl::parse("postgre://localhost/usher").is_err());
    /// ```
    ///
    /// # Errors
    /// When the text is none of the three.
    pub fn parse(text: &str) -> Result<Self, DatabaseUrlError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text
            .strip_prefix("sqlite:")
            .ok_or(DatabaseUrlError::UnknownScheme)?;
        // `sqlite:///var/lib/usher.db` is how other products write an absolute path.
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(DatabaseUrlError::NoFile);
        }
        if path.contains(":memory:") {
            return Err(DatabaseUrlError::InMemory);
        }
        if path.contains('?') {
            return Err(DatabaseUrlError::SqliteOptions);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Which database it leads to.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => formatter.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => formatter.write_str("Postgres([redacted])"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_both_databases_are_read() {
        assert_eq!(
            DatabaseUrl::parse("sqlite:/a/b.db"),
            Ok(DatabaseUrl::Sqlite("/a/b.db".into()))
        );
        assert_eq!(
            DatabaseUrl::parse("sqlite:///a/b"),
            Ok(DatabaseUrl::Sqlite("/a/b".into()))
        );
        assert!(matches!(
            DatabaseUrl::parse("postgresql://h/d"),
            Ok(DatabaseUrl::Postgres(_))
        ));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        for (text, reason) in [
            ("postgre:usher", DatabaseUrlError::UnknownScheme),
            ("postgres:usher", DatabaseUrlError::UnknownScheme),
            ("usher.db", DatabaseUrlError::UnknownScheme),
            ("", DatabaseUrlError::UnknownScheme),
            ("sqlite:", DatabaseUrlError::NoFile),
            ("sqlite::memory:", DatabaseUrlError::InMemory),
            (
                "sqlite:usher.db?mode=memory",
                DatabaseUrlError::SqliteOptions,
            ),
        ] {
            assert_eq!(DatabaseUrl::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn debug_output_holds_no_password() {
        let url = DatabaseUrl::parse("postgres://usher:secret@localhost/usher").unwrap();
        assert!(!format!("{url:?}").contains("secret"));
    }
}
