//! Recording outcomes: many at once, and each as if it came alone.

use chrono::Duration;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{LeaseId, MessageId},
    message::{AttemptOutcome, LastReply},
    password_link::LinkId,
};
use usher_persistence::{
    attempts,
    outbox::{self, NextStep, Outcome},
};

use crate::fixtures::{
    ENTROPY, account, at, claim, latest_status, link, message, now, outcome, read, user, welcome,
    write,
};
use crate::matrix::on_both_databases;

const HOUR: Duration = Duration::hours(1);

on_both_databases! {
    async fn outcomes_recorded_together_change_what_each_would_alone(db) {
        let acme = account(&db).await;
        let mut users = Vec::new();
        for name in ["ada", "bob", "cyd", "dan", "eve"] {
            users.push(user(&db, acme, name).await);
        }
        let mut welcomed = vec![welcome(&db, &users[0], at(0)).await];
        for user in &users {
            welcomed.push(welcome(&db, user, at(1)).await);
        }
        let [older, newer, bob, cyd, dan, eve] = welcomed[..] else { unreachable!() };
        let (lease, claimed) = claim(&db, at(1), HOUR, 10).await;
        let ended = |(id, _): (MessageId, LinkId), lease, next| {
            let claimed = claimed.iter().find(|claimed| claimed.id == id).expect("it was claimed");
            outcome(claimed, lease, at(5), next)
        };
        let reply = |code, text: &str| LastReply {
            code,
            enhanced: code.map(|_| "2.0.0".to_owned()),
            text: text.to_owned(),
        };
        let outcomes = [
            ended(older, lease, NextStep::Sent),
            Outcome {
                provider: Some("spare".to_owned()),
                reply: Some(reply(Some(250), "queued")),
                ..ended(bob, lease, NextStep::Sent)
            },
            Outcome { reply: Some(reply(None, "no such")), ..ended(cyd, lease, NextStep::Failed) },
            ended(newer, lease, NextStep::Sent),
            ended(dan, lease, NextStep::PutBack { until: at(9) }),
            ended(eve, LeaseId::mint(at(2), &ENTROPY), NextStep::Sent),
        ];
        let lost = write(&db, move |connection| outbox::record(connection, &outcomes)).await;

        assert_eq!(lost, 1);
        for ((id, _), status, words) in [
            (older, DeliveryStatus::Sent, None),
            (newer, DeliveryStatus::Sent, None),
            (bob, DeliveryStatus::Sent, Some(reply(Some(250), "queued"))),
            (cyd, DeliveryStatus::Failed, Some(reply(None, "no such"))),
            (dan, DeliveryStatus::Queued, None),
            (eve, DeliveryStatus::Sending, None),
        ] {
            let stored = message(&db, id).await;
            assert_eq!((stored.status, stored.last_reply), (status, words));
            assert_eq!(stored.sent_at, (status == DeliveryStatus::Sent).then_some(at(5)));
        }
        assert_eq!(link(&db, older.1).await.superseded_at, Some(at(5)));
        for (_, kept) in [newer, bob, cyd, dan, eve] {
            assert_eq!(link(&db, kept).await.superseded_at, None);
        }
        let tries_at = |of: (MessageId, LinkId)| {
            read(&db, move |connection| attempts::list(connection, &[of.0]))
        };
        let tried = tries_at(bob).await.remove(0);
        assert_eq!((&*tried.provider, tried.outcome), ("spare", AttemptOutcome::Delivered));
        assert_eq!((tried.finished_at, tried.reply), (Some(at(5)), Some(reply(Some(250), "queued"))));
        assert_eq!(tries_at(cyd).await.remove(0).provider, "test");
        assert!(tries_at(dan).await.is_empty(), "a claim that was put back leaves nothing");
        assert_eq!(tries_at(eve).await.remove(0).outcome, AttemptOutcome::Running);
        let latest = [DeliveryStatus::Sent, DeliveryStatus::Sent, DeliveryStatus::Failed];
        for (user, status) in users.iter().zip(latest) {
            assert_eq!(latest_status(&db, user.id).await, status);
        }
        let versions = [2, 1, 1, 0, 0];
        for (user, raised) in users.iter().zip(versions) {
            assert_eq!(now(&db, user.id).await.version, user.version + raised);
        }
    }
}
