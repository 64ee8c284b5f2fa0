//! API tokens: found by their hash until they are revoked, and listed by account.

use usher_domain::{
    grants::Scope,
    ids::{AccountId, ApiTokenId},
    role::Role,
    secret_token::TokenHash,
};
use usher_persistence::api_tokens::{self, ApiToken};

use crate::fixtures::{ENTROPY, account, another_account, at, read, write};
use crate::matrix::{TestDatabase, on_both_databases};

async fn token(db: &TestDatabase, scope: Scope, number: u8) -> ApiTokenId {
    token_of(db, scope, number, None).await
}

async fn token_of(
    db: &TestDatabase,
    scope: Scope,
    number: u8,
    parent: Option<ApiTokenId>,
) -> ApiTokenId {
    let token = ApiToken {
        id: ApiTokenId::mint(at(i64::from(number)), &ENTROPY),
        hint: "usher_at_".to_owned(),
        name: format!("token {number}"),
        role: Role::Helpdesk,
        scope,
        created_by: None,
        created_at: at(0),
        expires_at: Some(at(1000)),
        parent,
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
    after: Option<ApiTokenId>,
) -> Vec<ApiTokenId> {
    let list = read(db, move |connection| {
        api_tokens::list(connection, visible.as_deref(), after, 2)
    });
    list.await.into_iter().map(|token| token.id).collect()
}

on_both_databases! {
    async fn a_token_can_be_revoked_once(db) {
        let acme = account(&db).await;
        let id = token(&db, Scope::Account(acme), 1).await;
        let by_hash = |connection: &mut _| api_tokens::find_by_hash(connection, TokenHash([1; 32]));
        assert_eq!(read(&db, by_hash).await.map(|token| token.id), Some(id));

        let revoke = move |connection: &mut _| api_tokens::revoke(connection, id, at(1));
        assert!(write(&db, revoke).await);
        assert!(!write(&db, revoke).await);

        assert_eq!(read(&db, by_hash).await, None);
        assert_eq!(read(&db, move |connection| api_tokens::find(connection, id)).await, None);
        assert_eq!(page(&db, None, None).await, []);
    }

    async fn a_token_takes_along_all_that_came_from_it(db) {
        let acme = account(&db).await;
        let scope = Scope::Account(acme);
        let first = token(&db, scope, 1).await;
        let second = token_of(&db, scope, 2, Some(first)).await;
        let third = token_of(&db, scope, 3, Some(second)).await;
        let stranger = token(&db, scope, 4).await;
        assert!(write(&db, move |connection| api_tokens::revoke(connection, second, at(1))).await);
        assert_eq!(page(&db, None, None).await, [first, stranger]);
        assert!(!write(&db, move |connection| api_tokens::revoke(connection, third, at(1))).await);
        assert!(write(&db, move |connection| api_tokens::revoke(connection, first, at(2))).await);
        assert_eq!(page(&db, None, None).await, [stranger]);
    }

    async fn however_many_came_from_a_token_none_is_left(db) {
        account(&db).await;
        let maker = token(&db, Scope::Installation, 1).await;
        let child = ApiToken {
            parent: Some(maker),
            ..read(&db, move |connection| api_tokens::find(connection, maker)).await.expect("there")
        };
        let made: Vec<ApiToken> = (0..1100)
            .map(|_| ApiToken { id: ApiTokenId::mint(at(2), &ENTROPY), ..child.clone() })
            .collect();
        write(&db, move |connection| {
            for (number, token) in (0_u16..).zip(&made) {
                let mut hash = [9; 32];
                hash[..2].copy_from_slice(&number.to_be_bytes());
                api_tokens::insert(connection, token, TokenHash(hash))?;
            }
            Ok(())
        })
        .await;
        assert!(write(&db, move |connection| api_tokens::revoke(connection, maker, at(3))).await);
        assert_eq!(page(&db, None, None).await, []);
    }

    async fn tokens_are_listed_page_by_page_where_they_are_visible(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let first = token(&db, Scope::Account(acme), 1).await;
        let installation = token(&db, Scope::Installation, 2).await;
        let foreign = token(&db, Scope::Account(other), 3).await;
        let last = token(&db, Scope::Account(acme), 4).await;

        assert_eq!(page(&db, None, None).await, [first, installation]);
        assert_eq!(page(&db, None, Some(installation)).await, [foreign, last]);
        assert_eq!(page(&db, Some(vec![acme]), None).await, [first, last]);
        assert_eq!(page(&db, Some(vec![acme]), Some(first)).await, [last]);
        assert_eq!(page(&db, Some(vec![]), None).await, []);
    }
}
