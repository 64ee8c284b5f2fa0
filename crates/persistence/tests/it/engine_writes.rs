//! Writes that succeed, refuse or violate constraints, alone and in groups.

use diesel::connection::SimpleConnection;
use usher_persistence::connection::savepoint;
use usher_persistence::{Backend, DatabaseError, DbConnection};

use crate::matrix::{TestDatabase, in_time, on_both_databases};
use crate::notes::{
    CREATE_NOTES, Closure, Gate, NoteError, NoteResult, insert, note, stored, submit, waiting_for,
    write_together,
};

fn answer_is_conflict(answer: &NoteResult, name: &str) -> bool {
    matches!(answer, Err(NoteError::Database(error)) if error.violates(name))
}

on_both_databases! {
    async fn many_writes_at_once_are_all_stored(db) {
        db.execute(CREATE_NOTES);
        let before = db.statistics();
        let answers = write_together(&db, (0..300).map(note).collect()).await;

        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(stored(&db), (0..300).collect::<Vec<_>>());
        if db.backend() == Backend::Sqlite {
            let commits = db.statistics().commits - before.commits;
            assert_eq!(commits, 3, "the gate, a full group and the rest of 300");
            assert_eq!(db.statistics().largest_group, 256);
        }
    }

    async fn a_violated_constraint_hurts_only_its_own_closure(db) {
        db.execute(CREATE_NOTES);
        let broken: Closure = Box::new(|connection| {
            insert(connection, 100, "written before the violation")?;
            insert(connection, 101, "note 1")
        });
        let forbidden: Closure = Box::new(|connection| insert(connection, 102, "forbidden"));
        insert_directly(&db, 1).await;
        let answers =
            write_together(&db, vec![note(2), broken, note(3), forbidden, note(4)]).await;

        assert!(answer_is_conflict(&answers[1], "notes_body_key"), "{:?}", answers[1]);
        assert!(answer_is_conflict(&answers[3], "notes_body_check"), "{:?}", answers[3]);
        assert_eq!(stored(&db), [1, 2, 3, 4]);
        assert_eq!(db.statistics().reruns, 0);
    }

    async fn a_refusal_undoes_only_its_own_closure(db) {
        db.execute(CREATE_NOTES);
        let refusing: Closure = Box::new(|connection| {
            insert(connection, 100, "to be undone")?;
            Err(NoteError::Refused)
        });
        let answers = write_together(&db, vec![note(1), refusing, note(2)]).await;

        assert!(matches!(answers[1], Err(NoteError::Refused)));
        assert_eq!(stored(&db), [1, 2]);
        assert_eq!(db.statistics().reruns, 0);
    }

    async fn groups_after_a_refusal_keep_their_closures_apart_as_well(db) {
        db.execute(CREATE_NOTES);
        for round in 0..20 {
            let refusing: Closure = Box::new(|connection| {
                insert(connection, 1000, "to be undone")?;
                Err(NoteError::Refused)
            });
            let (first, second) = (note(round * 2), note(round * 2 + 1));
            // One group in three has no refusal.
            let middle = if round % 3 == 0 { note(500 + round) } else { refusing };
            let answers = write_together(&db, vec![first, middle, second]).await;
            assert!(answers[0].is_ok() && answers[2].is_ok(), "{answers:?}");
        }
        let expected = (0..40).chain((500..520).step_by(3)).collect::<Vec<_>>();
        assert_eq!(stored(&db), expected);
    }

    async fn a_lone_refusal_is_undone_too(db) {
        db.execute(CREATE_NOTES);
        let answer = db.write(|connection: &mut DbConnection| {
            insert(connection, 100, "to be undone")?;
            Err::<(), _>(NoteError::Refused)
        }).await;

        assert!(matches!(answer, Err(NoteError::Refused)));
        assert_eq!(stored(&db), [0_i64; 0]);
    }

    async fn a_closure_goes_on_after_a_violation_in_a_savepoint(db) {
        db.execute(CREATE_NOTES);
        insert_directly(&db, 1).await;
        let closure: Closure = Box::new(|connection| {
            insert(connection, 2, "before the savepoint")?;
            let answer = savepoint(connection, |connection| {
                insert(connection, 3, "undone with the savepoint")?;
                insert(connection, 4, "note 1")
            });
            assert!(answer_is_conflict(&answer, "notes_body_key"), "{answer:?}");
            insert(connection, 5, "after the savepoint")
        });
        let answers = write_together(&db, vec![closure, note(6)]).await;

        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(stored(&db), [1, 2, 5, 6]);
    }

    async fn a_violation_found_at_the_commit_hurts_only_its_own_closure(db) {
        db.execute(CREATE_NOTES);
        db.execute(
            "CREATE TABLE replies (note_id BIGINT NOT NULL \
             REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)",
        );
        let dangling: Closure = Box::new(|connection| {
            insert(connection, 100, "to be undone")?;
            Ok(connection.batch_execute("INSERT INTO replies VALUES (999)")?)
        });
        let answers = write_together(&db, vec![note(1), dangling, note(2)]).await;

        assert!(matches!(
            answers[1],
            Err(NoteError::Database(DatabaseError::Conflict { .. }))
        ), "{answers:?}");
        assert_eq!(stored(&db), [1, 2]);
    }

    async fn closing_commits_what_was_accepted_and_takes_no_more(db) {
        db.execute(CREATE_NOTES);
        let (other_node, late_clone) = { let node = db.second_node(); (node.clone(), node) };
        let answers: Vec<_> = (0..20).map(|id| submit(&other_node, note(id))).collect();
        for answer in answers {
            answer.await.expect("no panic").expect("it was accepted");
        }
        in_time("the database closes", other_node.close()).await;

        assert_eq!(stored(&db), (0..20).collect::<Vec<_>>());
        let answer = late_clone.write(note(100)).await;
        assert!(matches!(answer, Err(NoteError::Database(DatabaseError::Closed))));
    }
}

