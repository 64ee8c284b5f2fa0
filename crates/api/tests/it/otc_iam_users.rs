//! Users, as IAM lists and shows them.

use serde_json::{Value, json};
use usher_test_support::usher_domain::role::Role;

use crate::otc_iam::{Iam, NOT_AUTHORIZED, assert_is};

const OS_USERS: &str = "/v3.0/OS-USER/users";

impl Iam {
    async fn names(&self, url: &str, token: &str) -> Vec<String> {
        let answer = self.get(url, token).await;
        answer.assert_status(200);
        let body: Value = answer.json();
        let users = body["users"].as_array().expect("users").iter();
        let mut names: Vec<String> = users
            .map(|user| user["name"].as_str().expect("a name").to_owned())
            .collect();
        names.sort();
        names
    }
}

#[tokio::test]
async fn users_are_listed_by_domain_name_and_state() {
    let iam = Iam::start().await;
    let home = iam.app.account().await.clone();
    let other = iam.app.insert_account("Bletchley Park").await;
    iam.admin("boss", Role::SecurityAdmin).await;
    let off = iam
        .app
        .account_user("off@example.com")
        .login("off")
        .insert()
        .await;
    let member = iam.app.account_user("grace@example.com").login("grace");
    let member = member.in_account(other.id).insert().await;
    let url = format!("/api/v1/accounts/{}/members/{}", home.id, member.id);
    iam.owner.put(&url, json!({})).await.assert_status(204);
    let url = format!("/api/v1/users/{}", off.id);
    iam.owner
        .patch(&url, json!({"enabled": false}))
        .await
        .assert_status(200);

    let boss = iam
        .log_in("boss", json!({"project": {"name": "eu-de"}}))
        .await;
    let here = home.id.simple();
    for (query, names) in [
        ("", vec!["boss", "off"]),
        ("?enabled=true", vec!["boss"]),
        ("?enabled=False", vec!["off"]),
        ("?name=BOSS", vec!["boss"]),
        ("?name=off&enabled=true", vec![]),
        ("?name=grace", vec![]),
        ("?name=a%20b", vec![]),
        ("?name=a%20b&limit=1", vec![]),
        ("?password_expires_at=lt:2030-01-01T00:00:00Z", vec![]),
        (
            "?password_expires_at=lt:2030-01-01T00:00:00Z&name=boss",
            vec![],
        ),
        (&format!("?domain_id={here}"), vec!["boss", "off"]),
    ] {
        assert_eq!(
            iam.names(&format!("/v3/users{query}"), &boss).await,
            names,
            "{query}"
        );
    }
    // A token of the installation sees everybody, each once.
    assert_eq!(
        iam.names("/v3/users", &iam.token).await,
        ["boss", "grace", "off"]
    );
    for domain in [other.id.simple(), "x".to_owned()] {
        let url = format!("/v3/users?domain_id={domain}");
        assert_is(&iam.get(&url, &boss).await, 403, NOT_AUTHORIZED);
    }
    for name in ["enabled", "limit", "marker", "password_expires_at"] {
        let answer = iam.get(&format!("/v3/users?{name}=maybe"), &boss).await;
        let body = format!(
            concat!(
                r#"{{"error":{{"code":400,"message":"Request parameter {} is invalid.","#,
                r#""title":"Bad Request"}}}}"#
            ),
            name
        );
        assert_is(&answer, 400, &body);
    }
}

#[tokio::test]
async fn a_list_goes_on_where_its_link_says() {
    let iam = Iam::start().await;
    let other = iam.app.insert_account("Bletchley Park").await;
    for name in ["a", "b", "c"] {
        iam.app
            .account_user(&format!("{name}@example.com"))
            .login(name)
            .insert()
            .await;
        let there = iam.app.account_user(&format!("{name}@example.org"));
        there
            .login(&format!("{name}2"))
            .in_account(other.id)
            .insert()
            .await;
    }
    let (mut url, mut names) = ("/v3/users?limit=2&enabled=true".to_owned(), Vec::new());
    for _ in 0..4 {
        names.extend(iam.names(&url, &iam.token).await);
        let body: Value = iam.get(&url, &iam.token).await.json();
        let Some(next) = body["links"]["next"].as_str() else {
            break;
        };
        url = next
            .strip_prefix("http://usher.localhost")
            .expect("our URL")
            .to_owned();
        assert!(
            url.contains("enabled=true") && url.contains("limit=2"),
            "{url}"
        );
    }
    names.sort();
    assert_eq!(names, ["a", "a2", "b", "b2", "c", "c2"]);

    // The OpenStack SDK asks with the last user of the answer as the marker, until there is none.
    let (mut url, mut found) = ("/v3/users?limit=2".to_owned(), 0);
    for _ in 0..5 {
        let body: Value = iam.get(&url, &iam.token).await.json();
        let users = body["users"].as_array().expect("users").clone();
        let Some(last) = users.last() else { break };
        found += users.len();
        let last = last["id"].as_str().expect("an id");
        url = format!("/v3/users?limit=2&marker={last}");
        assert_eq!(
            body["next"], body["links"]["next"],
            "the SDK follows the one, people the other"
        );
    }
    assert_eq!(found, 6);
    let (by_name, last) = (
        "/v3/users?name=c2",
        url.rsplit('=').next().expect("a marker"),
    );
    assert_eq!(iam.names(by_name, &iam.token).await, ["c2"]);
    let behind = format!("{by_name}&marker={last}");
    assert!(iam.names(&behind, &iam.token).await.is_empty());
    let nobody = format!("/v3/users?marker={}", uuid::Uuid::from_u128(7).simple());
    iam.get(&nobody, &iam.token).await.assert_status(400);
}

