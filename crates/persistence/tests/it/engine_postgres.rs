//! What only a server does: precedence between transactions, and connections that break.

use std::sync::{Arc, Barrier};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use usher_persistence::{DatabaseError, DbConnection};

use crate::matrix::TestDatabase;
use crate::notes::{
    CREATE_NOTES, Closure, NoteError, Runs, ids, insert, note, stored, write_together,
};

fn backend_id(connection: &mut DbConnection) -> Result<i32, diesel::result::Error> {
    diesel::dsl::sql::<Integer>("SELECT pg_backend_pid()").get_result(connection)
}

/// Ends a server process and waits until it is gone.
fn terminate(outside: &mut DbConnection, process: i32) {
    outside
        .batch_execute(&format!("SELECT pg_terminate_backend({process}, 10000)"))
        .expect("the test may end its own sessions");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serialization_failure_is_tried_again() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    let both_have_read = Arc::new(Barrier::new(2));
    let runs = [Runs::default(), Runs::default()];
    let closures = [1, 2].map(|id| {
        let (both_have_read, runs) = (
            Arc::clone(&both_have_read),
            runs[usize::from(id == 2)].clone(),
        );
        let closure: Closure = Box::new(move |connection| {
            connection.batch_execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")?;
            let count = ids(connection)?.len();
            if runs.is_first() {
                both_have_read.wait();
            }
            insert(connection, id, &format!("there were {count} before"))
        });
        closure
    });
    let answers = write_together(&db, closures.into()).await;

    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(stored(&db), [1, 2]);
    assert!(
        runs[0].count() + runs[1].count() > 2,
        "one of the two had to run again"
    );
    assert!(db.statistics().reruns > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    db.execute("INSERT INTO notes VALUES (1, 'one'), (2, 'two')");
    let both_hold_one = Arc::new(Barrier::new(2));
    let closures = [[1, 2], [2, 1]].map(|order| {
        let (both_hold_one, runs) = (Arc::clone(&both_hold_one), Runs::default());
        let closure: Closure = Box::new(move |connection| {
            connection.batch_execute("SET LOCAL deadlock_timeout = '10ms'")?;
            let lock = |id: i64| format!("SELECT id FROM notes WHERE id = {id} FOR UPDATE");
            connection.batch_execute(&lock(order[0]))?;
            if runs.is_first() {
                both_hold_one.wait();
            }
            Ok(connection.batch_execute(&lock(order[1]))?)
        });
        closure
    });
    let answers = write_together(&db, closures.into()).await;

    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert!(db.statistics().reruns > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_broke_while_idle_are_replaced_unseen() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    write_together(&db, (0..16).map(note).collect()).await;
    db.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    let answers = write_together(&db, (16..32).map(note).collect()).await;

    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(db.read(ids).await.expect("a read").len(), 32);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_whose_connection_breaks_before_the_commit_is_tried_again() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    let (runs, outside) = (
        Runs::default(),
        std::sync::Mutex::new(db.outside_connection()),
    );
    let counted = runs.clone();
    let closure: Closure = Box::new(move |connection| {
        insert(connection, 1, "one")?;
        if counted.is_first() {
            terminate(
                &mut outside.lock().expect("no panic"),
                backend_id(connection)?,
            );
        }
        insert(connection, 2, "two")
    });
    db.write(closure).await.expect("the second run succeeds");

    assert_eq!(runs.count(), 2);
    assert_eq!(stored(&db), [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_at_the_commit_leaves_the_outcome_open() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    let outside = std::sync::Mutex::new(db.outside_connection());
    let runs = Runs::default();
    let counted = runs.clone();
    let closure: Closure = Box::new(move |connection| {
        counted.is_first();
        insert(connection, 1, "one")?;
        terminate(
            &mut outside.lock().expect("no panic"),
            backend_id(connection)?,
        );
        Ok(())
    });
    let answer = db.write(closure).await;

    assert!(matches!(
        answer,
        Err(NoteError::Database(DatabaseError::Unavailable(_)))
    ));
    assert_eq!(
        runs.count(),
        1,
        "it may be stored, so it must not run twice"
    );
    db.write(note(2))
        .await
        .expect("the next write has a fresh connection");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_not_given_in_time_is_answered_as_busy() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    let mut other = db.outside_connection();
    other
        .batch_execute("BEGIN; LOCK TABLE notes IN ACCESS EXCLUSIVE MODE")
        .expect("a lock");
    let closure: Closure = Box::new(|connection| {
        connection.batch_execute("SET LOCAL lock_timeout = '10ms'")?;
        insert(connection, 1, "one")
    });
    let answer = db.write(closure).await;

    assert!(
        matches!(answer, Err(NoteError::Database(DatabaseError::Busy))),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stands_still_in_a_transaction_loses_its_locks_before_others_give_up_waiting() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    let limits = ["idle_in_transaction_session_timeout", "lock_timeout"];
    let closure: Closure = Box::new(move |connection| {
        let [idle, lock] = limits.map(|name| {
            let asked = format!("SELECT setting::integer FROM pg_settings WHERE name = '{name}'");
            diesel::dsl::sql::<Integer>(&asked).get_result::<i32>(connection)
        });
        let (idle, lock) = (idle?, lock?);
        assert!(0 < idle && idle < lock, "{idle} ms, {lock} ms");
        Ok(())
    });
    db.write(closure).await.expect("both are asked for");
}
