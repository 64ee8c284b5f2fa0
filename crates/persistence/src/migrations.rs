//! The product's migrations: embedded, applied under a lock, all or none of those that are due.
//!
//! Each migration exists twice under one name, for SQLite and for PostgreSQL. All pending ones run
//! in one transaction, so that a failure in the last leaves the database as it was, and a second
//! node that starts at the same time waits and then finds nothing to do.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::{Backend, DbConnection};
use crate::error::DatabaseError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The advisory lock that stands for "migrating Usher"; any constant that nobody else uses.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_xact_lock(7595438215460412)";

/// Where a database stands against the migrations that this program brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Versions that are applied, oldest first.
    pub applied: Vec<String>,
    /// Names of migrations that are still to be applied, oldest first.
    pub pending: Vec<String>,
    /// Applied versions that this program does not know: it is older than the database.
    pub unknown: Vec<String>,
}

/// Applies what is pending on a connection of its own; returns the names of what was applied.
pub(crate) fn apply_pending(connection: &mut DbConnection) -> Result<Vec<String>, DatabaseError> {
    match connection {
        DbConnection::Sqlite(connection) => in_sqlite(connection, |c| run_pending(c, SQLITE)),
        DbConnection::Postgres(connection) => in_postgres(connection, |c| run_pending(c, POSTGRES)),
    }
}

/// Reverts everything, newest first; returns the versions that were reverted.
pub(crate) fn revert_all(connection: &mut DbConnection) -> Result<Vec<String>, DatabaseError> {
    match connection {
        DbConnection::Sqlite(connection) => in_sqlite(connection, |c| revert(c, SQLITE)),
        DbConnection::Postgres(connection) => in_postgres(connection, |c| revert(c, POSTGRES)),
    }
}

/// Compares the database with the embedded migrations. It only reads, so it fits a read closure.
pub(crate) fn state(connection: &mut DbConnection) -> Result<MigrationState, DatabaseError> {
    let known = match connection {
        DbConnection::Sqlite(_) => known::<Sqlite>(&SQLITE)?,
        DbConnection::Postgres(_) => known::<Pg>(&POSTGRES)?,
    };
    let applied = applied_versions(connection)?;
    let pending = known
        .iter()
        .filter(|(version, _)| !applied.contains(version))
        .map(|(_, name)| name.clone())
        .collect();
    let unknown = applied
        .iter()
        .filter(|version| known.iter().all(|(known, _)| known != *version))
        .cloned()
        .collect();
    Ok(MigrationState {
        applied,
        pending,
        unknown,
    })
}

/// The names of the migrations that this program brings for a kind of database, oldest first, each
/// behind its version.
///
/// # Errors
/// When the program was built of migrations that cannot be read.
pub fn known_names(backend: Backend) -> Result<Vec<(String, String)>, DatabaseError> {
    match backend {
        Backend::Sqlite => known::<Sqlite>(&SQLITE),
        Backend::Postgres => known::<Pg>(&POSTGRES),
    }
}

/// Versions and names of the embedded migrations, oldest first.
fn known<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let migrations: Vec<Box<dyn Migration<DB>>> =
        MigrationSource::migrations(source).map_err(failure)?;
    let mut known: Vec<_> = migrations
        .iter()
        .map(|migration| {
            let name = migration.name();
            (name.version().to_string(), name.to_string())
        })
        .collect();
    known.sort();
    Ok(known)
}

fn applied_versions(connection: &mut DbConnection) -> Result<Vec<String>, DatabaseError> {
    // Diesel's own way to ask creates the table, which a connection that only reads cannot.
    let exists = match connection {
        DbConnection::Sqlite(_) => {
            "SELECT count(*) FROM sqlite_master \
             WHERE type = 'table' AND name = '__diesel_schema_migrations'"
        }
        DbConnection::Postgres(_) => "SELECT count(to_regclass('__diesel_schema_migrations'))",
    };
    let tables: i64 = diesel::dsl::sql::<BigInt>(exists).get_result(connection)?;
    if tables == 0 {
        return Ok(Vec::new());
    }
    let versions = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    Ok(diesel::dsl::sql::<Text>(versions).load(connection)?)
}

fn run_pending<C, DB>(
    connection: &mut C,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, DatabaseError>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    let pending = connection.pending_migrations(source).map_err(failure)?;
    for migration in &pending {
        connection.run_migration(migration).map_err(failure)?;
    }
    Ok(pending
        .iter()
        .map(|migration| migration.name().to_string())
        .collect())
}

fn revert<C, DB>(
    connection: &mut C,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, DatabaseError>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    let reverted = connection.revert_all_migrations(source).map_err(failure)?;
    Ok(reverted.iter().map(ToString::to_string).collect())
}

/// A migration that rebuilds a table would cascade into the tables that refer to it. So foreign
/// keys are off, as SQLite recommends, and what they would have guarded is checked at the end.
fn in_sqlite<T>(
    connection: &mut SqliteConnection,
    change: impl FnOnce(&mut SqliteConnection) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    connection.batch_execute("PRAGMA foreign_keys = OFF")?;
    AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")?;
    let changed = change(connection).and_then(|value| {
        let dangling = "SELECT count(*) FROM pragma_foreign_key_check()";
        match diesel::dsl::sql::<BigInt>(dangling).get_result::<i64>(connection)? {
            0 => Ok(value),
            rows => Err(DatabaseError::Migration(format!(
                "{rows} rows refer to missing rows"
            ))),
        }
    });
    end_with(connection, changed)
}

fn in_postgres<T>(
    connection: &mut PgConnection,
    change: impl FnOnce(&mut PgConnection) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    // Waiting for another node's migration is right, however long it takes.
    connection.batch_execute("SET lock_timeout = 0")?;
    AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN")?;
    let changed = connection
        .batch_execute(ADVISORY_LOCK)
        .map_err(Into::into)
        .and_then(|()| change(connection));
    end_with(connection, changed)
}

fn end_with<C, T>(connection: &mut C, changed: Result<T, DatabaseError>) -> Result<T, DatabaseError>
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    match changed {
        Ok(value) => {
            AnsiTransactionManager::commit_transaction(connection)?;
            Ok(value)
        }
        Err(error) => {
            // The connection is closed after this, which rolls back as well.
            drop(AnsiTransactionManager::rollback_transaction(connection));
            Err(error)
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn failure(error: Box<dyn std::error::Error + Send + Sync>) -> DatabaseError {
    DatabaseError::Migration(error.to_string())
}
