//! People: what is unique about them, who waits for whom, and what goes with them.

use usher_domain::{
    grants::Scope,
    ids::{AccountUserId, ApiTokenId, RoleGrantId},
    role::Role,
    secret_token::TokenHash,
};
use usher_persistence::{
    DatabaseError, account_users,
    account_users::{EMAIL_KEY, LOGIN_KEY},
    api_tokens::{self, ApiToken},
    link_visits, memberships, messages, password_links, role_grants, sessions,
};

use crate::fixtures::{
    ENTROPY, account, another_account, at, draft, now, read, stored, user, welcome, write,
};
use crate::matrix::on_both_databases;
use crate::sessions::session;

on_both_databases! {
    async fn a_login_is_unique_within_an_account_whatever_its_case(db) {
        let acme = account(&db).await;
        stored(&db, &draft(acme, "Ada", None)).await.expect("the first");

        let again = stored(&db, &draft(acme, "aDA", None)).await;

        assert!(again.as_ref().is_err_and(|error| error.violates(LOGIN_KEY)), "{again:?}");
        let other = another_account(&db, "Other").await;
        stored(&db, &draft(other, "ada", None)).await.expect("another account, another Ada");
    }

    async fn an_address_is_unique_within_an_account_whatever_its_case(db) {
        let acme = account(&db).await;
        stored(&db, &draft(acme, "ada", Some("Ada@Example.com"))).await.expect("the first");

        let again = stored(&db, &draft(acme, "lovelace", Some("ada@EXAMPLE.COM"))).await;

        assert!(again.as_ref().is_err_and(|error| error.violates(EMAIL_KEY)), "{again:?}");
        let other = another_account(&db, "Other").await;
        stored(&db, &draft(other, "ada", Some("ada@example.com"))).await.expect("elsewhere");
        for login in ["one", "two"] {
            stored(&db, &draft(acme, login, None)).await.expect("nobody needs an address");
        }
    }

    async fn a_change_meets_the_same_constraints(db) {
        let acme = account(&db).await;
        user(&db, acme, "ada").await;
        let mut grace = user(&db, acme, "grace").await;
        grace.login = "ADA".parse().expect("a login");

        let change = grace.clone();
        let answer = db.write(move |connection| account_users::update(connection, &change)).await;

        assert!(matches!(&answer, Err(error) if error.violates(LOGIN_KEY)), "{answer:?}");
        assert_eq!(now(&db, grace.id).await.login.as_str(), "grace");
    }

    async fn whoever_takes_a_user_waits_for_those_who_took_her_before(db) {
        let ada = { let acme = account(&db).await; user(&db, acme, "ada").await.id };
        let other_node = db.second_node();
        let takers = (0..8).map(|number| {
            let node = if number % 2 == 0 { (*db).clone() } else { other_node.clone() };
            tokio::spawn(async move {
                write(&node, move |connection| {
                    assert!(account_users::take(connection, ada)?);
                    Ok(account_users::find(connection, ada)?.expect("she is there").version)
                })
                .await
            })
        });
        let mut seen = Vec::new();
        for taker in takers.collect::<Vec<_>>() {
            seen.push(taker.await.expect("no panic"));
        }

        seen.sort_unstable();
        assert_eq!(seen, (2..=9).collect::<Vec<_>>(), "each saw a version of its own");
    }

    async fn an_account_counts_those_whose_primary_one_it_is(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        for login in ["ada", "grace"] {
            stored(&db, &draft(acme, login, None)).await.expect("somebody");
        }
        let count = |id| read(&db, move |connection| account_users::count_in(connection, id));
        assert_eq!((count(acme).await, count(other).await), (2, 0));
    }

    async fn nobody_can_take_a_user_who_is_not_there(db) {
        account(&db).await;
        let nobody = AccountUserId::mint(at(0), &ENTROPY);
        assert!(!write(&db, move |connection| account_users::take(connection, nobody)).await);
    }

    async fn an_identifier_finds_logins_and_addresses(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let here = user(&db, acme, "ada").await.id;
        let there = user(&db, other, "ada").await.id;
        let find = |identifier: &'static str, account| {
            let db = &db;
            async move {
                let found = read(db, move |connection| {
                    account_users::find_by_identifier(connection, identifier, account, 10)
                });
                found.await.into_iter().map(|user| user.id).collect::<Vec<_>>()
            }
        };

        assert_eq!(find("ada", Some(acme)).await, [here]);
        assert_eq!(find("ada@example.com", Some(other)).await, [there]);
        let mut both = vec![here, there];
        both.sort_unstable();
        assert_eq!(find("ada", None).await, both);
        assert_eq!(find("", None).await, []);
    }

    async fn deleting_a_user_takes_everything_about_her_along(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let ada = user(&db, acme, "ada").await;
        let (message, link) = welcome(&db, &ada, at(1)).await;
        let token = ApiToken {
            id: ApiTokenId::mint(at(0), &ENTROPY),
            hint: "usher_at_".to_owned(),
            name: "hers".to_owned(),
            role: Role::Helpdesk,
            scope: Scope::Account(acme),
            created_by: Some(ada.id),
            created_at: at(0),
            expires_at: None,
            parent: None,
        };
        let (id, token_id, session) = (ada.id, token.id, session(ada.id));
        let grant = RoleGrantId::mint(at(0), &ENTROPY);
        write(&db, move |connection| {
            sessions::insert(connection, &session, TokenHash([1; 32]))?;
            memberships::insert(connection, other, id, at(0))?;
            role_grants::insert(connection, grant, id, Role::Owner, Scope::Installation, at(0))?;
            api_tokens::insert(connection, &token, TokenHash([2; 32]))?;
            let visit = link_visits::Visit {
                id: usher_domain::ids::mint(at(0), &ENTROPY),
                link,
                at: at(2),
                user_agent: None,
                address: None,
            };
            link_visits::insert(connection, &visit)
        })
        .await;

        write(&db, move |connection| account_users::delete(connection, id)).await;

        read(&db, move |connection| {
            assert_eq!(account_users::find(connection, id)?, None);
            assert_eq!(messages::find(connection, message)?, None);
            assert_eq!(password_links::find(connection, link)?, None);
            assert!(link_visits::list(connection, &[link])?.is_empty());
            assert_eq!(sessions::find_by_hash(connection, TokenHash([1; 32]))?, None);
            assert_eq!(api_tokens::find(connection, token_id)?, None);
            assert_eq!(memberships::accounts_of(connection, id)?, []);
            assert_eq!(role_grants::count_owners(connection)?, 0);
            Ok::<_, DatabaseError>(())
        })
        .await;
    }

    async fn an_owner_counts_while_she_can_sign_in(db) {
        let acme = account(&db).await;
        let mut ada = user(&db, acme, "ada").await;
        let (id, grant) = (ada.id, RoleGrantId::mint(at(0), &ENTROPY));
        let owners = write(&db, move |connection| {
            role_grants::insert(connection, grant, id, Role::Owner, Scope::Installation, at(0))?;
            role_grants::count_owners(connection)
        });
        assert_eq!(owners.await, 0, "nobody signs in without a password");
        let owners = write(&db, move |connection| {
            account_users::set_password_hash(connection, id, "hash", at(0))?;
            role_grants::count_owners(connection)
        });
        assert_eq!(owners.await, 1);

        ada.enabled = false;
        let owners = write(&db, move |connection| {
            account_users::update(connection, &ada)?;
            role_grants::count_owners(connection)
        });
        assert_eq!(owners.await, 0);
    }
}
