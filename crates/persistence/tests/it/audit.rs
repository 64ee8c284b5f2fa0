//! The audit log: pages of it, and the places that events get in the chain.

use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    ids::{AccountId, AuditEventId},
    keyring::KeyId,
};
use usher_persistence::{
    audit_chain::{self, AuditHead},
    audit_events::{self, AuditQuery},
};
use uuid::Uuid;

use crate::fixtures::{ENTROPY, account, another_account, at, read, write};
use crate::matrix::{TestDatabase, on_both_databases};
use crate::plans::steps;

async fn event(
    db: &TestDatabase,
    second: i64,
    action: AuditAction,
    account: Option<AccountId>,
) -> AuditEvent {
    let id = AuditEventId::mint(at(second), &ENTROPY);
    let mut event = AuditEvent::new(id, at(second), &Actor::system(), action);
    event.account_id = account;
    let row = event.clone();
    write(db, move |connection| audit_events::insert(connection, &row)).await;
    event
}

fn head(seq: i64, hash: [u8; 32]) -> AuditHead {
    AuditHead {
        seq,
        hash,
        key_id: KeyId(1),
        signature: vec![9; 64],
        sealed_at: at(seq),
    }
}

on_both_databases! {
    async fn events_are_paged_newest_first_and_narrowed(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let (created, deleted) = (AuditAction::UserCreated, AuditAction::UserDeleted);
        let first = event(&db, 1, created, Some(acme)).await.id;
        let foreign = event(&db, 2, created, Some(other)).await.id;
        let nowhere = event(&db, 3, deleted, None).await.id;
        let last = event(&db, 4, deleted, Some(acme)).await.id;
        let page = |query: AuditQuery| {
            let found = read(&db, move |connection| audit_events::list(connection, &query));
            async { found.await.into_iter().map(|event| event.id).collect::<Vec<_>>() }
        };
        let all = AuditQuery { limit: 3, ..AuditQuery::default() };

        assert_eq!(page(all.clone()).await, [last, nowhere, foreign]);
        assert_eq!(page(AuditQuery { before: Some(foreign), ..all.clone() }).await, [first]);
        let here = AuditQuery { accounts: Some(vec![acme]), ..all.clone() };
        assert_eq!(page(here.clone()).await, [last, first]);
        let action = Some("user.created".to_owned());
        assert_eq!(page(AuditQuery { action, ..here }).await, [first]);
        assert_eq!(page(AuditQuery { accounts: Some(vec![]), ..all }).await, []);
    }

    async fn what_was_done_to_one_thing_is_paged_newest_first(db) {
        account(&db).await;
        let (ada, grace) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut done = Vec::new();
        for (second, target) in [ada, grace, ada, ada].into_iter().enumerate() {
            let second = i64::try_from(second).expect("a few");
            let id = AuditEventId::mint(at(second), &ENTROPY);
            let action = AuditAction::UserUpdated;
            let event = AuditEvent::new(id, at(second), &Actor::system(), action).on(target);
            write(&db, move |connection| audit_events::insert(connection, &event)).await;
            done.push(id);
        }
        let page = |before, limit| {
            let found = read(&db, move |connection| {
                audit_events::list_of_target(connection, ada, None, before, limit)
            });
            async { found.await.into_iter().map(|event| event.id).collect::<Vec<_>>() }
        };
        assert_eq!(page(None, 2).await, [done[3], done[2]]);
        assert_eq!(page(Some(done[2]), 2).await, [done[0]]);
    }

    async fn an_event_gets_one_place_and_a_place_one_event(db) {
        account(&db).await;
        let first = event(&db, 1, AuditAction::UserCreated, None).await;
        let second = event(&db, 2, AuditAction::UserDeleted, None).await;
        let waiting = read(&db, |connection| audit_chain::unsealed(connection, 10)).await;
        assert_eq!(waiting, [first.clone(), second.clone()]);

        let id = first.id;
        let seal = move |connection: &mut _| audit_chain::seal(connection, 0, &[(id, [1; 32])]);
        assert_eq!(write(&db, seal).await, 1);
        assert_eq!(write(&db, seal).await, 0, "it has its place");
        let id = second.id;
        let taken = db
            .write(move |connection| audit_chain::seal(connection, 0, &[(id, [2; 32])]))
            .await;
        assert!(
            matches!(&taken, Err(error) if error.violates("audit_events_chain_seq_key")),
            "{taken:?}"
        );

        let waiting = read(&db, |connection| audit_chain::unsealed(connection, 10)).await;
        assert_eq!(waiting, [second]);
        let sealed = read(&db, |connection| audit_chain::sealed_after(connection, 0, 10)).await;
        let sealed_first = AuditEvent { chain_seq: Some(1), ..first };
        assert_eq!(sealed, [(sealed_first, vec![1; 32])]);
        assert_eq!(read(&db, |connection| audit_chain::sealed_after(connection, 1, 10)).await, []);
    }

    async fn many_events_get_their_places_at_once(db) {
        account(&db).await;
        let mut links = Vec::new();
        for number in 0..7 {
            let event = event(&db, number, AuditAction::UserCreated, None).await;
            links.push((event.id, [u8::try_from(number).expect("a few") + 1; 32]));
        }
        // Their order is that in which they are named.
        links.swap(1, 5);
        let expected = links.clone();
        let sealed = write(&db, move |connection| {
            let none = audit_chain::seal(connection, 0, &[])?;
            let some = audit_chain::seal(connection, 0, &links[..3])?;
            Ok([none, some, audit_chain::seal(connection, 3, &links[2..])?])
        });
        assert_eq!(sealed.await, [0, 3, 4], "the third has its place");
        let stored = read(&db, |connection| audit_chain::sealed_after(connection, 0, 10)).await;
        let stored: Vec<_> = stored
            .into_iter()
            .map(|(event, hash)| (event.chain_seq, event.id, hash))
            .collect();
        // A place stays free where one of them had a place already.
        let places = [1, 2, 3, 5, 6, 7, 8];
        let expected: Vec<_> = places
            .into_iter()
            .zip(expected)
            .map(|(place, (id, hash))| (Some(place), id, hash.to_vec()))
            .collect();
        assert_eq!(stored, expected);
    }

    async fn events_can_have_their_places_from_the_start(db) {
        account(&db).await;
        // More than go to a server with one statement.
        let events: Vec<AuditEvent> = (0..250)
            .map(|second| {
                let id = AuditEventId::mint(at(second), &ENTROPY);
                AuditEvent::new(id, at(second), &Actor::system(), AuditAction::UserCreated)
                    .on(id)
                    .with("origin", "test")
            })
            .collect();
        let (sealed, waiting) = (events.clone(), events[240..].to_vec());
        write(&db, move |connection| {
            let hashes = vec![[7; 32]; 240];
            audit_events::insert_sealed(connection, 4, sealed.iter().zip(&hashes))?;
            audit_events::insert_all(connection, &sealed[240..])
        })
        .await;
        let stored = read(&db, |connection| audit_chain::sealed_after(connection, 0, 500)).await;
        let expected: Vec<_> = events[..240]
            .iter()
            .zip(5..)
            .map(|(event, place)| (AuditEvent { chain_seq: Some(place), ..event.clone() }, vec![7; 32]))
            .collect();
        assert_eq!(stored, expected);
        assert_eq!(read(&db, |connection| audit_chain::unsealed(connection, 500)).await, waiting);
    }

    async fn heads_are_kept_in_order_and_once_for_each_length(db) {
        account(&db).await;
        assert_eq!(read(&db, audit_chain::head).await, None);
        write(&db, |connection| {
            for (seq, byte) in [(3, 1), (5, 2), (9, 3)] {
                audit_chain::insert_head(connection, &head(seq, [byte; 32]))?;
            }
            Ok(())
        })
        .await;
        assert_eq!(read(&db, audit_chain::head).await, Some(head(9, [3; 32])));
        let later = read(&db, |connection| audit_chain::heads(connection, Some(4), 10)).await;
        assert_eq!(later, [head(5, [2; 32]), head(9, [3; 32])]);
        let again = db
            .write(|connection| audit_chain::insert_head(connection, &head(9, [4; 32])))
            .await;
        assert!(again.is_err_and(|error| error.is_constraint()));
    }
}

/// However many events wait, looking for the first of them reads no others.
#[tokio::test]
async fn what_waits_to_be_sealed_is_read_in_the_order_of_its_index() {
    let db = TestDatabase::sqlite();
    account(&db).await;
    let steps = read(&db, |connection| {
        steps(connection, |connection| {
            audit_chain::unsealed(connection, 1)
        })
    })
    .await;
    assert_eq!(
        steps,
        ["SCAN audit_events USING INDEX audit_events_unsealed_idx"]
    );
}
