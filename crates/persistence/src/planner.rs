//! What the database's planner goes by.

use diesel::connection::SimpleConnection as _;

use crate::{DatabaseError, DbConnection};

/// The tables that grow with people and mail.
const LARGE: &str = "ANALYZE account_users, messages, attempts, password_links, audit_events";

/// Has PostgreSQL find out at once what is in tables that have just been filled. By itself it notices within a
/// minute, and a search takes five times as long until then. SQLite goes by rules.
///
/// # Errors
/// When the database fails.
pub fn learn(connection: &mut DbConnection) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(postgres) => Ok(postgres.batch_execute(LARGE)?),
    }
}
