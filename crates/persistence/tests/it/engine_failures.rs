//! Failures that end a transaction: panics, a full disk, and closures that ignore an error.

use diesel::connection::SimpleConnection;
use usher_persistence::{Backend, DatabaseError, DbConnection};

use crate::matrix::{TestDatabase, on_both_databases};
use crate::notes::{
    CREATE_NOTES, Closure, NoteError, NoteResult, Runs, fill_the_disk, insert, note, stored,
    write_together,
};

fn is_full(answer: &NoteResult) -> bool {
    matches!(answer, Err(NoteError::Database(DatabaseError::Full)))
}

on_both_databases! {
    async fn a_panic_hurts_only_its_own_closure(db) {
        db.execute(CREATE_NOTES);
        let panicking: Closure = Box::new(|connection| {
            insert(connection, 100, "to be undone")?;
            panic!("this panic belongs to the test")
        });
        let answers = write_together(&db, vec![note(1), panicking, note(2)]).await;

        assert!(matches!(answers[1], Err(NoteError::Database(DatabaseError::Panicked))));
        assert!(answers[0].is_ok() && answers[2].is_ok(), "{answers:?}");
        assert_eq!(stored(&db), [1, 2]);
        db.write(note(3)).await.expect("the engine goes on");
    }

    async fn a_panic_inside_a_savepoint_stores_nothing(db) {
        db.execute(CREATE_NOTES);
        let panicking: Closure = Box::new(|connection| {
            usher_persistence::connection::savepoint(connection, |connection| {
                insert(connection, 100, "to be undone")?;
                panic!("this panic belongs to the test")
            })
        });
        let answers = write_together(&db, vec![note(1), panicking, note(2)]).await;

        assert!(matches!(answers[1], Err(NoteError::Database(DatabaseError::Panicked))));
        assert_eq!(stored(&db), [1, 2]);
    }

    async fn a_statement_that_is_wrong_hurts_only_its_own_closure(db) {
        db.execute(CREATE_NOTES);
        let wrong: Closure = Box::new(|connection| {
            insert(connection, 100, "to be undone")?;
            Ok(connection.batch_execute("INSERT INTO nowhere VALUES (1)")?)
        });
        let answers = write_together(&db, vec![note(1), wrong, note(2)]).await;

        assert!(matches!(answers[1], Err(NoteError::Database(DatabaseError::Query(_)))));
        assert_eq!(stored(&db), [1, 2]);
    }

    async fn a_closure_that_ignores_a_failed_statement_stores_nothing(db) {
        db.execute(CREATE_NOTES);
        let careless: Closure = Box::new(|connection| {
            insert(connection, 100, "to be undone")?;
            connection.batch_execute("INSERT INTO nowhere VALUES (1)").ok();
            Ok(())
        });
        let answers = write_together(&db, vec![note(1), careless, note(2)]).await;

        assert!(matches!(answers[1], Err(NoteError::Database(DatabaseError::Query(_)))));
        assert_eq!(stored(&db), [1, 2]);
    }

    async fn a_violation_caught_without_a_savepoint_is_never_a_silent_loss(db) {
        db.execute(CREATE_NOTES);
        let careless: Closure = Box::new(|connection| {
            insert(connection, 100, "first")?;
            insert(connection, 101, "first").ok();
            Ok(())
        });
        let answers = write_together(&db, vec![note(1), careless, note(2)]).await;

        // SQLite undoes the one statement; PostgreSQL gives up the transaction and would answer
        // its commit with a rollback that looks like success.
        if db.backend() == Backend::Sqlite {
            assert!(answers[1].is_ok());
            assert_eq!(stored(&db), [1, 2, 100]);
        } else {
            assert!(answers[1].is_err());
            assert_eq!(stored(&db), [1, 2]);
        }
    }
}

/// PostgreSQL runs a closure again only when the database asks for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_closure_that_succeeds_when_run_again_is_stored_once() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let runs = Runs::default();
    let counted = runs.clone();
    let shaky: Closure = Box::new(move |connection| {
        insert(connection, 100, "stored once")?;
        assert!(!counted.is_first(), "this panic belongs to the test");
        Ok(())
    });
    let answers = write_together(&db, vec![note(1), shaky, note(2)]).await;

    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(stored(&db), [1, 2, 100]);
    assert_eq!((runs.count(), db.statistics().reruns), (2, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_in_the_middle_of_a_group_hurts_only_its_own_closure() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let filling: Closure = Box::new(|connection| {
        insert(connection, 100, "to be undone")?;
        fill_the_disk(connection)
    });
    let answers = write_together(&db, vec![note(1), note(2), filling, note(3), note(4)]).await;

    assert!(is_full(&answers[2]), "{:?}", answers[2]);
    assert_eq!(
        answers.iter().filter(|answer| answer.is_ok()).count(),
        4,
        "{answers:?}"
    );
    assert_eq!(stored(&db), [1, 2, 3, 4]);
    assert_eq!(db.statistics().reruns, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closure_that_goes_on_after_a_full_disk_is_stopped() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let careless: Closure = Box::new(|connection| {
        fill_the_disk(connection).ok();
        // SQLite has ended the transaction by now, so this would commit by itself.
        insert(connection, 101, "outside any transaction")
    });
    let refusing: Closure =
        Box::new(|connection| fill_the_disk(connection).map_err(|_| NoteError::Refused));
    let answers = write_together(&db, vec![note(1), careless, refusing, note(2)]).await;

    assert!(is_full(&answers[1]), "{:?}", answers[1]);
    assert!(matches!(answers[2], Err(NoteError::Refused)));
    assert_eq!(stored(&db), [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closure_that_leaves_a_transaction_open_stores_nothing() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let unbalanced: Closure = Box::new(|connection| {
        use diesel::connection::TransactionManager;
        <DbConnection as TransactionManager<_>>::begin_transaction(connection)?;
        insert(connection, 100, "to be undone")
    });
    let answers = write_together(&db, vec![note(1), unbalanced, note(2)]).await;

    assert!(matches!(
        answers[1],
        Err(NoteError::Database(DatabaseError::Query(_)))
    ));
    assert_eq!(stored(&db), [1, 2]);
}
