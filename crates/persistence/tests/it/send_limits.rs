//! What limits are counted by: requests of an account in an hour, and of addresses whose user is gone.

use usher_domain::{
    account::SendLimit,
    ids::{AccountId, MessageId},
    recipient_hash::RecipientHash,
};
use usher_persistence::{accounts, deleted_recipients, send_hours};

use crate::fixtures::{ENTROPY, account, another_account, at, read, write};
use crate::matrix::{TestDatabase, on_both_databases};

/// An instant at which an hour begins, in seconds of the story.
const HOUR: i64 = 800;

async fn take(db: &TestDatabase, account: AccountId, second: i64, count: i64) -> bool {
    let limit = SendLimit::from_per_hour(5).expect("a limit");
    write(db, move |connection| {
        send_hours::take(connection, account, at(second), count, limit)
    })
    .await
}

async fn requested(db: &TestDatabase, account: AccountId, second: i64) -> i64 {
    read(db, move |connection| {
        send_hours::requested(connection, account, at(second))
    })
    .await
}

on_both_databases! {
    async fn an_hour_of_an_account_has_so_many_places(db) {
        let (acme, other) = (account(&db).await, another_account(&db, "Other").await);
        assert_eq!(send_hours::hour_of(at(HOUR + 3_599)), at(HOUR));
        assert_eq!(send_hours::hour_of(at(HOUR + 3_600)), at(HOUR + 3_600));
        assert!(!take(&db, acme, HOUR, 6).await, "more than ever");
        assert!(take(&db, acme, HOUR, 1).await);
        assert!(take(&db, acme, HOUR + 3_599, 3).await);
        assert!(!take(&db, acme, HOUR + 3_599, 2).await, "one place is left");
        assert_eq!(requested(&db, acme, HOUR).await, 4, "a refusal counts nothing");
        assert!(take(&db, other, HOUR, 5).await);
        assert!(take(&db, acme, HOUR, 1).await);
        assert!(!take(&db, acme, HOUR, 1).await);
        assert!(take(&db, acme, HOUR + 3_600, 5).await, "the next hour");
    }

    async fn of_many_nodes_at_once_no_more_get_a_place(db) {
        let acme = account(&db).await;
        let nodes = [db.second_node(), db.second_node()];
        let limit = SendLimit::from_per_hour(5).expect("a limit");
        let tries = (0..12).map(|number| {
            let node = nodes[number % 2].clone();
            tokio::spawn(async move {
                node.write(move |connection| {
                    send_hours::take(connection, acme, at(HOUR), 1, limit)
                })
                .await
            })
        });
        let mut places = 0;
        for one in tries.collect::<Vec<_>>() {
            places += usize::from(one.await.expect("no panic").expect("counted"));
        }
        assert_eq!((places, requested(&db, acme, HOUR).await), (5, 5));
    }

    async fn hours_go_with_time_and_with_their_account(db) {
        let (acme, other) = (account(&db).await, another_account(&db, "Other").await);
        take(&db, acme, HOUR, 1).await;
        take(&db, acme, HOUR + 3_600, 1).await;
        take(&db, other, HOUR, 1).await;
        write(&db, |connection| send_hours::delete_before(connection, at(HOUR + 1))).await;
        assert_eq!(requested(&db, acme, HOUR).await, 0);
        assert_eq!(requested(&db, acme, HOUR + 3_600).await, 1);
        write(&db, move |connection| accounts::delete(connection, other)).await;
        assert_eq!(requested(&db, other, HOUR).await, 0);
    }

    async fn an_address_is_remembered_by_its_hash_for_a_while(db) {
        db.migrate().await.expect("migrated");
        let (ada, grace) = (RecipientHash([1; 32]), RecipientHash([2; 32]));
        write(&db, move |connection| {
            [(ada, 1), (ada, 2), (ada, 3), (grace, 2)].into_iter().try_for_each(|(hash, second)| {
                let message = MessageId::mint(at(second), &ENTROPY);
                deleted_recipients::insert(connection, hash, message, at(second))
            })
        })
        .await;
        let since = |hash, second, limit| read(&db, move |connection| {
            let kept = deleted_recipients::requests_since(connection, hash, at(second), limit)?;
            Ok(kept.into_iter().map(|(_, at)| at).collect::<Vec<_>>())
        });
        assert_eq!(since(ada, 0, 10).await, [at(3), at(2), at(1)]);
        assert_eq!(since(ada, 1, 10).await, [at(3), at(2)], "the edge is outside");
        assert_eq!(since(ada, 0, 2).await, [at(3), at(2)]);
        assert_eq!(since(grace, 0, 10).await, [at(2)]);
        // The same message once more, under another key.
        let (again, other) = (MessageId::mint(at(9), &ENTROPY), RecipientHash([3; 32]));
        for hash in [grace, other] {
            write(&db, move |connection| deleted_recipients::insert(connection, hash, again, at(9))).await;
        }
        assert_eq!((since(grace, 0, 10).await.len(), since(other, 0, 10).await.len()), (1, 1));
        let tidied = write(&db, |connection| deleted_recipients::delete_before(connection, at(3)));
        assert_eq!(tidied.await, 3);
        assert_eq!(since(ada, 0, 10).await, [at(3)]);
    }
}
