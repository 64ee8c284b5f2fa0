//! Figures of delivery: each thing is counted once, in its hour, whoever else counts at that moment.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account_user::AccountUser,
    ids::AccountId,
    password_link::{LinkId, LinkPurpose},
};
use usher_persistence::{
    Database, accounts,
    delivery_hours::{self, Counts, Tally, hour_of},
    outbox::{MAX_UNCERTAIN, NextStep},
    password_links,
};

use crate::fixtures::{
    account, another_account, at, claim, read, record, send_all, user, welcome, welcome_for, write,
};
use crate::matrix::{TestDatabase, on_both_databases};

const HOUR: Duration = Duration::hours(1);

/// The figures of each hour, of some accounts or of the whole installation.
async fn figures(
    db: &TestDatabase,
    accounts: Option<Vec<AccountId>>,
) -> Vec<(DateTime<Utc>, Counts)> {
    read(db, move |connection| {
        delivery_hours::list(connection, accounts.as_deref(), at(0) - HOUR)
    })
    .await
}

/// What a person who opens a link leaves; a program's visit does not count.
async fn opened(db: &TestDatabase, link: LinkId, second: i64, by_person: bool) {
    write(db, move |connection| {
        let mut tally = Tally::default();
        let is_person = |_| by_person;
        delivery_hours::note_opened(connection, &mut tally, link, at(second), is_person)?;
        delivery_hours::add(connection, &tally, 0)
    })
    .await;
}

async fn used(db: &TestDatabase, link: LinkId, second: i64) {
    write(db, move |connection| {
        let mut tally = Tally::default();
        password_links::consume(connection, link, at(second))?;
        delivery_hours::note_password_set(connection, &mut tally, link, at(second))?;
        delivery_hours::add(connection, &tally, 0)
    })
    .await;
}

async fn mailed(db: &TestDatabase, user: &AccountUser, second: i64) -> LinkId {
    let (_, link) = welcome(db, user, at(second)).await;
    send_all(db, at(second)).await;
    link
}

async fn add(db: Database, account: AccountId, hours: Vec<i64>, lot: u8) {
    write(&db, move |connection| {
        let mut tally = Tally::default();
        for hour in &hours {
            tally
                .of(account, at(0) + HOUR * i32::try_from(*hour).expect("few"))
                .sent += 1;
        }
        delivery_hours::add(connection, &tally, lot)
    })
    .await;
}

