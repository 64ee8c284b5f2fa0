//! Opening a database, and closing it: what is created, what is refused and with which words, what stays.

use std::path::Path;

use diesel::connection::SimpleConnection;
use tempfile::TempDir;
use tokio::task::JoinSet;
use usher_persistence::{Database, DatabaseError, DatabaseSettings, DatabaseUrl, DbConnection};

use crate::matrix::TestDatabase;

fn open(path: &Path) -> Result<Database, DatabaseError> {
    Database::open(DatabaseSettings::new(DatabaseUrl::Sqlite(path.to_owned())))
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let db = TestDatabase::sqlite();
    let path = db.sqlite_path().expect("on SQLite");
    let create = |connection: &mut DbConnection| {
        Ok::<_, DatabaseError>(connection.batch_execute("CREATE TABLE samples (id BIGINT)")?)
    };
    db.write(create)
        .await
        .expect("the first write makes the log");
    for suffix in ["", "-wal", "-shm"] {
        let file = path.with_file_name(format!("test.db{suffix}"));
        let mode = file
            .metadata()
            .expect("the file exists")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

/// Whoever copies the one file of a stopped Usher has everything. Connections that close at once would leave
/// the log behind in one close of fifteen; hence the rounds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_close_folds_the_log_into_the_file() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("usher.db");
    for round in 0..100 {
        let database = open(&path).expect("a database");
        let create = move |connection: &mut DbConnection| {
            let table = format!("CREATE TABLE samples_{round} (id BIGINT)");
            Ok::<_, DatabaseError>(connection.batch_execute(&table)?)
        };
        database.write(create).await.expect("something to fold");
        // Readers have connections to close, too.
        let mut reads = JoinSet::new();
        for _ in 0..6 {
            let reader = database.clone();
            reads.spawn(async move { reader.pending_migrations().await });
        }
        for pending in reads.join_all().await {
            pending.expect("a read");
        }
        database.close().await;
        let log = path.with_file_name("usher.db-wal");
        assert!(!log.exists(), "close {round} left the log behind");
    }
}

#[test]
fn a_missing_folder_is_an_error_that_names_the_file() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("missing").join("usher.db");
    let error = open(&path).err().expect("the folder is missing");
    assert!(matches!(&error, DatabaseError::File { path: named, .. } if *named == path));
}

#[test]
fn a_file_that_is_no_database_is_an_error() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("usher.db");
    std::fs::write(&path, "This is a letter. ".repeat(100)).expect("a file");
    assert!(open(&path).is_err());
}

#[test]
fn a_mistyped_url_is_an_error_and_creates_no_file() {
    let folder = TempDir::new().expect("a temporary folder");
    let text = format!("postgre:{}", folder.path().join("usher").display());
    assert!(DatabaseUrl::parse(&text).is_err());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}

#[test]
fn a_server_that_is_not_there_is_unavailable_and_its_password_is_not_told() {
    let url = DatabaseUrl::Postgres("postgres://usher:hunter2@127.0.0.1:1/usher".to_owned());
    let error = Database::open(DatabaseSettings::new(url))
        .err()
        .expect("nobody listens there");
    assert!(matches!(error, DatabaseError::Unavailable(_)), "{error:?}");
    assert!(!format!("{error:?}{error}").contains("hunter2"));
}
