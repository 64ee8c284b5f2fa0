//! Leases: one holder at a time, by the clock that all nodes share.

use chrono::Duration;
use usher_persistence::{Database, leases};
use uuid::Uuid;

use crate::fixtures::{account, at, write};
use crate::matrix::on_both_databases;

async fn acquire(db: &Database, holder: u128, life: Duration) -> bool {
    let holder = Uuid::from_u128(holder);
    write(db, move |connection| {
        leases::acquire(connection, "work", holder, at(0), life)
    })
    .await
}

on_both_databases! {
    async fn a_lease_is_kept_by_its_holder_and_passes_on_when_it_runs_out(db) {
        account(&db).await;
        let (long, over) = (Duration::hours(1), Duration::seconds(-1));
        assert!(acquire(&db, 1, long).await);
        assert!(!acquire(&db, 2, long).await);
        assert!(acquire(&db, 1, over).await, "its holder keeps it");
        assert!(acquire(&db, 2, long).await, "it had run out");
        assert!(!acquire(&db, 1, long).await);
    }

    async fn a_lease_that_outlasts_any_was_taken_before_the_clock_was_set_back(db) {
        account(&db).await;
        assert!(acquire(&db, 1, Duration::days(1)).await);
        assert!(!acquire(&db, 2, Duration::hours(20)).await, "that may be one of its kind");
        assert!(acquire(&db, 2, Duration::seconds(10)).await);
        assert!(!acquire(&db, 1, Duration::seconds(10)).await);
    }

    async fn of_many_who_want_a_new_lease_one_gets_it(db) {
        account(&db).await;
        let other_node = db.second_node();
        let takers: Vec<_> = (0..8_u128)
            .map(|holder| {
                let node = if holder % 2 == 0 { (*db).clone() } else { other_node.clone() };
                tokio::spawn(async move { acquire(&node, holder, Duration::hours(1)).await })
            })
            .collect();
        let mut holders = 0;
        for taker in takers {
            holders += u32::from(taker.await.expect("no panic"));
        }
        assert_eq!(holders, 1);
    }
}
