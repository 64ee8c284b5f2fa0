//! SQLite and PostgreSQL behind one set of queries; the only crate that knows Diesel.
//!
//! [`Database`] takes closures over `&mut` [`DbConnection`] and runs them off the async threads:
//! reads on a few threads that each own a connection, writes in transactions. On SQLite one thread
//! commits all waiting writes together, so that a burst costs one disk flush; on PostgreSQL each
//! write has a transaction of its own. Queries are free functions on one module per noun. There are
//! no repository traits and no copies per database: a difference is one commented `match`.

pub mod access_keys;
pub mod account_logos;
pub mod account_user_list;
pub mod account_users;
pub mod accounts;
pub mod api_tokens;
pub mod attempts;
pub mod audit_chain;
pub mod audit_events;
pub mod bulk_sends;
pub mod columns;
pub mod connection;
mod database;
mod database_url;
pub mod deleted_recipients;
pub mod delivery_hours;
mod error;
mod fuse;
pub mod histories;
pub mod idempotency_keys;
pub mod installation;
mod job;
pub mod keyring_keys;
pub mod leases;
pub mod link_visits;
mod many;
pub mod memberships;
pub mod messages;
mod metrics;
pub mod migrations;
pub mod outbox;
pub mod password_links;
pub mod planner;
mod pool;
mod postgres;
mod requester;
pub mod restoring;
pub mod retention;
pub mod role_grants;
pub(crate) mod schema;
pub mod search_index;
pub mod send_hours;
pub mod sessions;
mod signal;
mod sqlite;
mod statistics;
pub mod templates;
mod threads;
pub mod user_imports;
mod writer;

pub use connection::{Backend, DbConnection, MultiBackend};
pub use database::Database;
pub use database_url::{DatabaseSettings, DatabaseUrl, DatabaseUrlError};
pub use error::{DatabaseError, TransactionError};
pub use metrics::DatabaseMetrics;
pub use signal::{Signal, SignalListener};
pub use statistics::Statistics;
