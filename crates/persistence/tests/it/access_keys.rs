//! Access keys: found by their public half, listed by account, and gone with the token that made
//! them.

use usher_domain::{
    access_key::Ak,
    grants::Scope,
    ids::{AccessKeyId, AccountId, ApiTokenId},
    role::Role,
    secret_token::TokenHash,
};
use usher_persistence::{
    DatabaseError,
    access_keys::{self, AccessKey},
    accounts,
    api_tokens::{self, ApiToken},
};

use crate::fixtures::{ENTROPY, account, another_account, at, read, write};
use crate::matrix::{TestDatabase, on_both_databases};

fn key(scope: Scope, number: u8, parent: Option<ApiTokenId>) -> AccessKey {
    AccessKey {
        id: AccessKeyId::mint(at(i64::from(number)), &ENTROPY),
        ak: ak(number),
        name: format!("key {number}"),
        role: Role::Helpdesk,
        scope,
        created_by: None,
        created_at: at(0),
        expires_at: Some(at(1000)),
        parent,
    }
}

fn ak(number: u8) -> Ak {
    format!("AK{number:018}").parse().expect("an AK")
}

async fn stored(db: &TestDatabase, key: AccessKey) -> AccessKeyId {
    let id = key.id;
    write(db, move |connection| {
        access_keys::insert(connection, &key, b"sealed")
    })
    .await;
    id
}

async fn token(db: &TestDatabase, number: u8) -> ApiTokenId {
    let token = ApiToken {
        id: ApiTokenId::mint(at(i64::from(number)), &ENTROPY),
        hint: "usher_at_".to_owned(),
        name: format!("token {number}"),
        role: Role::Helpdesk,
        scope: Scope::Installation,
        created_by: None,
        created_at: at(0),
        expires_at: None,
        parent: None,
    };
    let id = token.id;
    write(db, move |connection| {
        api_tokens::insert(connection, &token, TokenHash([number; 32]))
    })
    .await;
    id
}

async fn page(
    db: &TestDatabase,
    visible: Option<Vec<AccountId>>,
    after: Option<AccessKeyId>,
) -> Vec<AccessKeyId> {
    let list = read(db, move |connection| {
        access_keys::list(connection, visible.as_deref(), after, 2)
    });
    list.await.into_iter().map(|key| key.id).collect()
}

on_both_databases! {
    async fn a_key_comes_back_as_it_was_stored(db) {
        let acme = account(&db).await;
        let maker = token(&db, 9).await;
        let ours = key(Scope::Account(acme), 1, Some(maker));
        stored(&db, ours.clone()).await;
        let found = read(&db, |connection| access_keys::find_presented(connection, &ak(1))).await;
        let found = found.expect("there");
        assert_eq!((found.key, found.sealed_secret, found.revoked), (ours.clone(), b"sealed".to_vec(), false));
        let by_id = read(&db, move |connection| access_keys::find(connection, ours.id)).await;
        assert_eq!(by_id.map(|key| key.ak), Some(ak(1)));
        let other = read(&db, |connection| access_keys::find_presented(connection, &ak(2))).await;
        assert!(other.is_none());
    }

    async fn no_two_keys_have_the_same_public_half(db) {
        account(&db).await;
        stored(&db, key(Scope::Installation, 1, None)).await;
        let twin = AccessKey { id: AccessKeyId::mint(at(2), &ENTROPY), ..key(Scope::Installation, 1, None) };
        let answer: Result<(), DatabaseError> =
            db.write(move |connection| access_keys::insert(connection, &twin, b"sealed")).await;
        assert!(answer.expect_err("a conflict").violates("access_keys_access_key_key"));
    }

    async fn a_key_can_be_revoked_once_and_is_still_recognised(db) {
        account(&db).await;
        let id = stored(&db, key(Scope::Installation, 1, None)).await;
        let revoke = move |connection: &mut _| access_keys::revoke(connection, id, at(1));
        assert!(write(&db, revoke).await);
        assert!(!write(&db, revoke).await);
        let found = read(&db, |connection| access_keys::find_presented(connection, &ak(1))).await;
        assert!(found.expect("still there").revoked);
        assert_eq!(read(&db, move |connection| access_keys::find(connection, id)).await, None);
        assert_eq!(page(&db, None, None).await, []);
    }

    async fn revoking_a_token_revokes_the_keys_it_made(db) {
        account(&db).await;
        let (maker, other) = (token(&db, 1).await, token(&db, 2).await);
        stored(&db, key(Scope::Installation, 1, Some(maker))).await;
        let spared = stored(&db, key(Scope::Installation, 2, Some(other))).await;
        let own = stored(&db, key(Scope::Installation, 3, None)).await;
        assert!(write(&db, move |connection| api_tokens::revoke(connection, maker, at(1))).await);
        assert_eq!(page(&db, None, None).await, [spared, own]);
    }

    async fn keys_are_listed_page_by_page_where_they_are_visible(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let first = stored(&db, key(Scope::Account(acme), 1, None)).await;
        let installation = stored(&db, key(Scope::Installation, 2, None)).await;
        let foreign = stored(&db, key(Scope::Account(other), 3, None)).await;
        let last = stored(&db, key(Scope::Account(acme), 4, None)).await;

        assert_eq!(page(&db, None, None).await, [first, installation]);
        assert_eq!(page(&db, None, Some(installation)).await, [foreign, last]);
        assert_eq!(page(&db, Some(vec![acme]), None).await, [first, last]);
        assert_eq!(page(&db, Some(vec![acme]), Some(first)).await, [last]);
        assert_eq!(page(&db, Some(vec![]), None).await, []);
    }

    async fn revoked_keys_do_not_keep_an_account(db) {
        let acme = account(&db).await;
        let revoked = stored(&db, key(Scope::Account(acme), 1, None)).await;
        let live = stored(&db, key(Scope::Account(acme), 2, None)).await;
        write(&db, move |connection| access_keys::revoke(connection, revoked, at(1))).await;
        write(&db, move |connection| access_keys::delete_revoked(connection, acme)).await;
        let delete = move |connection: &mut _| accounts::delete(connection, acme);
        let answer: Result<_, DatabaseError> = db.write(delete).await;
        assert!(answer.expect_err("a live key is in the way").is_constraint());

        write(&db, move |connection| access_keys::revoke(connection, live, at(1))).await;
        write(&db, move |connection| access_keys::delete_revoked(connection, acme)).await;
        write(&db, delete).await;
    }
}
