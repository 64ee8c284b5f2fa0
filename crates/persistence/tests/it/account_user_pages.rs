//! Pages of users in every order: put together they are the whole list, and each costs as little as
//! the one before.

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use tokio::{runtime::Handle, task::block_in_place};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, MessageId},
    user_list::{UserSort, UserSortKey, WelcomeState},
};
use usher_persistence::{
    account_user_list::{self, Position, UserOrder, UserQuery},
    account_users, memberships,
};

use crate::fixtures::{ENTROPY, account, another_account, at, draft, now, read, stored, write};
use crate::matrix::{TestDatabase, on_both_databases};

/// A person as the property draws her; few names and instants, so that many are equal.
#[derive(Debug, Clone)]
struct Person {
    name: usize,
    is_member: bool,
    enabled: bool,
    has_password: bool,
    welcomed: Option<(usize, i64)>,
}

/// What a list is narrowed to, and how many are on a page.
#[derive(Debug, Clone)]
struct Wanted {
    search: Option<&'static str>,
    status: Option<UserStatus>,
    welcome: Option<WelcomeState>,
    limit: i64,
}

const NAMES: [&str; 4] = ["Ada Lovelace", "ádám", "Zoe", "ada lovelace"];

fn person() -> impl Strategy<Value = Person> {
    let welcomed = prop::option::of((0..DeliveryStatus::ALL.len(), 0..4i64));
    let flags = (any::<bool>(), prop::bool::weighted(0.8), any::<bool>());
    (0..NAMES.len(), flags, welcomed).prop_map(|(name, flags, welcomed)| Person {
        name,
        is_member: flags.0,
        enabled: flags.1,
        has_password: flags.2,
        welcomed,
    })
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let search = prop::option::of(prop::sample::select(vec!["lovelace", "user1", "u", "zo"]));
    let status = prop::option::of(prop::sample::select(UserStatus::ALL.to_vec()));
    let welcome = prop::option::of(prop::sample::select(WelcomeState::ALL.to_vec()));
    (search, status, welcome, 1..9i64).prop_map(|(search, status, welcome, limit)| Wanted {
        search,
        status,
        welcome,
        limit,
    })
}

fn sorts() -> impl Iterator<Item = UserSort> {
    UserSortKey::ALL
        .into_iter()
        .flat_map(|key| [false, true].map(|descending| UserSort { key, descending }))
}

async fn settle(
    db: &TestDatabase,
    account: AccountId,
    elsewhere: AccountId,
    number: usize,
    person: &Person,
) -> AccountUser {
    let home = if person.is_member { elsewhere } else { account };
    // A login that occurs in both accounts, and in no order.
    let login = format!("user{}", (number * 7) % 11 + number / 11 * 11);
    let mut user = draft(
        home,
        &login,
        Some(&format!("{account}.{number}@example.com")),
    );
    user.display_name = NAMES[person.name].parse().expect("a name");
    user.enabled = person.enabled;
    stored(db, &user).await.expect("stored");
    let (id, person) = (user.id, person.clone());
    write(db, move |connection| {
        if person.is_member {
            memberships::insert(connection, account, id, at(0))?;
        }
        if person.has_password {
            account_users::set_password_hash(connection, id, "$argon2id$x", at(1))?;
        }
        if let Some((status, second)) = person.welcomed {
            let message = MessageId::mint(at(0), &ENTROPY);
            let status = DeliveryStatus::ALL[status];
            account_users::set_latest_welcome(connection, id, message, at(0))?;
            account_users::note_welcome_status(connection, id, message, status, at(second))?;
        }
        Ok(())
    })
    .await;
    now(db, id).await
}

/// The list as a person would make it from all cards on the table.
fn by_hand(people: &[AccountUser], wanted: &Wanted, sort: UserSort) -> Vec<AccountUserId> {
    let matches = |user: &AccountUser| {
        let email = user
            .email
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        wanted.search.is_none_or(|words| match words.len() {
            0..3 => [user.login.folded(), email, user.display_name.sort_key()]
                .iter()
                .any(|text| text.starts_with(words)),
            _ => [user.login.folded(), email, user.display_name.folded()]
                .iter()
                .any(|text| text.contains(words)),
        })
    };
    let mut list: Vec<&AccountUser> = people
        .iter()
        .filter(|user| matches(user))
        .filter(|user| wanted.status.is_none_or(|status| user.status() == status))
        .filter(|user| {
            let state = WelcomeState::of(user.latest_welcome);
            wanted.welcome.is_none_or(|wanted| state == wanted)
        })
        .collect();
    list.sort_by_key(|user| match sort.key {
        UserSortKey::Login => (user.login.folded(), 0, user.id),
        UserSortKey::Name => (user.display_name.sort_key(), 0, user.id),
        UserSortKey::Created => (String::new(), 0, user.id),
        UserSortKey::Welcomed => {
            let at = user
                .latest_welcome
                .map_or(0, |latest| latest.at.timestamp());
            (String::new(), at, user.id)
        }
    });
    if sort.descending {
        list.reverse();
    }
    if sort.key == UserSortKey::Welcomed {
        list.sort_by_key(|user| user.latest_welcome.is_none());
    }
    list.into_iter().map(|user| user.id).collect()
}

/// All pages one behind the other, each from where the one before ended.
async fn pages(
    db: &TestDatabase,
    account: AccountId,
    wanted: &Wanted,
    sort: UserSort,
) -> Vec<AccountUserId> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let query = UserQuery {
            account,
            search: wanted.search.map(str::to_owned),
            status: wanted.status,
            welcome: wanted.welcome,
            order: UserOrder { sort, after },
            limit: wanted.limit,
        };
        let page = read(db, move |connection| {
            account_user_list::list(connection, &query)
        })
        .await;
        all.extend(page.iter().map(|user| user.id));
        let Some(last) = page.last() else { return all };
        let [key, id] = Position::of(last, sort.key).to_texts();
        after = Position::parse(sort.key, &key, &id);
        assert!(after.is_some(), "{key} {id}");
    }
}

on_both_databases! {
    async fn pages_in_any_order_put_together_are_the_whole_narrowed_list(db) {
        account(&db).await;
        let property = |(people, wanted): (Vec<Person>, Wanted)| {
            let checked = async {
                let number = ENTROPY.next();
                let account = another_account(&db, &format!("Account {number}")).await;
                let elsewhere = another_account(&db, &format!("Elsewhere {number}")).await;
                let mut stored = Vec::new();
                for (number, person) in people.iter().enumerate() {
                    stored.push(settle(&db, account, elsewhere, number, person).await);
                }
                for sort in sorts() {
                    let expected = by_hand(&stored, &wanted, sort);
                    let found = pages(&db, account, &wanted, sort).await;
                    prop_assert_eq!(found, expected, "{}", sort);
                }
                Ok(())
            };
            block_in_place(|| Handle::current().block_on(checked))
        };
        let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
        let strategy = (prop::collection::vec(person(), 0..30), wanted());
        TestRunner::new_with_rng(config.clone(), proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm))
            .run(&strategy, property)
            .unwrap_or_else(|failure| panic!("{failure}"));
    }
}
