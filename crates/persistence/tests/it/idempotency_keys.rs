//! Requests that may be repeated: one of each scope, whoever is first.

use usher_domain::idempotency::{Fingerprint, Scope};
use usher_persistence::{
    DatabaseError,
    idempotency_keys::{self, NewRequest, Outcome, SCOPE_KEY},
};
use uuid::Uuid;

use crate::fixtures::{KEY, at, read, write};
use crate::matrix::on_both_databases;

fn request(number: u8, seconds: i64) -> NewRequest {
    NewRequest {
        scope: Scope([number; 32]),
        key_id: KEY,
        fingerprint: Fingerprint([number; 32]),
        created_at: at(seconds),
    }
}

on_both_databases! {
    async fn the_second_of_a_scope_hits_the_key_and_the_first_is_found(db) {
        db.migrate().await.expect("migrated");
        let first = request(1, 0);
        let scope = first.scope;
        write(&db, move |connection| idempotency_keys::insert(connection, &first)).await;
        let find = move |connection: &mut _| idempotency_keys::find(connection, scope);
        let known = read(&db, find).await.expect("it is known");
        assert_eq!((known.key_id, known.created_at, known.outcome), (KEY, at(0), None));
        assert_eq!(known.fingerprint, Fingerprint([1; 32]));

        let second: Result<(), DatabaseError> = db
            .write(|connection| idempotency_keys::insert(connection, &request(1, 5)))
            .await;
        assert!(second.is_err_and(|error| error.violates(SCOPE_KEY)));

        let outcome = Outcome {
            made: Some(Uuid::from_u128(7)),
            welcome: Some(Uuid::from_u128(8)),
            status: "done".to_owned(),
        };
        let noted = outcome.clone();
        write(&db, move |connection| idempotency_keys::finish(connection, scope, &noted)).await;
        assert_eq!(read(&db, find).await.expect("it is known").outcome, Some(outcome));
        let other = |connection: &mut _| idempotency_keys::find(connection, Scope([2; 32]));
        assert_eq!(read(&db, other).await, None);
    }

    async fn of_many_nodes_at_once_one_is_first(db) {
        db.migrate().await.expect("migrated");
        let nodes = [db.second_node(), db.second_node()];
        let inserts = (0..8).map(|number| {
            let node = nodes[number % 2].clone();
            tokio::spawn(async move {
                node.write(|connection| idempotency_keys::insert(connection, &request(1, 0))).await
            })
        });
        let mut won = 0;
        for insert in inserts.collect::<Vec<_>>() {
            match insert.await.expect("no panic") {
                Ok(()) => won += 1,
                Err(error) => assert!(error.violates(SCOPE_KEY), "{error}"),
            }
        }
        assert_eq!(won, 1);
    }

    async fn one_is_forgotten_when_it_is_old_and_no_sooner(db) {
        db.migrate().await.expect("migrated");
        let scope = Scope([1; 32]);
        write(&db, |connection| idempotency_keys::insert(connection, &request(1, 10))).await;
        let find = move |connection: &mut _| idempotency_keys::find(connection, scope);
        write(&db, move |connection| idempotency_keys::forget(connection, scope, at(9))).await;
        assert!(read(&db, find).await.is_some());
        write(&db, move |connection| idempotency_keys::forget(connection, scope, at(10))).await;
        assert!(read(&db, find).await.is_none());
    }

    async fn the_oldest_are_removed_first_and_500_at_a_time(db) {
        db.migrate().await.expect("migrated");
        write(&db, |connection| {
            (0..501_u16).try_for_each(|number| {
                let [high, low] = number.to_be_bytes();
                let mut scope = [high; 32];
                scope[1] = low;
                let request = NewRequest { scope: Scope(scope), ..request(0, number.into()) };
                idempotency_keys::insert(connection, &request)
            })
        })
        .await;
        let tidy = |before| write(&db, move |connection| {
            idempotency_keys::delete_before(connection, at(before))
        });
        assert_eq!(tidy(501).await, 500);
        assert_eq!(tidy(500).await, 0, "the edge is outside");
        assert_eq!(tidy(501).await, 1);
    }
}
