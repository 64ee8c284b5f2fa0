//! PostgreSQL: opening connections, the threads that work with them, and what nodes tell each other.

mod announcer;
mod connect;
mod worker;

pub(crate) use announcer::{Announcements, Announcer};
pub(crate) use connect::{check_server, open};
pub(crate) use worker::{PostgresJob, PostgresWorker};
