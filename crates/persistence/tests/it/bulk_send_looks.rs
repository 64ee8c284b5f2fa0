//! Looking at a run while its messages end.

use diesel::{connection::SimpleConnection as _, dsl::sql, prelude::*, sql_types::Bool};
use usher_domain::bulk_send::Open;
use usher_persistence::bulk_sends;

use crate::bulk_sends::{pending, queued, run_of, stored};
use crate::fixtures::{account, user};
use crate::matrix::{TestDatabase, eventually};

/// Whether anybody in this database waits for a lock.
const WAITING: &str = "EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON oid = database \
     WHERE datname = current_database() AND NOT granted)";

/// On PostgreSQL others commit between two statements of a transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_comes_while_a_run_is_looked_at_is_counted_on_one_side() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    let acme = account(&db).await;
    let id = stored(&db, &run_of(acme, pending()), false).await;
    let ada = user(&db, acme, "ada").await;
    queued(&db, id, &ada).await;

    let mut beside = db.outside_connection();
    beside
        .batch_execute("BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE")
        .expect("locked");
    let node = db.second_node();
    let looking = tokio::spawn(async move {
        node.write(move |connection| bulk_sends::find_situated(connection, id, 9))
            .await
    });
    let mut watching = db.outside_connection();
    eventually("the look waits for the messages", || {
        let waiting = diesel::select(sql::<Bool>(WAITING)).get_result(&mut watching);
        waiting.is_ok_and(|waiting: bool| waiting)
    })
    .await;
    beside
        .batch_execute(
            "UPDATE messages SET status = 'failed'; UPDATE bulk_sends SET failed = 1; COMMIT",
        )
        .expect("it ends");

    let run = looking.await.expect("no panic").expect("it answers");
    let situation = run.expect("it is there").situation;
    assert_eq!(
        (situation.open, situation.progress.failed),
        (Open::default(), 1)
    );
}
