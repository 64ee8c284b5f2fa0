//! What a page of users costs: every range that it is merged from is read in the order of an index,
//! and a search goes the cheaper way.

use usher_domain::{
    account_user::UserStatus,
    ids::AccountId,
    user_list::{UserSort, UserSortKey, WelcomeState},
};
use usher_persistence::{
    DatabaseError, DbConnection,
    account_user_list::{self, Position, UserOrder, UserQuery},
};

use crate::fixtures::{account, read, user};
use crate::matrix::{TestDatabase, on_both_databases};
use crate::plans::plans;

fn plans_of_list(
    connection: &mut DbConnection,
    query: &UserQuery,
) -> Result<Vec<(String, Vec<String>)>, DatabaseError> {
    plans(connection, |connection| {
        account_user_list::list(connection, query)
    })
}

/// The steps by which the account's own users are read, members left out.
async fn steps_of_page(db: &TestDatabase, query: UserQuery) -> Vec<String> {
    let plans = read(db, move |connection| plans_of_list(connection, &query)).await;
    let page = plans
        .into_iter()
        .find(|(sql, _)| sql.contains("ORDER BY") && !sql.contains("`memberships`"));
    page.expect("the page of the account's own users").1
}

fn filters() -> [(Option<UserStatus>, Option<WelcomeState>); 4] {
    let (status, welcome) = (UserStatus::Pending, WelcomeState::None);
    [
        (None, None),
        (Some(status), None),
        (None, Some(welcome)),
        (Some(status), Some(WelcomeState::Failed)),
    ]
}

#[tokio::test]
async fn every_range_of_a_page_is_read_in_the_order_of_an_index() {
    let db = TestDatabase::sqlite();
    let acme = account(&db).await;
    let ada = user(&db, acme, "ada").await;
    let mut ranges = 0;
    for key in UserSortKey::ALL {
        for descending in [false, true] {
            for ((status, welcome), starts) in filters().into_iter().zip([true, false].repeat(2)) {
                let sort = UserSort { key, descending };
                let after = (!starts).then(|| Position::of(&ada, key));
                let query = UserQuery {
                    account: acme,
                    search: None,
                    status,
                    welcome,
                    order: UserOrder { sort, after },
                    limit: 51,
                };
                let plans = read(&db, move |connection| plans_of_list(connection, &query)).await;
                for (sql, steps) in plans {
                    if sql.contains("`memberships`") {
                        let scans = steps
                            .iter()
                            .any(|step| step.starts_with("SCAN account_users"));
                        assert!(!scans, "{steps:?} for {sql}");
                        continue;
                    }
                    ranges += 1;
                    let index = match (status, welcome) {
                        // The few in a state: counted, put in order, and then their rows.
                        (_, Some(_)) if sql.contains("count(*)") || steps.len() > 1 => {
                            let all = steps.join(", ");
                            let by = "USING INDEX account_users_welcome_idx";
                            assert!(all.contains(by), "{all} for {sql}");
                            continue;
                        }
                        (_, Some(_)) if sql.contains("`id` IN (") => "account_users_id_key",
                        (_, Some(_)) => "account_users_welcome_idx",
                        (Some(_), None) if key != UserSortKey::Welcomed => "account_users_status_",
                        _ => "account_users_",
                    };
                    let [step] = &steps[..] else {
                        panic!("{sort}: {steps:?} for {sql}")
                    };
                    assert!(
                        step.starts_with("SEARCH ")
                            && step.contains(&format!("USING INDEX {index}")),
                        "{step} for {sql}"
                    );
                }
            }
        }
    }
    assert!(ranges > 40, "only {ranges} ranges were looked at");
}

/// Many users at once, every hundredth of them disabled; all have `example.com` in common.
fn crowd(db: &TestDatabase, account: AccountId, count: u32) {
    let id = |number: &str| match db.sqlite_path() {
        Some(_) => format!("CAST(printf('crowd%011d', {number}) AS BLOB)"),
        None => format!("convert_to('crowd' || lpad({number}::text, 11, '0'), 'UTF8')"),
    };
    let account = account.simple();
    let account = match db.sqlite_path() {
        Some(_) => format!("x'{account}'"),
        None => format!("'\\x{account}'::bytea"),
    };
    db.execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO account_users (id, account_id, login, login_folded, display_name, name_sort, \
         search_text, enabled, version, created_at, updated_at) \
         SELECT {}, {account}, 'c' || i, 'c' || i, 'c' || i, 'c' || i, \
         'c' || i || ' c' || i || '@example.com', i % 100 <> 0, 1, 0, 0 FROM n",
        id("i")
    ));
}

