//! Signals: after the commit, only then, and whoever asked may have gone.

use usher_persistence::{Backend, Signal, SignalListener};

use crate::matrix::{TestDatabase, eventually, in_time, on_both_databases};
use crate::notes::{CREATE_NOTES, Closure, Gate, NoteError, insert, note, stored, waiting_for};

/// Tells whether a ring is there already, without waiting for one.
async fn has_heard(listener: &mut SignalListener) -> bool {
    tokio::select! {
        biased;
        () = listener.heard() => true,
        () = std::future::ready(()) => false,
    }
}

on_both_databases! {
    async fn a_signal_rings_once_the_write_is_stored(db) {
        db.execute(CREATE_NOTES);
        let mut listener = db.signal(Signal::Outbox);
        let (open, opened) = std::sync::mpsc::channel();
        let (arrived, arrival) = std::sync::mpsc::channel();
        let database = (*db).clone();
        let closure = waiting_for(opened, arrived, |connection| insert(connection, 1, "one"));
        let writing =
            tokio::spawn(async move { database.write_signalling(Signal::Outbox, closure).await });
        eventually("the closure runs", || arrival.try_recv().is_ok()).await;
        assert!(!has_heard(&mut listener).await, "nothing is committed yet");
        drop(open);

        in_time("the signal rings", listener.heard()).await;
        assert_eq!(stored(&db), [1], "whoever hears the signal finds the row");
        writing.await.expect("no panic").expect("stored");
    }

    async fn a_write_that_stores_nothing_rings_nothing(db) {
        db.execute(CREATE_NOTES);
        let mut listener = db.signal(Signal::Outbox);
        let mut other = db.signal(Signal::Audit);
        let refusing: Closure = Box::new(|_| Err(NoteError::Refused));
        assert!(db.write_signalling(Signal::Outbox, refusing).await.is_err());
        let panicking: Closure = Box::new(|_| panic!("this panic belongs to the test"));
        assert!(db.write_signalling(Signal::Outbox, panicking).await.is_err());
        db.write_signalling(Signal::Audit, note(1)).await.expect("stored");

        in_time("the later signal rings", other.heard()).await;
        assert!(!has_heard(&mut listener).await);
    }

    async fn rings_that_nobody_has_heard_melt_into_one(db) {
        db.execute(CREATE_NOTES);
        let mut listener = db.signal(Signal::Delivery);
        for id in 0..3 {
            db.write_signalling(Signal::Delivery, note(id)).await.expect("stored");
        }
        assert!(has_heard(&mut listener).await);
        assert!(!has_heard(&mut listener).await);
    }

    async fn a_signal_rings_although_its_caller_has_gone(db) {
        db.execute(CREATE_NOTES);
        let mut listener = db.signal(Signal::Outbox);
        if db.backend() == Backend::Sqlite {
            leave_while_the_write_waits(&db).await;
        } else {
            leave_while_the_write_runs(&db).await;
        }
        in_time("the signal rings", listener.heard()).await;
        assert_eq!(stored(&db), [1]);
    }
}

async fn leave_while_the_write_waits(db: &TestDatabase) {
    let gate = Gate::closed(db).await;
    let database = (**db).clone();
    let caller =
        tokio::spawn(async move { database.write_signalling(Signal::Outbox, note(1)).await });
    eventually("the write waits", || db.statistics().queued_writes == 1).await;
    caller.abort();
    assert!(
        caller
            .await
            .expect_err("the caller has gone")
            .is_cancelled()
    );
    gate.open().await;
}

async fn leave_while_the_write_runs(db: &TestDatabase) {
    let (open, opened) = std::sync::mpsc::channel();
    let (arrived, arrival) = std::sync::mpsc::channel();
    let database = (**db).clone();
    let closure = waiting_for(opened, arrived, |connection| insert(connection, 1, "one"));
    let caller =
        tokio::spawn(async move { database.write_signalling(Signal::Outbox, closure).await });
    eventually("the closure runs", || arrival.try_recv().is_ok()).await;
    caller.abort();
    assert!(
        caller
            .await
            .expect_err("the caller has gone")
            .is_cancelled()
    );
    drop(open);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_reaches_the_other_nodes_of_a_server() {
    let Some(db) = TestDatabase::postgres() else {
        return;
    };
    db.execute(CREATE_NOTES);
    let other = db.second_node();
    let mut listener = other.signal(Signal::Outbox);
    db.write_signalling(Signal::Outbox, note(1))
        .await
        .expect("stored");

    in_time("the signal arrives", listener.heard()).await;
    assert_eq!(stored(&db), [1]);
}
