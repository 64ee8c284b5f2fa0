//! What a database needs around being copied out and put back: a consistent copy, whether anybody
//! else is at it, whether it holds anything, and whether it is whole. What a restored one may no longer
//! be believed is in `afterwards`.

mod afterwards;

use std::path::Path;

use diesel::{
    connection::SimpleConnection,
    pg::PgConnection,
    prelude::*,
    sql_types::{BigInt, Text},
};

pub use afterwards::{call_off_messages, end_sessions, hold_runs, revoke_unreadable_access_keys};

use crate::{DatabaseError, DbConnection, postgres, sqlite};

/// Stands in a PostgreSQL database from before data is put back until its keys have been dealt with.
const UNFINISHED: &str = "usher_restore_unfinished";

/// Writes a consistent copy of a SQLite database, online, into a file that is empty.
///
/// The copy is compact: what was deleted is not in it.
///
/// # Errors
/// When the database cannot be read or the file not be written.
pub fn copy_sqlite(from: &Path, to: &Path) -> Result<(), DatabaseError> {
    let to = to.to_str().ok_or_else(|| DatabaseError::File {
        path: to.to_owned(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidFilename, "the path is not UTF-8"),
    })?;
    let mut connection = sqlite::open(from)?;
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(to)
        .execute(&mut connection)?;
    Ok(())
}

/// Whether this process alone has a SQLite database open. If so, its log is folded into the one file.
///
/// # Errors
/// When the file is no database, or a damaged one.
pub fn is_alone_at_sqlite(path: &Path) -> Result<bool, DatabaseError> {
    let mut connection = sqlite::open(path)?;
    connection.batch_execute("PRAGMA busy_timeout = 0")?;
    // Leaving the write-ahead log takes the file for oneself; every open connection prevents it.
    let mode = diesel::dsl::sql::<Text>("PRAGMA journal_mode = DELETE")
        .get_result::<String>(&mut connection);
    match mode.map_err(DatabaseError::from) {
        Ok(mode) => Ok(mode == "delete"),
        Err(DatabaseError::Busy) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What is wrong with the structure of a database; none when nothing is. PostgreSQL has checked every
/// row and constraint while it took them in.
///
/// # Errors
/// When the database fails.
pub fn damage(connection: &mut DbConnection) -> Result<Option<String>, DatabaseError> {
    let DbConnection::Sqlite(connection) = connection else {
        return Ok(None);
    };
    let found: Vec<String> =
        diesel::dsl::sql::<Text>("PRAGMA integrity_check(1)").load(connection)?;
    if let Some(flaw) = found.into_iter().find(|line| line != "ok") {
        return Ok(Some(flaw));
    }
    let dangling: i64 =
        diesel::dsl::sql::<BigInt>("SELECT count(*) FROM pragma_foreign_key_check()")
            .get_result(connection)?;
    Ok((dangling > 0).then(|| format!("{dangling} rows refer to missing rows")))
}

/// What stands in a PostgreSQL database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupied {
    /// No table at all.
    Empty,
    /// Ours.
    Ours,
    /// Tables of something else, or of a restore that was broken off.
    Others,
}

/// Looks at a PostgreSQL database before anything is put into it: what stands in it, and how many
/// other processes of ours are connected.
///
/// # Errors
/// When the server cannot be reached.
pub fn look_at_postgres(url: &str) -> Result<(Occupied, i64), DatabaseError> {
    let mut connection = postgres::open(url)?;
    let tables = count(
        &mut connection,
        &format!(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() \
             AND tablename <> '{UNFINISHED}'"
        ),
    )?;
    let ours = count(
        &mut connection,
        "SELECT count(to_regclass('__diesel_schema_migrations'))",
    )?;
    let nodes = count(
        &mut connection,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND application_name = 'usher' AND pid <> pg_backend_pid()",
    )?;
    let occupied = match (tables, ours) {
        (0, _) => Occupied::Empty,
        (_, 0) => Occupied::Others,
        _ => Occupied::Ours,
    };
    Ok((occupied, nodes))
}

fn count(connection: &mut PgConnection, sql: &str) -> Result<i64, DatabaseError> {
    Ok(diesel::dsl::sql::<BigInt>(sql).get_result(connection)?)
}

/// Marks a PostgreSQL database as not to be worked on until [`finish`]; removes what is left of the
/// book of migrations, which comes with the data.
///
/// # Errors
/// When the database fails.
pub fn begin_on_postgres(url: &str) -> Result<(), DatabaseError> {
    let mut connection = postgres::open(url)?;
    Ok(connection.batch_execute(&format!(
        "BEGIN; DROP TABLE IF EXISTS __diesel_schema_migrations; \
         CREATE TABLE IF NOT EXISTS {UNFINISHED} (at timestamptz DEFAULT now()); COMMIT"
    ))?)
}

/// Whether data was put back and its keys have not been dealt with.
///
/// # Errors
/// When the database fails.
pub fn is_unfinished(connection: &mut DbConnection) -> Result<bool, DatabaseError> {
    match connection {
        // There, the file gets its name when everything is done.
        DbConnection::Sqlite(_) => Ok(false),
        DbConnection::Postgres(connection) => {
            let found = count(
                connection,
                &format!("SELECT count(to_regclass('{UNFINISHED}'))"),
            )?;
            Ok(found > 0)
        }
    }
}

/// The last thing that a restore does, in the transaction that deals with the keys.
///
/// # Errors
/// When the database fails.
pub fn finish(connection: &mut DbConnection) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(connection) => {
            Ok(connection.batch_execute(&format!("DROP TABLE IF EXISTS {UNFINISHED}"))?)
        }
    }
}
