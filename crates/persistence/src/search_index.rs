//! SQLite's index of parts of texts. Every transaction adds a part of its own to it, and a search looks into
//! each; PostgreSQL looks after its own.

use diesel::{dsl::sql, prelude::*, sql_query, sql_types::BigInt};

use crate::{DatabaseError, DbConnection};

/// Joins parts of like size, a little at a time: whoever wants to write waits for some milliseconds.
const JOIN: &str =
    "INSERT INTO account_users_search (account_users_search, rank) VALUES ('merge', 64)";

/// Joins some parts of the index; whether there may be more to join.
///
/// # Errors
/// When the database fails.
pub fn join_parts(connection: &mut DbConnection) -> Result<bool, DatabaseError> {
    let DbConnection::Sqlite(sqlite) = connection else {
        return Ok(false);
    };
    let changes = || diesel::select(sql::<BigInt>("total_changes()"));
    let before: i64 = changes().get_result(sqlite)?;
    sql_query(JOIN).execute(sqlite)?;
    let after: i64 = changes().get_result(sqlite)?;
    // The statement is a change itself; without another there was nothing to join (FTS5, "The 'merge' Command").
    Ok(after - before > 1)
}
