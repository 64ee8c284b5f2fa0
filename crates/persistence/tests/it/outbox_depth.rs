//! How much waits, and for how long: what dashboards show.

use chrono::{DateTime, Duration, Utc};
use usher_domain::ids::AccountId;
use usher_persistence::{
    messages,
    outbox::{self, NextStep, UnderWay},
};

use crate::fixtures::{
    account, another_account, at, claim, new_message, read, record, user, welcome, write,
};
use crate::matrix::{TestDatabase, on_both_databases};
use crate::plans::steps;

async fn under_way(db: &TestDatabase, visible: Option<Vec<AccountId>>) -> UnderWay {
    read(db, move |connection| {
        outbox::under_way(connection, visible.as_deref())
    })
    .await
}

async fn longest_due(db: &TestDatabase, seconds: i64) -> Option<DateTime<Utc>> {
    read(db, move |connection| {
        outbox::longest_due(connection, at(seconds))
    })
    .await
}

on_both_databases! {
    async fn what_is_under_way_is_counted_by_status_and_what_has_ended_is_not(db) {
        let acme = account(&db).await;
        assert_eq!(under_way(&db, None).await, UnderWay::default());
        for login in ["ada", "bea", "cleo", "dora"] {
            let person = user(&db, acme, login).await;
            welcome(&db, &person, at(0)).await;
        }
        let (lease, claimed) = claim(&db, at(1), Duration::hours(1), 3).await;
        record(&db, &claimed[0], lease, at(2), NextStep::Sent).await;
        let later = NextStep::Wait { until: at(60), counts: true };
        record(&db, &claimed[1], lease, at(2), later).await;
        let other = another_account(&db, "Other").await;
        welcome(&db, &user(&db, other, "stranger").await, at(-1)).await;
        let expected = UnderWay { queued: 1, sending: 1, deferred: 1, waiting_since: Some(at(0)) };
        assert_eq!(under_way(&db, Some(vec![acme])).await, expected);
        let all = UnderWay { queued: 2, waiting_since: Some(at(-1)), ..expected };
        assert_eq!(under_way(&db, None).await, all);
        assert_eq!(under_way(&db, Some(vec![])).await, UnderWay::default());
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
        assert_eq!(longest_due(&db, 4).await, None);
        assert_eq!(longest_due(&db, 30).await, Some(at(5)));
        claim(&db, at(10), Duration::hours(1), 1).await;
        assert_eq!(longest_due(&db, 30).await, Some(at(20)));
    }
}

/// However many messages there were, counting those under way reads no others.
#[tokio::test]
async fn what_is_under_way_is_counted_by_the_indexes_of_the_dispatcher() {
    let db = TestDatabase::sqlite();
    let acme = account(&db).await;
    for visible in [None, Some(vec![acme])] {
        let steps = read(&db, move |connection| {
            steps(connection, |c| outbox::under_way(c, visible.as_deref()))
        });
        assert_eq!(
            steps.await,
            [
                "SCAN messages USING COVERING INDEX messages_due_idx",
                "SCAN messages USING INDEX messages_leased_idx",
            ]
        );
    }
}
