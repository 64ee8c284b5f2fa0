//! What dispatchers do: claim by lease, record by lease, and never lose or double a message.

use std::collections::HashSet;

use chrono::Duration;
use usher_domain::{
    account_user::AccountUser,
    delivery::DeliveryStatus,
    ids::{LeaseId, MessageId},
    message::AttemptOutcome,
    password_link::{LinkId, LinkPurpose},
};
use usher_persistence::{
    account_users, attempts, messages,
    outbox::{self, MAX_UNCERTAIN, NextStep},
    password_links,
};

use crate::fixtures::{
    ENTROPY, account, at, claim, latest_status, message, new_message, read, record, send_all, user,
    welcome, welcome_for, write,
};
use crate::matrix::{TestDatabase, on_both_databases};

const HOUR: Duration = Duration::hours(1);
/// A lease that has run out already, by the database's clock as well as by ours.
const LOST: Duration = Duration::seconds(-1);

async fn outcomes(db: &TestDatabase, message: MessageId) -> Vec<AttemptOutcome> {
    let list = read(db, move |connection| attempts::list(connection, &[message]));
    let mut list = list.await;
    list.sort_by_key(|attempt| attempt.started_at);
    list.into_iter().map(|attempt| attempt.outcome).collect()
}

/// What ends a link.
#[derive(Debug, Clone, Copy)]
enum Spent {
    Voided,
    Consumed,
    Superseded,
}

async fn spend(db: &TestDatabase, user: &AccountUser, link: LinkId, spent: Spent) {
    let id = user.id;
    match spent {
        Spent::Voided => {
            write(db, move |connection| {
                password_links::void_all(connection, id, at(1))
            })
            .await;
        }
        Spent::Consumed => {
            let consume =
                move |connection: &mut _| password_links::consume(connection, link, at(1));
            assert!(write(db, consume).await);
        }
        Spent::Superseded => {
            welcome(db, user, at(1)).await;
            send_all(db, at(1)).await;
        }
    }
}

