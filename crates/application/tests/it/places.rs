//! Where a test's database lives: a SQLite file, or a database on the PostgreSQL test cluster.
//!
//! The cluster's admin URL is in `USHER_TEST_POSTGRES_URL` (`sh e2e/postgres/cluster.sh run cargo
//! test` provides one). Without it the PostgreSQL half fails, so that nobody believes it has passed;
//! `USHER_TEST_SKIP_POSTGRES=1` leaves it out on purpose.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;
use usher_persistence::DatabaseUrl;

/// Writes a test twice: `name::on_sqlite` and `name::on_postgres`.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($world:ident) $body:block)*) => { $(
        $(#[$attribute])*
        async fn $name($world: $crate::world::World) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let place = $crate::places::Place::sqlite();
                super::$name($crate::world::World::at(place).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(place) = $crate::places::Place::postgres() {
                    super::$name($crate::world::World::at(place).await).await;
                }
            }
        }
    )* };
}
pub(crate) use on_both_databases;

/// A folder for the test's files, and its database; all of it vanishes with this value.
pub(crate) struct Place {
    folder: TempDir,
    postgres: Option<PostgresDatabase>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
            postgres: None,
        }
    }

    /// A database on the test cluster; nothing where PostgreSQL is left out on purpose.
    pub(crate) fn postgres() -> Option<Self> {
        let postgres = Some(PostgresDatabase::create()?);
        Some(Self {
            postgres,
            ..Self::sqlite()
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        match &self.postgres {
            Some(database) => DatabaseUrl::Postgres(database.url()),
            None => DatabaseUrl::Sqlite(self.sqlite_path()),
        }
    }

    fn sqlite_path(&self) -> PathBuf {
        self.folder.path().join("usher.db")
    }

    /// Executes statements beside the application.
    pub(crate) fn execute(&self, sql: &str) {
        execute_at(&self.url(), sql);
    }

    /// The number that a query `SELECT … AS number` finds.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        let found: Number = match &self.postgres {
            Some(database) => {
                diesel::sql_query(sql).get_result(&mut pg_connection(&database.url()))
            }
            None => diesel::sql_query(sql).get_result(&mut sqlite_connection(&self.sqlite_path())),
        }
        .expect("the test's own query");
        found.number
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

struct PostgresDatabase {
    admin_url: String,
    name: String,
}

/// Executes statements in a database beside the application.
pub(crate) fn execute_at(url: &DatabaseUrl, sql: &str) {
    match url {
        DatabaseUrl::Postgres(url) => pg_connection(url).batch_execute(sql),
        DatabaseUrl::Sqlite(path) => sqlite_connection(path).batch_execute(sql),
    }
    .expect("the test's own statement");
}

impl PostgresDatabase {
    fn create() -> Option<Self> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);

        let admin_url = admin_url()?;
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("usher_application_{}_{number}", std::process::id());
        pg_connection(&admin_url)
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .expect("a database for the test");
        Some(Self { admin_url, name })
    }

    fn url(&self) -> String {
        let (server, _) = self
            .admin_url
            .rsplit_once('/')
            .expect("the admin URL names a database");
        format!("{server}/{}", self.name)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let dropped = pg_connection(&self.admin_url)
            .batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        if let Err(error) = dropped {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of the cluster by the environment"
)]
fn admin_url() -> Option<String> {
    if let Ok(url) = std::env::var("USHER_TEST_POSTGRES_URL") {
        return Some(url);
    }
    if std::env::var("USHER_TEST_SKIP_POSTGRES").is_ok_and(|value| value == "1") {
        eprintln!("left out: USHER_TEST_SKIP_POSTGRES is set");
        return None;
    }
    panic!(
        "USHER_TEST_POSTGRES_URL names no cluster. Run the tests through \
         `sh e2e/postgres/cluster.sh run …`, or set USHER_TEST_SKIP_POSTGRES=1 to leave \
         PostgreSQL out."
    );
}

#[expect(clippy::disallowed_methods, reason = "the test looks past the engine")]
fn pg_connection(url: &str) -> PgConnection {
    PgConnection::establish(url).expect("a connection to the test cluster")
}

#[expect(clippy::disallowed_methods, reason = "the test looks past the engine")]
fn sqlite_connection(path: &Path) -> SqliteConnection {
    let mut connection =
        SqliteConnection::establish(path.to_str().expect("UTF-8")).expect("the test's file");
    connection
        .batch_execute("PRAGMA busy_timeout = 5000")
        .expect("a pragma");
    connection
}
