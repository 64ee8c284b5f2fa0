//! Looking at messages: pages, limits by counting, and how delivery is doing.

use usher_domain::password_link::LinkPurpose;
use usher_persistence::{
    messages::{self, NewMessage},
    outbox::NextStep,
};

use crate::fixtures::{
    account, another_account, at, claim, new_message, read, record, user, welcome, welcome_for,
    write,
};
use crate::matrix::{TestDatabase, on_both_databases};
use crate::plans::steps;

on_both_databases! {
    async fn a_users_messages_are_paged_newest_first(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let mut ids = Vec::new();
        for second in 0..5 {
            ids.push(welcome(&db, &ada, at(second)).await.0);
        }
        ids.reverse();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = read(&db, move |connection| {
                messages::list_of_user(connection, ada.id, before, 2)
            });
            let page = page.await;
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            found.extend(page.iter().map(|message| message.id));
        }
        assert_eq!(found, ids);
    }

    async fn requests_are_counted_by_user_kind_and_time(db) {
        let acme = account(&db).await;
        let (ada, grace) = (user(&db, acme, "ada").await, user(&db, acme, "grace").await);
        welcome(&db, &grace, at(2)).await;
        for second in 1..=3 {
            let mut message: NewMessage = new_message(&ada, at(second));
            if second == 2 {
                "link_holder".clone_into(&mut message.requested.by_kind);
            }
            write(&db, move |connection| messages::insert(connection, &message)).await;
        }
        let since = |kind: Option<&'static str>, second| {
            read(&db, move |connection| {
                messages::requests_since(connection, ada.id, kind, at(second))
            })
        };
        assert_eq!(since(None, 0).await, [at(3), at(2), at(1)]);
        assert_eq!(since(None, 1).await, [at(3), at(2)], "the edge is outside");
        assert_eq!(since(Some("link_holder"), 0).await, [at(2)]);
    }

    async fn the_addresses_of_late_messages_are_told_the_latest_first(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let mut expected = Vec::new();
        for second in 1..=3 {
            let mut message: NewMessage = new_message(&ada, at(second));
            message.recipient = format!("ada{second}@example.com").parse().expect("an address");
            expected.insert(0, (message.id, message.recipient.clone(), at(second)));
            write(&db, move |connection| messages::insert(connection, &message)).await;
        }
        let since = |second, limit| read(&db, move |connection| {
            messages::recipients_since(connection, ada.id, at(second), limit)
        });
        assert_eq!(since(1, 10).await, expected[..2]);
        assert_eq!(since(0, 1).await, expected[..1]);
    }

    async fn the_latest_message_is_looked_up_by_purpose(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (first, _) = welcome(&db, &ada, at(1)).await;
        let (reset, _) = welcome_for(&db, &ada, LinkPurpose::Reset, at(2)).await;
        let latest = |purpose, second| {
            let found = read(&db, move |connection| {
                messages::latest_since(connection, ada.id, purpose, at(second))
            });
            async { found.await.map(|message| message.id) }
        };
        assert_eq!(latest(LinkPurpose::Welcome, 0).await, Some(first));
        assert_eq!(latest(LinkPurpose::Reset, 0).await, Some(reset));
        assert_eq!(latest(LinkPurpose::Welcome, 1).await, None);
    }

    async fn failures_of_a_time_are_counted_where_one_may_look(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        for second in 1..=3 {
            welcome(&db, &ada, at(second)).await;
            let (lease, claimed) = claim(&db, at(second), chrono::Duration::hours(1), 1).await;
            let next = if second == 1 { NextStep::Sent } else { NextStep::Failed };
            assert!(record(&db, &claimed[0], lease, at(second), next).await);
        }
        let failed = |visible: Option<Vec<_>>, since, most| {
            read(&db, move |connection| messages::count_failed(connection, visible.as_deref(), at(since), most))
        };
        assert_eq!((failed(None, 0, 9).await, failed(None, 2, 9).await, failed(None, 0, 1).await), (2, 1, 1));
        assert_eq!((failed(Some(vec![acme]), 0, 9).await, failed(Some(vec![]), 0, 9).await), (2, 0));
    }

    async fn captured_mail_is_listed_where_one_may_look(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let mut ids = Vec::new();
        for (second, account) in [(0, acme), (1, other), (2, acme)] {
            let person = user(&db, account, &format!("user{second}")).await;
            ids.push(welcome(&db, &person, at(second)).await.0);
            let (lease, claimed) = claim(&db, at(second), chrono::Duration::hours(1), 1).await;
            assert!(record(&db, &claimed[0], lease, at(second), NextStep::Captured).await);
        }
        let list = |visible: Option<Vec<_>>, before| {
            let found = read(&db, move |connection| {
                messages::list_captured(connection, visible.as_deref(), before, 2)
            });
            async { found.await.into_iter().map(|message| message.id).collect::<Vec<_>>() }
        };
        assert_eq!(list(None, None).await, [ids[2], ids[1]]);
        assert_eq!(list(None, Some(ids[1])).await, [ids[0]]);
        assert_eq!(list(Some(vec![acme]), None).await, [ids[2], ids[0]]);
    }
}

/// However many messages there were, counting those that failed and listing the captured ones reads no others.
#[tokio::test]
async fn what_failed_and_what_was_captured_has_an_index() {
    let db = TestDatabase::sqlite();
    let acme = account(&db).await;
    for visible in [None, Some(vec![acme])] {
        let found = read(&db, move |connection| {
            let visible = visible.as_deref();
            let failed = steps(connection, |c| messages::count_failed(c, visible, at(0), 9))?;
            let captured = steps(connection, |c| messages::list_captured(c, visible, None, 9))?;
            Ok([
                (failed, "messages_failed_idx"),
                (captured, "messages_captured_idx"),
            ])
        });
        for (steps, index) in found.await {
            assert!(
                matches!(&steps[..], [step] if step.contains(index)),
                "{steps:?}"
            );
        }
    }
}
