//! Accounts: names, numbers, pages, and what keeps one from being deleted.

use usher_domain::{
    grants::Scope,
    ids::{AccountId, ApiTokenId},
    role::Role,
    secret_token::TokenHash,
};
use usher_persistence::{
    DatabaseError, accounts,
    api_tokens::{self, ApiToken},
};

use crate::fixtures::{ENTROPY, account, another_account, at, read, user, write};
use crate::matrix::{TestDatabase, on_both_databases};

async fn names(
    db: &TestDatabase,
    visible: Option<Vec<AccountId>>,
    after: Option<&'static str>,
    limit: i64,
) -> Vec<String> {
    let list = read(db, move |connection| {
        accounts::list(connection, visible.as_deref(), after, limit)
    });
    list.await
        .into_iter()
        .map(|account| account.name.to_string())
        .collect()
}

on_both_databases! {
    async fn account_names_are_unique_whatever_their_case(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let answer = db
            .write(move |connection| {
                let mut account = accounts::find(connection, other)?.expect("it is there");
                account.name = "ACME".parse().expect("a name");
                accounts::update(connection, &account)
            })
            .await;
        assert!(
            matches!(&answer, Err(error) if error.violates("accounts_name_folded_key")),
            "{answer:?}"
        );
        let name = "aCmE".parse().expect("a name");
        let found = read(&db, move |connection| accounts::find_by_name(connection, &name)).await;
        let number = found.as_ref().map(|account| account.number).expect("it is there");
        assert_eq!(found.map(|account| account.id), Some(acme));
        for (number, expected) in [(number, Some(acme)), (number + 100, None)] {
            let found = read(&db, move |connection| accounts::find_by_number(connection, number)).await;
            assert_eq!(found.map(|account| account.id), expected);
        }
    }

    async fn numbers_are_given_once_even_when_taken_at_once(db) {
        account(&db).await;
        let takers: Vec<_> = (0..8)
            .map(|_| {
                let db = (*db).clone();
                tokio::spawn(async move { write(&db, accounts::take_number).await })
            })
            .collect();
        let mut numbers = Vec::new();
        for taker in takers {
            numbers.push(taker.await.expect("no panic"));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (2..=9).collect::<Vec<_>>());
    }

    async fn pages_of_accounts_follow_their_names(db) {
        let acme = account(&db).await;
        let zeta = another_account(&db, "zeta").await;
        another_account(&db, "Beta").await;

        assert_eq!(names(&db, None, None, 2).await, ["Acme", "Beta"]);
        assert_eq!(names(&db, None, Some("beta"), 2).await, ["zeta"]);
        assert_eq!(names(&db, Some(vec![acme, zeta]), None, 9).await, ["Acme", "zeta"]);
        assert_eq!(names(&db, Some(vec![]), None, 9).await, [""; 0]);
    }

    async fn an_account_with_users_or_tokens_cannot_be_deleted(db) {
        let acme = account(&db).await;
        let empty = another_account(&db, "Empty").await;
        user(&db, acme, "ada").await;
        let token = ApiToken {
            id: ApiTokenId::mint(at(0), &ENTROPY),
            hint: "usher_at_".to_owned(),
            name: "robot".to_owned(),
            role: Role::Helpdesk,
            scope: Scope::Account(empty),
            created_by: None,
            created_at: at(0),
            expires_at: None,
            parent: None,
        };
        let id = token.id;
        write(&db, move |connection| api_tokens::insert(connection, &token, TokenHash([1; 32]))).await;
        for account in [acme, empty] {
            let answer = db.write(move |connection| accounts::delete(connection, account)).await;
            assert!(matches!(answer, Err(DatabaseError::Conflict { .. })), "{answer:?}");
        }

        write(&db, move |connection| {
            assert!(api_tokens::revoke(connection, id, at(1))?);
            api_tokens::delete_revoked(connection, empty)?;
            accounts::delete(connection, empty)
        })
        .await;
        assert_eq!(names(&db, None, None, 9).await, ["Acme"]);
    }
}
