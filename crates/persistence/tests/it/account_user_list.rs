//! Pages of users: complete, without repetitions, and found by what people type.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    ids::{AccountId, AccountUserId},
};
use usher_persistence::{
    account_user_list::{self, UserOrder, UserQuery},
    account_users, memberships,
};

use crate::fixtures::{account, another_account, at, draft, read, stored, user, write};
use crate::matrix::{TestDatabase, on_both_databases};

fn query(account: AccountId, order: UserOrder, limit: i64) -> UserQuery {
    UserQuery {
        account,
        search: None,
        status: None,
        order,
        limit,
    }
}

async fn page(db: &TestDatabase, query: UserQuery) -> Vec<AccountUser> {
    read(db, move |connection| {
        account_user_list::list(connection, &query)
    })
    .await
}

/// All pages one behind the other.
async fn pages(
    db: &TestDatabase,
    account: AccountId,
    limit: i64,
    behind: fn(Option<&AccountUser>) -> UserOrder,
) -> Vec<AccountUserId> {
    let mut all: Vec<AccountUser> = Vec::new();
    loop {
        let next = page(db, query(account, behind(all.last()), limit)).await;
        let full = i64::try_from(next.len()) == Ok(limit);
        all.extend(next);
        if !full {
            return all.into_iter().map(|user| user.id).collect();
        }
    }
}

fn by_login(last: Option<&AccountUser>) -> UserOrder {
    UserOrder::Login(last.map(|user| (user.login.folded(), user.id)))
}

fn newest_first(last: Option<&AccountUser>) -> UserOrder {
    UserOrder::NewestFirst(last.map(|user| user.id))
}

/// Five users of the account itself, three members from elsewhere (with logins that occur twice),
/// and a stranger.
async fn a_mixed_account(db: &TestDatabase) -> (AccountId, Vec<AccountUser>) {
    let acme = account(db).await;
    let other = another_account(db, "Other").await;
    let mut people = Vec::new();
    for login in ["Ada", "charles", "Grace", "mary", "zoe"] {
        people.push(user(db, acme, login).await);
    }
    for login in ["ada", "bob", "zoe"] {
        let member = user(db, other, login).await;
        let id = member.id;
        write(db, move |connection| {
            memberships::insert(connection, acme, id, at(0))
        })
        .await;
        people.push(member);
    }
    user(db, other, "stranger").await;
    (acme, people)
}

async fn logins(db: &TestDatabase, account: AccountId, search: &str) -> Vec<String> {
    let mut query = query(account, UserOrder::Login(None), 50);
    query.search = Some(search.to_owned());
    page(db, query)
        .await
        .into_iter()
        .map(|user| user.login.to_string())
        .collect()
}

on_both_databases! {
    async fn pages_by_login_put_together_are_the_whole_list(db) {
        let (acme, mut people) = a_mixed_account(&db).await;
        people.sort_by_key(|user| (user.login.folded(), user.id));
        let expected: Vec<_> = people.iter().map(|user| user.id).collect();
        for limit in [1, 2, 3, 8, 50] {
            assert_eq!(pages(&db, acme, limit, by_login).await, expected, "pages of {limit}");
        }
    }

    async fn pages_of_the_newest_put_together_are_the_whole_list(db) {
        let (acme, people) = a_mixed_account(&db).await;
        let mut expected: Vec<_> = people.iter().map(|user| user.id).collect();
        expected.sort_unstable_by(|a, b| b.cmp(a));
        for limit in [1, 2, 3, 8, 50] {
            assert_eq!(pages(&db, acme, limit, newest_first).await, expected, "pages of {limit}");
        }
    }

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
            let mut query = query(acme, UserOrder::Login(None), 50);
            query.status = Some(status);
            let found = page(&db, query).await;
            let found: Vec<_> = found.iter().map(|user| user.login.as_str()).collect();
            assert_eq!(found, [status.as_str()]);
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
