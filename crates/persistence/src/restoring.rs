//! What a database needs around being copied out and put back: a consistent copy, whether anybody
//! else is at it, whether it holds anything, and what a restored one may no longer be believed.

use std::path::Path;

use chrono::{DateTime, Utc};
use diesel::{
    connection::SimpleConnection,
    pg::PgConnection,
    prelude::*,
    sql_types::{BigInt, Text},
};
use usher_domain::{delivery::DeliveryStatus, keyring::KeyId, sealing};

use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    postgres,
    schema::{access_keys, account_users, bulk_sends, messages, sessions, user_imports},
    sqlite,
};

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
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() \
         AND tablename <> 'usher_restore_unfinished'",
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

/// Ends every session of everybody; how many there were. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn end_sessions(connection: &mut DbConnection) -> Result<usize, DatabaseError> {
    Ok(diesel::delete(sessions::table).execute(connection)?)
}

/// Calls off every message that waits or is under way; how many there were. Only for a database that
/// nobody works on.
///
/// # Errors
/// When the database fails.
pub fn call_off_messages(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    const UNDER_WAY: [&str; 3] = [
        DeliveryStatus::Queued.as_str(),
        DeliveryStatus::Sending.as_str(),
        DeliveryStatus::Deferred.as_str(),
    ];
    diesel::update(account_users::table)
        .filter(
            account_users::latest_welcome_status
                .assume_not_null()
                .eq_any(UNDER_WAY),
        )
        .set((
            account_users::latest_welcome_status.eq(DeliveryStatus::Cancelled.as_str()),
            account_users::latest_welcome_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(diesel::update(messages::table)
        .filter(messages::status.eq_any(UNDER_WAY))
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::lease_id.eq(None::<Vec<u8>>),
            messages::leased_until.eq(None::<i64>),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?)
}

/// Pauses every bulk send and cancels every import that has not ended; how many there were. Only for a
/// database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn hold_runs(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let paused = diesel::update(bulk_sends::table)
        .filter(bulk_sends::status.eq("running"))
        .set((
            bulk_sends::status.eq("paused"),
            bulk_sends::pause_reason.eq("asked"),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    let cancelled = diesel::update(user_imports::table)
        .filter(user_imports::ended_at.is_null())
        .set((
            user_imports::status.eq("cancelled"),
            user_imports::ended_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(paused + cancelled)
}

/// Revokes the access keys whose secrets were sealed with a key that is not among `known`: nobody can
/// open them any more. How many there were. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn revoke_unreadable_access_keys(
    connection: &mut DbConnection,
    known: &[KeyId],
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let sealed: Vec<(Vec<u8>, Vec<u8>)> = access_keys::table
        .filter(access_keys::revoked_at.is_null())
        .select((access_keys::id, access_keys::sealed_secret))
        .load(connection)?;
    let unreadable: Vec<Vec<u8>> = sealed
        .into_iter()
        .filter(|(_, secret)| !sealing::key_of(secret).is_some_and(|key| known.contains(&key)))
        .map(|(id, _)| id)
        .collect();
    let mut revoked = 0;
    for ids in unreadable.chunks(500) {
        revoked += diesel::update(access_keys::table.filter(access_keys::id.eq_any(ids)))
            .set(access_keys::revoked_at.eq(to_micros(now)))
            .execute(connection)?;
    }
    Ok(revoked)
}
