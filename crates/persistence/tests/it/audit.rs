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
                audit_events::list_of_target(connection, ada, before, limit)
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

        let event = first.clone();
        let seal = move |connection: &mut _| audit_chain::seal(connection, &event, 1, &[1; 32]);
        assert!(write(&db, seal.clone()).await);
        assert!(!write(&db, seal).await, "it has its place");
        let event = second.clone();
        let taken = db
            .write(move |connection| audit_chain::seal(connection, &event, 1, &[2; 32]))
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
