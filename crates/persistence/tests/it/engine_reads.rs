//! Reads: one snapshot, no writing, and a panic that stays where it is.

use std::sync::{Mutex, mpsc::channel};

use diesel::connection::SimpleConnection;
use usher_persistence::{Database, DatabaseError, DatabaseSettings, DbConnection};

use crate::matrix::{eventually, on_both_databases};
use crate::notes::{CREATE_NOTES, NoteResult, ids, insert, note, stored};

on_both_databases! {
    async fn all_queries_of_a_read_see_one_snapshot(db) {
        db.execute(CREATE_NOTES);
        db.write(note(1)).await.expect("stored");
        let mut outside = db.outside_connection();
        let seen = db.read(move |connection| {
            let before = ids(connection)?;
            insert(&mut outside, 2, "from another process").expect("stored meanwhile");
            Ok::<_, DatabaseError>((before, ids(connection)?))
        }).await.expect("a read");

        assert_eq!(seen, (vec![1], vec![1]));
        assert_eq!(db.read(ids).await.expect("a read"), [1, 2]);
    }

    async fn a_read_cannot_write(db) {
        db.execute(CREATE_NOTES);
        let answer: NoteResult =
            db.read(|connection: &mut DbConnection| insert(connection, 1, "no")).await;

        assert!(answer.is_err());
        assert_eq!(stored(&db), [0_i64; 0]);
        assert_eq!(db.read(ids).await.expect("the next read"), [0_i64; 0]);
    }

    async fn a_read_that_panics_or_fails_leaves_the_threads_at_work(db) {
        db.execute(CREATE_NOTES);
        for _ in 0..20 {
            let answer: Result<(), DatabaseError> =
                db.read(|_| panic!("this panic belongs to the test")).await;
            assert!(matches!(answer, Err(DatabaseError::Panicked)));
            let answer: Result<(), DatabaseError> = db
                .read(|connection| Ok(connection.batch_execute("SELECT * FROM nowhere")?))
                .await;
            assert!(matches!(answer, Err(DatabaseError::Query(_))), "{answer:?}");
        }
        assert_eq!(db.read(ids).await.expect("a read"), [0_i64; 0]);
    }

    async fn a_read_sees_every_write_that_was_answered(db) {
        db.execute(CREATE_NOTES);
        for id in 0..20 {
            db.write(note(id)).await.expect("stored");
            let newest = db.read(ids).await.expect("a read").pop();
            assert_eq!(newest, Some(id));
        }
    }

    async fn reads_that_waited_together_share_a_snapshot_and_later_ones_do_not(db) {
        db.execute(CREATE_NOTES);
        let mut settings = DatabaseSettings::new(db.url());
        (settings.readers, settings.postgres_connections) = (1, 1);
        let only = Database::open(settings).expect("the database opens twice");
        let hand_in = |closure: Box<dyn FnOnce() + Send>| {
            let only = only.clone();
            tokio::spawn(async move {
                let read = only.read(move |connection| {
                    let seen = ids(connection)?;
                    closure();
                    Ok::<_, DatabaseError>(seen)
                });
                read.await.expect("a read")
            })
        };
        let queued = || only.statistics().queued_reads + only.statistics().queued_writes;
        let (begun, begins) = channel();
        let (let_go, held) = channel();
        let occupying = hand_in(Box::new(move || {
            begun.send(()).expect("the test listens");
            held.recv().expect("the test lets go");
        }));
        tokio::task::block_in_place(|| begins.recv()).expect("it begins");
        let connection = Mutex::new(db.outside_connection());
        let (stored, written) = channel();
        let (go_on, told) = channel();
        let first = hand_in(Box::new(move || {
            insert(&mut connection.lock().expect("sound"), 1, "meanwhile").expect("stored");
            stored.send(()).expect("the test listens");
            told.recv().expect("the test says so");
        }));
        eventually("it waits", || queued() == 1).await;
        let second = hand_in(Box::new(|| ()));
        eventually("both wait", || queued() == 2).await;

        let_go.send(()).expect("it listens");
        tokio::task::block_in_place(|| written.recv()).expect("stored");
        let later = hand_in(Box::new(|| ()));
        eventually("the later one waits too", || queued() == 2).await;
        go_on.send(()).expect("it listens");

        assert_eq!(occupying.await.expect("a task"), [0_i64; 0]);
        assert_eq!(first.await.expect("a task"), [0_i64; 0]);
        assert_eq!(second.await.expect("a task"), [0_i64; 0], "the snapshot of the first");
        assert_eq!(later.await.expect("a task"), [1]);
    }
}