async fn insert_directly(db: &TestDatabase, id: i64) {
    db.write(note(id)).await.expect("an ordinary note");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_drains_the_queue_on_sqlite() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let node = db.second_node();
    let gate = Gate::closed(&node).await;
    let waiting: Vec<_> = (0..20).map(|id| submit(&node, note(id))).collect();
    crate::matrix::eventually("all wait", || node.statistics().queued_writes == 20).await;
    let closing = tokio::spawn(node.close());
    gate.open().await;
    in_time("the database closes", closing)
        .await
        .expect("no panic");

    assert_eq!(stored(&db), (0..20).collect::<Vec<_>>());
    for answer in waiting {
        answer
            .await
            .expect("no panic")
            .expect("it was accepted before the close");
    }
}

/// PostgreSQL has no groups: there each closure is answered after a commit of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_of_a_group_is_answered_before_its_commit() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let gate = Gate::closed(&db).await;
    let first = submit(&db, note(1));
    crate::matrix::eventually("the first waits", || db.statistics().queued_writes == 1).await;
    let (open, opened) = std::sync::mpsc::channel();
    let (arrived, arrival) = std::sync::mpsc::channel();
    let second = submit(&db, waiting_for(opened, arrived, |_| Ok(())));
    crate::matrix::eventually("the second waits", || db.statistics().queued_writes == 2).await;
    gate.open().await;
    crate::matrix::eventually("the second runs", || arrival.try_recv().is_ok()).await;

    assert!(
        !first.is_finished(),
        "its closure has run, but nothing is committed"
    );
    assert_eq!(stored(&db), [0_i64; 0]);
    drop(open);
    first.await.expect("no panic").expect("stored");
    assert_eq!(stored(&db), [1]);
    second.await.expect("no panic").expect("nothing to store");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_waits_for_a_lock_that_another_process_holds() {
    let db = TestDatabase::sqlite();
    db.execute(CREATE_NOTES);
    let mut other = db.outside_connection();
    other
        .batch_execute("BEGIN IMMEDIATE; INSERT INTO notes VALUES (1, 'other')")
        .expect("a lock");
    let waiting = submit(&db, note(2));
    crate::matrix::eventually("the writer takes the job", || {
        db.statistics().queued_writes == 0
    })
    .await;
    assert!(!waiting.is_finished());
    other
        .batch_execute("COMMIT")
        .expect("the lock is given back");

    in_time("the write gets the lock", waiting)
        .await
        .expect("no panic")
        .expect("stored");
    assert_eq!(stored(&db), [1, 2]);
}