on_both_databases! {
    async fn what_everybody_has_in_common_is_found_page_by_page_as_well(db) {
        let acme = account(&db).await;
        crowd(&db, acme, 6000);
        for (search, status, expected) in [
            ("example.com", Some(UserStatus::Disabled), 60),
            ("c59", Some(UserStatus::Disabled), 1),
            ("c", Some(UserStatus::Disabled), 60),
            ("example.com", None, 6000),
            ("c12 c12@", None, 1),
            ("c6", None, 112),
            ("nobody", None, 0),
        ] {
            for key in [UserSortKey::Name, UserSortKey::Created] {
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let sort = UserSort { key, descending: true };
                    let query = UserQuery {
                        account: acme,
                        search: Some(search.to_owned()),
                        status,
                        welcome: None,
                        order: UserOrder { sort, after },
                        limit: 200,
                    };
                    let page = read(&db, move |connection| {
                        account_user_list::list(connection, &query)
                    })
                    .await;
                    let places = page.iter().map(|user| Position::of(user, key));
                    found.extend(places);
                    let Some(last) = page.last() else { break };
                    after = Some(Position::of(last, key));
                }
                assert_eq!(found.len(), expected, "{search} {status:?}");
                assert!(found.is_sorted_by(|a, b| a > b), "{search} {status:?}");
            }
        }
    }
}

on_both_databases! {
    async fn what_many_have_far_down_the_list_is_found_as_well(db) {
        let acme = account(&db).await;
        crowd(&db, acme, 10_600);
        db.execute(
            "UPDATE account_users SET search_text = search_text || ' zebra', name_sort = 'z' || name_sort \
             WHERE id > (SELECT id FROM account_users ORDER BY id LIMIT 1 OFFSET 5399)",
        );
        for search in ["zebra", "z"] {
            let query = |after| UserQuery {
                account: acme,
                search: Some(search.to_owned()),
                status: Some(UserStatus::Pending),
                welcome: None,
                order: UserOrder {
                    sort: UserSort { key: UserSortKey::Created, descending: false },
                    after,
                },
                limit: 51,
            };
            let first = query(None);
            let first = read(&db, move |connection| account_user_list::list(connection, &first)).await;
            assert_eq!(first.len(), 51, "{search}");
            assert_eq!(first[0].login.as_str(), "c5401", "{search}");
            let second = query(first.last().map(|user| Position::of(user, UserSortKey::Created)));
            let second = read(&db, move |connection| account_user_list::list(connection, &second)).await;
            assert_eq!(second[0].login.as_str(), "c5452", "{search}");
        }
    }
}

/// Every hundredth of a crowd has a welcome email that failed.
fn fail_some(db: &TestDatabase) {
    db.execute(
        "UPDATE account_users SET latest_welcome_status = 'failed', latest_welcome_at = 1 \
         WHERE login LIKE '%00'",
    );
}

on_both_databases! {
    async fn many_in_a_welcome_state_and_few_are_found_page_by_page(db) {
        let acme = account(&db).await;
        crowd(&db, acme, 10_500);
        fail_some(&db);
        for (welcome, expected) in [(WelcomeState::Failed, 105), (WelcomeState::None, 10_395)] {
            for key in [UserSortKey::Login, UserSortKey::Created] {
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let query = UserQuery {
                        account: acme,
                        search: None,
                        status: None,
                        welcome: Some(welcome),
                        order: UserOrder { sort: UserSort { key, descending: false }, after },
                        limit: 700,
                    };
                    let page = read(&db, move |connection| {
                        account_user_list::list(connection, &query)
                    })
                    .await;
                    found.extend(page.iter().map(|user| Position::of(user, key)));
                    let Some(last) = page.last() else { break };
                    after = Some(Position::of(last, key));
                }
                assert_eq!(found.len(), expected, "{welcome:?}");
                assert!(found.is_sorted_by(|a, b| a < b), "{welcome:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_welcome_state_goes_by_its_index_while_few_are_in_it() {
    let db = TestDatabase::sqlite();
    let acme = account(&db).await;
    crowd(&db, acme, 10_500);
    fail_some(&db);
    for (welcome, index) in [
        (WelcomeState::Failed, "account_users_welcome_idx"),
        (WelcomeState::None, "account_users_status_name_idx"),
    ] {
        let sort = UserSort {
            key: UserSortKey::Name,
            descending: false,
        };
        let query = UserQuery {
            account: acme,
            search: None,
            status: Some(UserStatus::Pending),
            welcome: Some(welcome),
            order: UserOrder { sort, after: None },
            limit: 51,
        };
        let steps = steps_of_page(&db, query).await;
        assert!(steps[0].contains(index), "{welcome:?}: {steps:?}");
    }
}

#[tokio::test]
async fn a_search_goes_by_its_index_while_few_match() {
    let db = TestDatabase::sqlite();
    let acme = account(&db).await;
    crowd(&db, acme, 6000);
    for (search, index) in [
        ("c123", "USING INTEGER PRIMARY KEY"),
        ("c1", "USING INTEGER PRIMARY KEY"),
        ("example.com", "account_users_name_sort_idx"),
        ("c", "account_users_name_sort_idx"),
    ] {
        let query = UserQuery {
            account: acme,
            search: Some(search.to_owned()),
            status: None,
            welcome: None,
            order: UserOrder {
                sort: UserSort {
                    key: UserSortKey::Name,
                    descending: false,
                },
                after: None,
            },
            limit: 51,
        };
        let steps = steps_of_page(&db, query).await;
        assert!(steps[0].contains(index), "{search}: {steps:?}");
    }
}
