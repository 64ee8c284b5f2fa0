//! Reads: one snapshot, no writing, and a panic that stays where it is.

use diesel::connection::SimpleConnection;
use usher_persistence::{DatabaseError, DbConnection};

use crate::matrix::on_both_databases;
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
}