on_both_databases! {
    async fn what_ends_counts_in_its_hour(db) {
        let acme = account(&db).await;
        let mut people = Vec::new();
        for login in ["ada", "bea", "cleo", "dora"] {
            people.push(user(&db, acme, login).await);
        }
        for (person, next) in people.iter().zip([
            NextStep::Sent,
            NextStep::Captured,
            NextStep::Failed,
            NextStep::Wait { until: at(9), counts: true },
        ]) {
            welcome(&db, person, at(0)).await;
            let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
            assert!(record(&db, &claimed[0], lease, at(2), next).await);
            assert!(!record(&db, &claimed[0], lease, at(3), next).await, "nobody counts twice");
        }
        let (lease, claimed) = claim(&db, at(10), HOUR, 1).await;
        assert!(record(&db, &claimed[0], lease, at(2) + HOUR, NextStep::Failed).await);

        let first = Counts { sent: 2, failed: 1, welcomed: 2, ..Counts::default() };
        let second = Counts { failed: 1, ..Counts::default() };
        let expected = vec![(hour_of(at(0)), first), (hour_of(at(0)) + HOUR, second)];
        assert_eq!(figures(&db, Some(vec![acme])).await, expected);
        assert_eq!(figures(&db, None).await, expected);
    }

    async fn a_message_that_processes_died_with_counts_as_failed(db) {
        let acme = account(&db).await;
        welcome(&db, &user(&db, acme, "ada").await, at(0)).await;
        for _ in 0..=MAX_UNCERTAIN {
            claim(&db, at(1), Duration::seconds(-1), 1).await;
        }
        let failed = Counts { failed: 1, ..Counts::default() };
        assert_eq!(figures(&db, None).await, [(hour_of(at(1)), failed)]);
    }

    async fn a_link_counts_in_the_hour_of_its_first_mail(db) {
        let acme = account(&db).await;
        let (ada, bea) = (user(&db, acme, "ada").await, user(&db, acme, "bea").await);
        let link = mailed(&db, &ada, 0).await;
        let other = mailed(&db, &bea, 3600).await;
        opened(&db, link, 2, false).await;
        for second in [7200, 7300] {
            opened(&db, link, second, true).await;
        }
        used(&db, link, 7400).await;
        used(&db, other, 7500).await;
        opened(&db, other, 7600, true).await;
        let all = Counts { sent: 1, welcomed: 1, opened: 1, password_set: 1, failed: 0 };
        let expected = [(hour_of(at(0)), all), (hour_of(at(3600)), all)];
        assert_eq!(figures(&db, None).await, expected);
        assert_eq!(figures(&db, Some(vec![acme])).await, expected);
    }

    async fn whoever_is_quicker_than_the_record_of_her_mail_counts_with_it(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, link) = welcome(&db, &ada, at(0)).await;
        let (lease, claimed) = claim(&db, at(1), HOUR, 1).await;
        opened(&db, link, 2, true).await;
        used(&db, link, 3).await;
        assert_eq!(figures(&db, None).await, []);
        assert!(record(&db, &claimed[0], lease, at(4), NextStep::Sent).await);
        let all = Counts { sent: 1, welcomed: 1, opened: 1, password_set: 1, failed: 0 };
        assert_eq!(figures(&db, None).await, [(hour_of(at(4)), all)]);
    }

    async fn other_links_are_no_part_of_the_funnel(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        let (_, link) = welcome_for(&db, &ada, LinkPurpose::Reset, at(0)).await;
        send_all(&db, at(1)).await;
        opened(&db, link, 60, true).await;
        used(&db, link, 70).await;
        let sent = Counts { sent: 1, ..Counts::default() };
        assert_eq!(figures(&db, None).await, [(hour_of(at(0)), sent)]);
    }

    async fn everybody_who_counts_at_once_is_counted(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let second_node = db.second_node();
        let mut tasks = Vec::new();
        for number in 0..60u8 {
            let database = if number % 2 == 0 { Database::clone(&db) } else { second_node.clone() };
            let account = if number % 3 == 0 { acme } else { other };
            let hours = if number % 4 < 2 { vec![0, 1, 2] } else { vec![2, 1, 0] };
            tasks.push(tokio::spawn(add(database, account, hours, number)));
        }
        for task in tasks {
            task.await.expect("counted");
        }
        for (accounts, sent) in [
            (None, 60),
            (Some(vec![acme]), 20),
            (Some(vec![other]), 40),
            (Some(vec![acme, other]), 60),
            (Some(vec![]), 0),
        ] {
            let hours = figures(&db, accounts).await;
            assert_eq!(hours.len(), if sent == 0 { 0 } else { 3 });
            assert!(hours.iter().all(|(_, counts)| counts.sent == sent), "{hours:?}");
        }
    }

    async fn old_figures_go_and_those_of_an_account_go_with_it(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        for account in [acme, other] {
            add(Database::clone(&db), account, vec![0, 1], 3).await;
        }
        write(&db, move |connection| {
            delivery_hours::delete_before(connection, hour_of(at(0)) + HOUR)
        })
        .await;
        let two = Counts { sent: 2, ..Counts::default() };
        assert_eq!(figures(&db, None).await, [(hour_of(at(0)) + HOUR, two)]);
        assert_eq!(figures(&db, Some(vec![acme])).await.len(), 1);
        write(&db, move |connection| accounts::delete(connection, other)).await;
        assert_eq!(figures(&db, Some(vec![other])).await, []);
        assert_eq!(figures(&db, Some(vec![acme])).await.len(), 1);
    }
}
