//! What lies in the future because the clock was set back.

use chrono::{DateTime, Duration, Utc};
use diesel::{connection::SimpleConnection as _, prelude::*, sql_types::BigInt};
use usher_persistence::{
    Database,
    outbox::{self, NextStep, PORTION, Reach},
};

use crate::fixtures::{account, at, claim, message, read, record, user, welcome, write};
use crate::matrix::on_both_databases;

const REACH: Reach = Reach {
    wait: Duration::hours(1),
    lease: Duration::seconds(30),
};

async fn pull_back(db: &Database, now: DateTime<Utc>) -> usize {
    write(db, move |connection| {
        outbox::pull_back(connection, REACH, now)
    })
    .await
}

/// Sets a column of the message to somebody.
async fn set(db: &Database, login: &'static str, column: &'static str, value: i64) {
    write(db, move |connection| {
        let change = format!(
            "UPDATE messages SET {column} = {value} WHERE recipient = '{login}@example.com'"
        );
        Ok(connection.batch_execute(&change)?)
    })
    .await;
}

async fn number(db: &Database, expression: &'static str) -> i64 {
    read(db, move |connection| {
        let number = diesel::dsl::sql::<BigInt>(expression);
        Ok(diesel::select(number).get_result(connection)?)
    })
    .await
}

on_both_databases! {
    async fn a_message_that_waits_longer_than_any_is_due_now(db) {
        let acme = account(&db).await;
        let mut messages = Vec::new();
        for (login, priority, due) in [
            ("soon", 0, at(3_600)),
            ("far", 0, at(86_400)),
            ("bulk", 1, at(86_400)),
            // A thousand years on: a paused bulk send holds it back.
            ("held", 1, at(0) + Duration::days(365_000)),
        ] {
            let person = user(&db, acme, login).await;
            messages.push(welcome(&db, &person, at(0)).await.0);
            set(&db, login, "priority", priority).await;
            set(&db, login, "next_attempt_at", due.timestamp_micros()).await;
        }

        assert_eq!(pull_back(&db, at(0)).await, 2);
        assert_eq!(pull_back(&db, at(0)).await, 0);

        let mut due = Vec::new();
        for id in messages {
            due.push(message(&db, id).await.next_attempt_at);
        }
        assert_eq!(due, [Some(at(3_600)), Some(at(0)), Some(at(0)), None]);
    }

    async fn no_more_are_changed_at_once_than_a_portion(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        for _ in 0..=PORTION {
            welcome(&db, &ada, at(0)).await;
        }
        set(&db, "ada", "next_attempt_at", at(86_400).timestamp_micros()).await;
        assert_eq!(pull_back(&db, at(0)).await, PORTION);
        assert_eq!(pull_back(&db, at(0)).await, 1);
    }

    async fn a_lease_that_outlasts_any_becomes_a_fresh_one_and_keeps_its_holder(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(1), Duration::days(1), 1).await;
        assert_eq!(claimed.len(), 1);

        assert_eq!(pull_back(&db, at(1)).await, 1);
        assert_eq!(pull_back(&db, at(1)).await, 0);

        let now = write(&db, |connection| {
            Ok(usher_persistence::leases::clock(connection, at(1))?.timestamp_micros())
        })
        .await;
        let left = number(&db, "(SELECT leased_until FROM messages)").await - now;
        assert!((0..=30_000_000).contains(&left), "{left} microseconds");
        assert!(record(&db, &claimed[0], lease, at(2), NextStep::Sent).await);
        assert_eq!(message(&db, id).await.status.as_str(), "sent");
    }
}
