//! The enum over both kinds of connection, by itself because its derive writes public items that
//! carry no documentation.
#![expect(
    missing_docs,
    reason = "the derive macro writes undocumented public items"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the derive macro adds a way to open that nothing uses"
)]

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// A connection to the SQLite file.
    Sqlite(SqliteConnection),
    /// A connection to the PostgreSQL server.
    Postgres(PgConnection),
}
