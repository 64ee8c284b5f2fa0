//! Lists of users: narrowed, and found by what people type.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    delivery::DeliveryStatus,
    ids::{AccountId, MessageId},
    user_list::WelcomeState,
};
use usher_persistence::{
    account_user_list::{self, UserOrder, UserQuery},
    account_users,
};

use crate::fixtures::{ENTROPY, account, at, draft, read, stored, user, write};
use crate::matrix::{TestDatabase, on_both_databases};

fn query(account: AccountId) -> UserQuery {
    UserQuery {
        account,
        search: None,
        status: None,
        welcome: None,
        order: UserOrder::default(),
        limit: 50,
    }
}

async fn page(db: &TestDatabase, query: UserQuery) -> Vec<AccountUser> {
    read(db, move |connection| {
        account_user_list::list(connection, &query)
    })
    .await
}

async fn logins(db: &TestDatabase, account: AccountId, search: &str) -> Vec<String> {
    let mut query = query(account);
    query.search = Some(search.to_owned());
    page(db, query)
        .await
        .into_iter()
        .map(|user| user.login.to_string())
        .collect()
}

on_both_databases! {
    async fn a_status_narrows_the_list(db) {
        let acme = account(&db).await;
        user(&db, acme, "pending").await;
        let active = user(&db, acme, "active").await.id;
        let mut disabled = user(&db, acme, "disabled").await;
        disabled.enabled = false;
        write(&db, move |connection| {
            account_users::set_password_hash(connection, active, "$argon2id$x", at(1))?;
            account_users::set_password_hash(connection, disabled.id, "$argon2id$x", at(1))?;
            account_users::update(connection, &disabled)
        })
        .await;
        for status in UserStatus::ALL {
            let mut query = query(acme);
            query.status = Some(status);
            let found = page(&db, query).await;
            let found: Vec<_> = found.iter().map(|user| user.login.as_str()).collect();
            assert_eq!(found, [status.as_str()]);
        }
    }

    async fn a_welcome_state_narrows_the_list(db) {
        let acme = account(&db).await;
        user(&db, acme, "none").await;
        for status in DeliveryStatus::ALL {
            let id = user(&db, acme, status.as_str()).await.id;
            let message = MessageId::mint(at(0), &ENTROPY);
            write(&db, move |connection| {
                account_users::set_latest_welcome(connection, id, message, at(1))?;
                account_users::note_welcome_status(connection, id, message, status, at(2))
            })
            .await;
        }
        for (state, expected) in [
            (WelcomeState::None, &["none"][..]),
            (WelcomeState::UnderWay, &["deferred", "queued", "sending"]),
            (WelcomeState::Sent, &["captured", "sent"]),
            (WelcomeState::Failed, &["failed"]),
            (WelcomeState::Cancelled, &["cancelled"]),
        ] {
            let mut query = query(acme);
            query.welcome = Some(state);
            let found = page(&db, query).await;
            assert!(found.iter().all(|user| WelcomeState::of(user.latest_welcome) == state));
            let found: Vec<_> = found.iter().map(|user| user.login.as_str()).collect();
            assert_eq!(found, expected);
        }
    }

    async fn three_characters_and_more_are_found_anywhere(db) {
        let acme = account(&db).await;
        let mut odd = draft(acme, "odd", Some("half%20price@example.com"));
        odd.display_name = r#"O"Brien a_b \ 100% 🎩🐇🎩"#.parse().expect("a name");
        stored(&db, &odd).await.expect("stored");
        user(&db, acme, "plain").await;

        for part in [
            "odd", "half%20", "example", r#"o"b"#, r#""brien"#, "a_b", r"b \ 1", "100%", "🎩🐇🎩",
        ] {
            let found = logins(&db, acme, part).await;
            assert!(found.contains(&"odd".to_owned()), "{part} found {found:?}");
        }
        for wrong in ["a%b", "axb", "o'b", "10_%", "🎩🎩🎩", "odd AND plain", "plain*", "NEAR(odd"] {
            assert_eq!(logins(&db, acme, wrong).await, [""; 0], "{wrong}");
        }
        assert_eq!(logins(&db, acme, "lain").await, ["plain"]);
    }

    async fn one_or_two_characters_are_found_at_the_beginning(db) {
        let acme = account(&db).await;
        for (login, email) in [("ada", "x@example.com"), ("bea", "adam@example.com"), ("%c", "_@x.de")] {
            stored(&db, &draft(acme, login, Some(email))).await.expect("stored");
        }
        stored(&db, &draft(acme, "🎩top", None)).await.expect("stored");

        assert_eq!(logins(&db, acme, "ad").await, ["ada", "bea"]);
        assert_eq!(logins(&db, acme, "a").await, ["ada", "bea"]);
        assert_eq!(logins(&db, acme, "da").await, [""; 0]);
        assert_eq!(logins(&db, acme, "%").await, ["%c"]);
        assert_eq!(logins(&db, acme, "_").await, ["%c"]);
        assert_eq!(logins(&db, acme, "🎩").await, ["🎩top"]);
        assert_eq!(logins(&db, acme, "\"").await, [""; 0]);
    }

    async fn a_name_of_two_characters_is_found_by_them(db) {
        let acme = account(&db).await;
        for (login, name) in [("wei.wang", "王伟"), ("elise", "Élise"), ("emma", "Emma")] {
            let mut person = draft(acme, login, None);
            person.display_name = name.parse().expect("a name");
            stored(&db, &person).await.expect("stored");
        }
        assert_eq!(logins(&db, acme, "王伟").await, ["wei.wang"]);
        assert_eq!(logins(&db, acme, "王").await, ["wei.wang"]);
        assert_eq!(logins(&db, acme, "él").await, ["elise"]);
        assert_eq!(logins(&db, acme, "伟").await, [""; 0]);
        // An accent alone, of which nothing is left in what names are sorted by.
        assert_eq!(logins(&db, acme, "\u{301}").await, [""; 0]);
    }

    async fn the_search_follows_changes_and_deletions(db) {
        let acme = account(&db).await;
        let mut ada = user(&db, acme, "ada").await;
        ada.display_name = "Countess".parse().expect("a name");
        let renamed = ada.clone();
        write(&db, move |connection| account_users::update(connection, &renamed)).await;
        assert_eq!(logins(&db, acme, "countess").await, ["ada"]);

        write(&db, move |connection| account_users::delete(connection, ada.id)).await;
        assert_eq!(logins(&db, acme, "countess").await, [""; 0]);
    }
}
