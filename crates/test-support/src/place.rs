//! Where a test's database is: a file that vanishes, or a throw-away PostgreSQL cluster.

use std::thread;

use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};
use usher_server::usher_persistence::{Database, DatabaseSettings, DatabaseUrl};

/// One test at a time uses the cluster's database.
static CLUSTER: Mutex<()> = Mutex::const_new(());

/// A place for one test.
pub(crate) enum Place {
    Sqlite(DatabaseUrl),
    Postgres(ClusterDatabase),
}

impl Place {
    /// A file in the test's folder.
    pub(crate) fn sqlite(folder: &TempDir) -> Self {
        Self::Sqlite(DatabaseUrl::Sqlite(folder.path().join("usher.db")))
    }

    /// The database of the cluster, all for this test; waits for the tests before it.
    pub(crate) async fn postgres(url: String) -> Self {
        Self::Postgres(ClusterDatabase {
            url: DatabaseUrl::Postgres(url),
            _turn: CLUSTER.lock().await,
        })
    }

    /// Opens the database, which must be empty: tables of somebody else are never touched.
    pub(crate) async fn open(&self) -> Database {
        let (Self::Sqlite(url) | Self::Postgres(ClusterDatabase { url, .. })) = self;
        let database =
            Database::open(DatabaseSettings::new(url.clone())).expect("the test database opens");
        let applied = database
            .applied_migrations()
            .await
            .expect("the test database answers");
        assert!(
            applied.is_empty(),
            "the test database is in use; name an empty throw-away cluster"
        );
        database.migrate().await.expect("the migrations apply");
        database
    }
}

/// The cluster's database, emptied when this goes.
pub(crate) struct ClusterDatabase {
    url: DatabaseUrl,
    _turn: MutexGuard<'static, ()>,
}

impl Drop for ClusterDatabase {
    fn drop(&mut self) {
        let url = self.url.clone();
        // A runtime of its own: this may be dropped inside of one.
        let emptied = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let database =
                Database::open(DatabaseSettings::new(url)).map_err(std::io::Error::other)?;
            let reverted = runtime.block_on(database.revert_all_migrations());
            reverted.map(drop).map_err(std::io::Error::other)
        });
        if !matches!(emptied.join(), Ok(Ok(()))) {
            eprintln!("the cluster's database could not be emptied; the next test will say so");
        }
    }
}

/// The cluster that the environment names; nothing where PostgreSQL is left out on purpose.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of the cluster by the environment"
)]
pub(crate) fn cluster_url() -> Option<String> {
    if let Ok(url) = std::env::var("USHER_TEST_POSTGRES_URL") {
        return Some(url);
    }
    let left_out = std::env::var("USHER_TEST_SKIP_POSTGRES").is_ok_and(|value| value == "1");
    assert!(
        left_out,
        "USHER_TEST_POSTGRES_URL names no cluster. Run the tests through \
         `sh e2e/postgres/cluster.sh run …`, or set USHER_TEST_SKIP_POSTGRES=1 to leave PostgreSQL \
         out."
    );
    eprintln!("left out: USHER_TEST_SKIP_POSTGRES is set");
    None
}