#[tokio::test]
async fn a_walk_along_the_list_outlives_the_user_where_it_stands() {
    let iam = Iam::start().await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c", "d"] {
        let user = iam.app.account_user(&format!("{name}@example.com"));
        ids.push(user.login(name).insert().await.id);
    }
    let body: Value = iam.get("/v3/users?limit=2", &iam.token).await.json();
    let url = format!("/api/v1/users/{}", ids[1]);
    iam.owner.delete(&url).await.assert_status(204);
    let next = body["next"].as_str().expect("more").to_owned();
    let next = next.strip_prefix("http://usher.localhost").expect("ours");
    assert_eq!(iam.names(next, &iam.token).await, ["c", "d"]);
    for marker in ["x.y", ".", &format!("{}.nowhere", ids[0].simple())] {
        let answer = iam
            .get(&format!("/v3/users?marker={marker}"), &iam.token)
            .await;
        answer.assert_status(400);
    }
}

#[tokio::test]
async fn a_run_of_disabled_users_ends_no_answer() {
    let iam = Iam::start().await;
    for n in 0..3 {
        let user = iam.app.account_user(&format!("a{n}@example.com"));
        let user = user.login(&format!("a{n}")).insert().await;
        let url = format!("/api/v1/users/{}", user.id);
        let disabled = iam.owner.patch(&url, json!({"enabled": false})).await;
        disabled.assert_status(200);
    }
    let last = iam.app.account_user("z@example.com").login("z");
    last.insert().await;
    let url = "/v3/users?enabled=true&limit=1";
    assert_eq!(iam.names(url, &iam.token).await, ["z"]);
}

#[tokio::test]
async fn whoever_may_list_nobody_is_told_so_even_where_nobody_can_be_meant() {
    let iam = Iam::start().await;
    iam.admin("helper", Role::Auditor).await;
    let other = iam.app.insert_account("Elsewhere").await.id;
    let helper = iam
        .log_in("helper", json!({"project": {"name": "eu-de"}}))
        .await;
    for query in [
        "",
        "?name=a%20b",
        "?password_expires_at=lt:2030-01-01T00:00:00Z",
    ] {
        let sign = if query.is_empty() { '?' } else { '&' };
        let url = format!("/v3/users{query}{sign}domain_id={}", other.simple());
        assert_is(&iam.get(&url, &helper).await, 403, NOT_AUTHORIZED);
    }
}

#[tokio::test]
async fn a_user_is_shown_in_both_forms() {
    let iam = Iam::start().await;
    let home = iam.app.account().await.id;
    let ada = iam.admin("ada", Role::Owner).await;
    let id = ada.id.simple();
    let shown: Value = iam.get(&format!("/v3/users/{id}"), &iam.token).await.json();
    let user = &shown["user"];
    assert_eq!(user["id"], json!(id));
    assert_eq!(user["domain_id"], json!(home.simple()));
    assert_eq!(
        (&user["name"], &user["enabled"]),
        (&json!("ada"), &json!(true))
    );
    assert_eq!(
        (&user["pwd_strength"], &user["pwd_status"]),
        (&json!("high"), &json!(false))
    );
    assert_eq!(user["password_expires_at"], Value::Null);
    assert_eq!(
        user["links"]["self"],
        json!(format!("http://usher.localhost/v3/users/{id}"))
    );

    let own = iam.log_in("ada", json!(null)).await;
    let shown: Value = iam.get(&format!("{OS_USERS}/{id}"), &own).await.json();
    let user = &shown["user"];
    assert_eq!(
        (&user["email"], &user["pwd_strength"]),
        (&json!("ada@example.com"), &json!("Strong"))
    );
    assert_eq!(
        (&user["is_domain_owner"], &user["access_mode"]),
        (&json!(true), &json!("default"))
    );
    for instant in ["create_time", "update_time", "last_login_time"] {
        let at = user[instant].as_str().expect("an instant");
        assert!(at.len() == 21 && at.ends_with(".0"), "{at}");
    }
}

#[tokio::test]
async fn a_user_who_cannot_be_seen_is_a_404_and_oneself_always_can() {
    let iam = Iam::start().await;
    let other = iam.app.insert_account("Bletchley Park").await;
    let foreign = iam
        .app
        .account_user("grace@example.com")
        .in_account(other.id);
    let foreign = foreign.insert().await.id.simple();
    iam.admin("boss", Role::SecurityAdmin).await;
    let boss = iam.log_in("boss", json!(null)).await;
    let long = "a".repeat(100);
    let (nobody, cut) = ("0190a5b400007000800000000000dead", &long[..64]);
    for (asked, told) in [
        (foreign.as_str(), foreign.as_str()),
        (nobody, nobody),
        ("ada", "ada"),
        ("%22", "\\\""),
        ("%FF", ""),
        (&long, cut),
    ] {
        let body = format!(
            concat!(
                r#"{{"error":{{"code":404,"message":"Could not find user: {}.","#,
                r#""title":"Not Found"}}}}"#
            ),
            told
        );
        for path in ["/v3/users", OS_USERS] {
            assert_is(
                &iam.get(&format!("{path}/{asked}"), &boss).await,
                404,
                &body,
            );
        }
    }
    let plain = iam
        .app
        .account_user("ada@example.com")
        .login("ada")
        .with_password();
    let plain = plain.insert().await.id.simple();
    let own = iam.log_in("ada", json!(null)).await;
    for path in ["/v3/users", OS_USERS] {
        iam.get(&format!("{path}/{plain}"), &own)
            .await
            .assert_status(200);
    }
    assert_is(&iam.get("/v3/users", &own).await, 403, NOT_AUTHORIZED);
}
