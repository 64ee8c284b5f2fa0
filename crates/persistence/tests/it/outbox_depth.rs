//! How much waits, and for how long: what dashboards show.

use chrono::Duration;
use usher_persistence::{
    messages,
    outbox::{self, Depth, NextStep},
};

use crate::fixtures::{account, at, claim, new_message, read, record, user, welcome, write};
use crate::matrix::{TestDatabase, on_both_databases};

async fn depth(db: &TestDatabase, seconds: i64) -> Depth {
    read(db, move |connection| outbox::depth(connection, at(seconds))).await
}

on_both_databases! {
    async fn what_is_under_way_is_counted_by_status_and_what_has_ended_is_not(db) {
        let acme = account(&db).await;
        assert_eq!(depth(&db, 0).await, Depth::default());
        for login in ["ada", "bea", "cleo", "dora"] {
            let person = user(&db, acme, login).await;
            welcome(&db, &person, at(0)).await;
        }
        let (lease, claimed) = claim(&db, at(1), Duration::hours(1), 3).await;
        record(&db, &claimed[0], lease, at(2), NextStep::Sent).await;
        let later = NextStep::Wait { until: at(60), counts: true };
        record(&db, &claimed[1], lease, at(2), later).await;
        let found = depth(&db, 10).await;
        assert_eq!((found.queued, found.sending, found.deferred), (1, 1, 1));
    }

    async fn the_oldest_due_message_counts_whatever_its_lane_and_none_that_waits_for_its_time(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let single = new_message(&ada, at(20));
        let bulk = { let mut bulk = new_message(&ada, at(5)); bulk.priority = 1; bulk };
        write(&db, move |connection| {
            messages::insert(connection, &single)?;
            messages::insert(connection, &bulk)
        })
        .await;
        assert_eq!(depth(&db, 4).await.oldest_due, None);
        assert_eq!(depth(&db, 30).await.oldest_due, Some(at(5)));
        claim(&db, at(10), Duration::hours(1), 1).await;
        assert_eq!(depth(&db, 30).await.oldest_due, Some(at(20)));
    }
}