on_both_databases! {
    async fn dispatchers_that_claim_at_once_share_every_message_out(db) {
        let acme = account(&db).await;
        let mut expected = HashSet::new();
        for number in 0..60 {
            let person = user(&db, acme, &format!("user{number}")).await;
            expected.insert(welcome(&db, &person, at(0)).await.0);
        }
        let other_node = db.second_node();
        let dispatchers: Vec<_> = (0..4)
            .map(|number| {
                let node = if number % 2 == 0 { (*db).clone() } else { other_node.clone() };
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    loop {
                        let (_, claimed) = claim(&node, at(1), HOUR, 7).await;
                        if claimed.is_empty() {
                            return mine;
                        }
                        mine.extend(claimed.into_iter().map(|message| message.id));
                    }
                })
            })
            .collect();
        let mut claimed = Vec::new();
        for dispatcher in dispatchers {
            claimed.extend(dispatcher.await.expect("no panic"));
        }

        assert_eq!(claimed.len(), expected.len(), "no message twice");
        assert_eq!(claimed.into_iter().collect::<HashSet<_>>(), expected, "and none left");
        assert!(!read(&db, |connection| outbox::any_due(connection, at(1))).await);
    }

    async fn a_claim_brings_everything_that_the_mail_is_made_of(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, link) = welcome(&db, &ada, at(5)).await;
        assert!(!read(&db, |connection| outbox::any_due(connection, at(4))).await);
        assert!(read(&db, |connection| outbox::any_due(connection, at(5))).await);
        let due = read(&db, |connection| outbox::oldest_due(connection, at(6))).await;
        assert_eq!(due, Some(at(5)));

        let (_, claimed) = claim(&db, at(5), HOUR, 9).await;

        let [mail] = &claimed[..] else { panic!("one message, not {}", claimed.len()) };
        assert_eq!((mail.id, mail.user_id, mail.purpose), (id, ada.id, LinkPurpose::Welcome));
        assert_eq!(mail.requested_at, at(5));
        assert_eq!(mail.rfc_message_id, format!("{id}@example.com"));
        assert_eq!(mail.reply_to.as_ref().map(ToString::to_string).as_deref(), Some("help@example.com"));
        assert_eq!(mail.accent_color.map(|color| color.to_string()).as_deref(), Some("#1f5f5b"));
        assert_eq!(mail.requested_kind, "system");
        assert_eq!(mail.links.iter().map(|link| link.id).collect::<Vec<_>>(), [link]);
        assert_eq!(message(&db, id).await.status, DeliveryStatus::Sending);
        assert_eq!(outcomes(&db, id).await, [AttemptOutcome::Running]);
    }

    async fn single_sends_go_before_bulk(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let bulk = { let mut bulk = new_message(&ada, at(0)); bulk.priority = 1; bulk };
        let single = new_message(&ada, at(10));
        let expected = [single.id, bulk.id];
        write(&db, move |connection| {
            messages::insert(connection, &bulk)?;
            messages::insert(connection, &single)
        })
        .await;
        let (_, first) = claim(&db, at(10), HOUR, 1).await;
        let (_, second) = claim(&db, at(10), HOUR, 1).await;
        assert_eq!([first[0].id, second[0].id], expected);
    }

    async fn an_outcome_is_recorded_with_its_attempt_and_beside_the_user(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        for (next, status, attempts, outcome) in [
            (NextStep::Wait { until: at(0), counts: false }, DeliveryStatus::Queued, 0,
                AttemptOutcome::Deferred),
            (NextStep::Wait { until: at(0), counts: true }, DeliveryStatus::Deferred, 1,
                AttemptOutcome::Deferred),
            (NextStep::Sent, DeliveryStatus::Sent, 1, AttemptOutcome::Delivered),
            (NextStep::Captured, DeliveryStatus::Captured, 1, AttemptOutcome::Captured),
            (NextStep::Failed, DeliveryStatus::Failed, 1, AttemptOutcome::Refused),
        ] {
            let (id, _) = welcome(&db, &ada, at(0)).await;
            let (lease, claimed) = claim(&db, at(0), HOUR, 1).await;
            assert!(record(&db, &claimed[0], lease, at(7), next).await);

            let stored = message(&db, id).await;
            assert_eq!((stored.status, stored.attempts), (status, attempts), "{next:?}");
            assert_eq!(stored.sent_at.is_some(), status == DeliveryStatus::Sent, "{next:?}");
            assert_eq!(outcomes(&db, id).await, [outcome]);
            assert_eq!(latest_status(&db, ada.id).await, status);
            write(&db, move |connection| messages::cancel(connection, id, at(8))).await;
        }
    }

    async fn an_outcome_whose_lease_is_lost_changes_nothing(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, link) = welcome(&db, &ada, at(0)).await;
        let (first, claimed) = claim(&db, at(0), LOST, 1).await;
        let (second, again) = claim(&db, at(1), HOUR, 1).await;
        assert_eq!(again[0].id, id);

        assert!(!record(&db, &claimed[0], first, at(2), NextStep::Sent).await);
        let stranger = LeaseId::mint(at(2), &ENTROPY);
        assert!(!record(&db, &claimed[0], stranger, at(2), NextStep::Failed).await);

        assert_eq!(message(&db, id).await.status, DeliveryStatus::Sending);
        assert_eq!(crate::fixtures::link(&db, link).await.expires_at, at(24 * 3600));
        assert!(record(&db, &again[0], second, at(3), NextStep::Sent).await);
        assert!(!record(&db, &again[0], second, at(4), NextStep::Failed).await, "recorded once");
        assert_eq!(message(&db, id).await.status, DeliveryStatus::Sent);
    }

    async fn an_abandoned_message_goes_again_until_too_much_is_uncertain(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        for number in 0..MAX_UNCERTAIN {
            let (_, claimed) = claim(&db, at(i64::from(number)), LOST, 1).await;
            assert_eq!(claimed.len(), 1, "claim {number}");
        }
        assert!(read(&db, |connection| outbox::any_due(connection, at(9))).await);

        let (_, claimed) = claim(&db, at(9), HOUR, 1).await;

        assert!(claimed.is_empty());
        let stored = message(&db, id).await;
        assert_eq!(stored.status, DeliveryStatus::Failed);
        assert!(stored.last_reply.is_some_and(|reply| reply.text.contains("Nobody knows")));
        assert_eq!(outcomes(&db, id).await, [AttemptOutcome::Uncertain; 3]);
        assert_eq!(latest_status(&db, ada.id).await, DeliveryStatus::Failed);
        assert!(!read(&db, |connection| outbox::any_due(connection, at(9))).await);
    }

    async fn unknown_ends_that_were_reported_count_the_same(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        for (number, status) in
            [DeliveryStatus::Deferred, DeliveryStatus::Deferred, DeliveryStatus::Failed]
                .into_iter()
                .enumerate()
        {
            let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
            let next = NextStep::Unknown { until: at(1) };
            assert!(record(&db, &claimed[0], lease, at(1), next).await);
            assert_eq!(message(&db, id).await.status, status, "after {number}");
        }
    }

    async fn a_message_whose_link_ended_under_way_is_not_tried_again(db) {
        let acme = account(&db).await;
        let wait = |counts| Some(NextStep::Wait { until: at(2), counts });
        let mut number = 0;
        for spent in [Spent::Voided, Spent::Consumed, Spent::Superseded] {
            for next in [wait(true), wait(false), Some(NextStep::Unknown { until: at(2) }), None] {
                number += 1;
                let ada = user(&db, acme, &format!("ada{number}")).await;
                let (id, link) = welcome(&db, &ada, at(0)).await;
                let (lease, claimed) = claim(&db, at(0), HOUR, 1).await;
                assert_eq!(claimed.len(), 1);
                spend(&db, &ada, link, spent).await;
                if let Some(next) = next {
                    assert!(record(&db, &claimed[0], lease, at(2), next).await);
                } else {
                    let lose = move |connection: &mut _| {
                        outbox::extend(connection, lease, at(1), LOST)
                    };
                    assert!(write(&db, lose).await);
                }
                let (_, claimed) = claim(&db, at(2), HOUR, 1).await;
                assert!(claimed.is_empty(), "{spent:?} {next:?}");
                let stored = message(&db, id).await;
                assert_eq!(stored.status, DeliveryStatus::Cancelled, "{spent:?} {next:?}");
                if !matches!(spent, Spent::Superseded) {
                    assert_eq!(latest_status(&db, ada.id).await, DeliveryStatus::Cancelled);
                }
            }
        }
    }

    async fn a_lease_that_is_kept_up_does_not_run_out(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(0), LOST, 1).await;
        let extend = move |connection: &mut _| outbox::extend(connection, lease, at(1), HOUR);
        assert!(write(&db, extend).await);
        let (_, nothing) = claim(&db, at(2), HOUR, 1).await;
        assert!(nothing.is_empty());

        assert!(record(&db, &claimed[0], lease, at(3), NextStep::Sent).await);
        assert!(!write(&db, extend).await, "nothing is left under it");
    }

    async fn waiting_messages_of_a_purpose_are_called_off_and_no_others(db) {
        let acme = account(&db).await;
        let (ada, grace) = (user(&db, acme, "ada").await, user(&db, acme, "grace").await);
        let (sent, _) = welcome(&db, &ada, at(0)).await;
        send_all(&db, at(0)).await;
        let (under_way, _) = welcome(&db, &ada, at(1)).await;
        claim(&db, at(1), HOUR, 1).await;
        let (waiting, _) = welcome(&db, &ada, at(2)).await;
        let (reset, _) = welcome_for(&db, &ada, LinkPurpose::Reset, at(2)).await;
        let (of_grace, _) = welcome(&db, &grace, at(2)).await;

        let (id, purpose) = (ada.id, Some(LinkPurpose::Welcome));
        write(&db, move |connection| messages::cancel_waiting(connection, &[id], purpose, at(3))).await;

        for (id, status) in [
            (sent, DeliveryStatus::Sent),
            (under_way, DeliveryStatus::Sending),
            (waiting, DeliveryStatus::Cancelled),
            (reset, DeliveryStatus::Queued),
            (of_grace, DeliveryStatus::Queued),
        ] {
            assert_eq!(message(&db, id).await.status, status);
        }
        assert_eq!(latest_status(&db, ada.id).await, DeliveryStatus::Cancelled);
        assert_eq!(latest_status(&db, grace.id).await, DeliveryStatus::Queued);
        write(&db, move |connection| messages::cancel_waiting(connection, &[id], None, at(4))).await;
        assert_eq!(message(&db, reset).await.status, DeliveryStatus::Cancelled);
    }

    async fn a_message_that_is_under_way_cannot_be_called_off(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (id, _) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(0), HOUR, 1).await;
        let cancel = move |connection: &mut _| messages::cancel(connection, id, at(1));
        assert!(!write(&db, cancel).await);
        let wait = NextStep::Wait { until: at(60), counts: true };
        assert!(record(&db, &claimed[0], lease, at(1), wait).await);
        assert!(write(&db, cancel).await);
        assert!(!write(&db, cancel).await);

        let requeue = move |connection: &mut _| messages::requeue(connection, id, at(2), at(99));
        assert!(write(&db, requeue).await);
        assert!(!write(&db, requeue).await, "it waits already");
        let stored = message(&db, id).await;
        assert_eq!((stored.attempts, stored.next_attempt_at), (0, Some(at(2))));
    }

    async fn deleting_a_user_while_her_mail_is_under_way_leaves_nothing(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(0), HOUR, 1).await;
        write(&db, move |connection| account_users::delete(connection, ada.id)).await;
        assert!(!record(&db, &claimed[0], lease, at(1), NextStep::Sent).await);
    }
}
