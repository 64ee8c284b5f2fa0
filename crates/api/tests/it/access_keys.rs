//! Access keys over the native API: made, listed, revoked; the secret half is seen once.

use serde_json::{Value, json};
use usher_test_support::{TestApp, usher_domain::role::Role};

#[tokio::test]
async fn a_key_shows_its_secret_once_and_can_be_revoked() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let wanted =
        json!({ "name": " signer ", "role": "helpdesk", "expires_at": "2027-01-31T23:59:59Z" });
    let answer = owner.post_json("/api/v1/access-keys", wanted).await;
    answer.assert_status(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let made: Value = answer.json();
    let text = |member: &str| made[member].as_str().expect("a text").to_owned();
    let (id, ak, sk) = (text("id"), text("access_key"), text("secret"));
    assert_eq!((ak.len(), sk.len()), (20, 40));
    assert_eq!(made["name"], "signer");
    assert_eq!(made["account_id"], Value::Null);
    assert_eq!(made["expires_at"], "2027-01-31T23:59:59Z");

    let answer = owner.get("/api/v1/access-keys").await;
    assert!(!answer.text().contains(&sk));
    let mut listed = made.clone();
    listed.as_object_mut().expect("an object").remove("secret");
    let list: Value = answer.json();
    assert_eq!(list["items"], json!([listed]));

    let url = format!("/api/v1/access-keys/{id}");
    owner.delete(&url).await.assert_status(204);
    owner.delete(&url).await.assert_status(404);
    let list: Value = owner.get("/api/v1/access-keys").await.json();
    assert_eq!(list["items"], json!([]));
    let log = owner.get("/api/v1/audit-events").await.text();
    for action in ["access_key.created", "access_key.revoked"] {
        assert!(log.contains(action), "{log}");
    }
    assert!(!log.contains(&sk));
}

#[tokio::test]
async fn no_two_keys_are_alike_and_a_list_goes_on() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    for _ in 0..3 {
        let wanted = json!({ "name": "signer", "role": "auditor" });
        let answer = owner.post_json("/api/v1/access-keys", wanted).await;
        answer.assert_status(201);
    }
    let first: Value = owner.get("/api/v1/access-keys?limit=2").await.json();
    let cursor = first["next_cursor"].as_str().expect("another page");
    let url = format!("/api/v1/access-keys?limit=2&cursor={cursor}");
    let second: Value = owner.get(&url).await.json();
    let pages = [&first, &second].map(|page| page["items"].as_array().expect("items"));
    assert_eq!(pages.map(Vec::len), [2, 1]);
    let mut names: Vec<_> = pages
        .into_iter()
        .flatten()
        .map(|key| &key["access_key"])
        .collect();
    names.dedup();
    assert_eq!(names.len(), 3);
}

#[tokio::test]
async fn a_helpdesk_neither_sees_nor_makes_keys() {
    let app = TestApp::start().await;
    let helpdesk = app.api_token(Role::Helpdesk, None).await;
    helpdesk.get("/api/v1/access-keys").await.assert_status(403);
    let wanted = json!({ "name": "signer", "role": "helpdesk" });
    let answer = helpdesk.post_json("/api/v1/access-keys", wanted).await;
    assert_eq!(answer.problem().code, "forbidden");
}
