//! Messages that were claimed and then not tried go back as if nobody had claimed them.

use chrono::Duration;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::MessageId,
    message::{Attempt, AttemptOutcome},
};
use usher_persistence::{attempts, outbox::NextStep, password_links};

use crate::fixtures::{account, at, claim, message, now, read, record, user, welcome, write};
use crate::matrix::{TestDatabase, on_both_databases};

const HOUR: Duration = Duration::hours(1);

async fn tries(db: &TestDatabase, message: MessageId) -> Vec<Attempt> {
    read(db, move |connection| attempts::list(connection, &[message])).await
}

fn put_back(until: i64) -> NextStep {
    NextStep::PutBack { until: at(until) }
}

on_both_databases! {
    async fn nothing_is_kept_of_a_claim_that_came_to_no_try(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        let before = now(&db, ada.id).await;
        let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
        assert_eq!(tries(&db, id).await.len(), 1);
        assert!(record(&db, &claimed[0], lease, at(2), put_back(9)).await);

        let stored = message(&db, id).await;
        assert_eq!((stored.status, stored.attempts), (DeliveryStatus::Queued, 0));
        assert_eq!(stored.next_attempt_at, Some(at(9)));
        assert_eq!(tries(&db, id).await, []);
        assert_eq!(now(&db, ada.id).await, before, "her row is as it was, down to its version");
        assert!(!record(&db, &claimed[0], lease, at(3), put_back(9)).await, "the lease is gone");
        assert_eq!(claim(&db, at(8), HOUR, 1).await.1.len(), 0);
        assert_eq!(claim(&db, at(9), HOUR, 1).await.1.len(), 1);
    }

    async fn what_a_server_said_before_stays(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
        let later = NextStep::Wait { until: at(5), counts: true };
        assert!(record(&db, &claimed[0], lease, at(2), later).await);
        let (lease, claimed) = claim(&db, at(5), HOUR, 1).await;
        assert!(record(&db, &claimed[0], lease, at(6), put_back(9)).await);
        let stored = message(&db, id).await;
        assert_eq!((stored.status, stored.attempts), (DeliveryStatus::Deferred, 1));
        let outcomes: Vec<_> = tries(&db, id).await.iter().map(|one| one.outcome).collect();
        assert_eq!(outcomes, [AttemptOutcome::Deferred]);
    }

    async fn what_lost_its_link_meanwhile_does_not_come_back(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
        let user = ada.id;
        write(&db, move |connection| password_links::void_all(connection, user, at(2))).await;
        assert!(record(&db, &claimed[0], lease, at(3), put_back(9)).await);
        assert_eq!(message(&db, id).await.status, DeliveryStatus::Cancelled);
        let latest = now(&db, ada.id).await.latest_welcome.expect("she was welcomed");
        assert_eq!(latest.status, DeliveryStatus::Cancelled);
    }
}
