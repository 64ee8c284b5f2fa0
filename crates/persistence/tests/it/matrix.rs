//! Runs each test body on SQLite and on PostgreSQL, every time on a database of its own.
//!
//! The PostgreSQL half needs a throw-away cluster, whose admin URL is in `USHER_TEST_POSTGRES_URL`
//! (`sh e2e/postgres/cluster.sh run cargo test` provides one). Without it the half fails, so that
//! nobody believes it has passed; `USHER_TEST_SKIP_POSTGRES=1` leaves it out on purpose.

use std::future::Future;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;
use usher_persistence::{Database, DatabaseSettings, DatabaseUrl, DbConnection};

/// How long a test waits for another thread before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Writes a test twice: `name::on_sqlite` and `name::on_postgres`.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident) $body:block)*) => { $(
        $(#[$attribute])*
        async fn $name($db: $crate::matrix::TestDatabase) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name($crate::matrix::TestDatabase::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(database) = $crate::matrix::TestDatabase::postgres() {
                    super::$name(database).await;
                }
            }
        }
    )* };
}
pub(crate) use on_both_databases;

/// An empty database that vanishes with this value.
pub(crate) struct TestDatabase {
    // Closed before its place is removed.
    database: Database,
    place: Place,
}

enum Place {
    Sqlite(TempDir),
    Postgres(PostgresDatabase),
}

impl TestDatabase {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self::at(Place::Sqlite(folder))
    }

    /// A database of its own on the test cluster; nothing where PostgreSQL is left out on purpose.
    pub(crate) fn postgres() -> Option<Self> {
        Some(Self::at(Place::Postgres(PostgresDatabase::create()?)))
    }

    fn at(place: Place) -> Self {
        let settings = DatabaseSettings::new(place.url());
        let database = Database::open(settings).expect("the test database opens");
        Self { database, place }
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        self.place.url()
    }

    /// Opens the same database once more, as a second node or the command line would.
    pub(crate) fn second_node(&self) -> Database {
        Database::open(DatabaseSettings::new(self.url())).expect("the database opens twice")
    }

    /// A connection beside the engine, to see what is really stored.
    pub(crate) fn outside_connection(&self) -> DbConnection {
        match &self.place {
            Place::Sqlite(_) => {
                DbConnection::Sqlite(sqlite_connection(&self.sqlite_path().expect("on SQLite")))
            }
            Place::Postgres(database) => DbConnection::Postgres(pg_connection(&database.url())),
        }
    }

    pub(crate) fn sqlite_path(&self) -> Option<PathBuf> {
        match self.url() {
            DatabaseUrl::Sqlite(path) => Some(path),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// Executes statements outside the engine.
    pub(crate) fn execute(&self, sql: &str) {
        self.outside_connection()
            .batch_execute(sql)
            .expect("the test's own statement");
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Place {
    fn url(&self) -> DatabaseUrl {
        match self {
            Self::Sqlite(folder) => DatabaseUrl::Sqlite(folder.path().join("test.db")),
            Self::Postgres(database) => DatabaseUrl::Postgres(database.url()),
        }
    }
}

/// A database on the cluster, dropped with this value.
struct PostgresDatabase {
    admin_url: String,
    name: String,
}

impl PostgresDatabase {
    fn create() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);

        let admin_url = admin_url()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("usher_test_{}_{number}", std::process::id());
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
fn sqlite_connection(path: &std::path::Path) -> SqliteConnection {
    let mut connection =
        SqliteConnection::establish(path.to_str().expect("UTF-8")).expect("the test's file");
    connection
        .batch_execute("PRAGMA busy_timeout = 5000")
        .expect("a pragma");
    connection
}

/// Looks at a condition that another thread brings about, until it holds.
pub(crate) async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "it never came about that {what}");
        tokio::task::yield_now().await;
    }
}

/// Waits for what must come, but not for ever.
pub(crate) async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future)
        .await
        .unwrap_or_else(|_| panic!("it never came about that {what}"))
}
