//! Passwords are judged while they are typed.

use serde_json::{Value, json};
use usher_test_support::TestApp;

use crate::{story::NEW_PASSWORD, world::World};

const URL: &str = "/api/v1/password-links/judge";

#[tokio::test]
async fn the_holder_of_a_link_learns_what_a_password_would_be_worth() {
    let world = World::start().await;
    let link = world.app.mailbox("ada@example.com").only().password_link();
    let anyone = world.app.anonymous();
    let body = |password: &str| json!({ "token": link.token(), "password": password });
    let judged = anyone.post_json(URL, body("short")).await;
    judged.assert_status(200);
    assert_eq!(judged.header("cache-control"), Some("no-store"));
    let judged: Value = judged.json();
    assert_eq!(judged["acceptable"], false);
    assert_eq!(
        (&judged["reason"], &judged["min"]),
        (&json!("too_short"), &json!(12))
    );
    let judged: Value = anyone.post_json(URL, body("qwerty123456")).await.json();
    assert_eq!(judged["reason"], "common");
    let judged: Value = anyone
        .post_json(URL, body(&"long words ".repeat(20)))
        .await
        .json();
    assert_eq!(
        (&judged["reason"], &judged["max"]),
        (&json!("too_long"), &json!(128))
    );
    let judged: Value = anyone.post_json(URL, body(NEW_PASSWORD)).await.json();
    assert_eq!(
        (&judged["acceptable"], &judged["reason"]),
        (&json!(true), &Value::Null)
    );
    assert!(judged["strength"].as_u64().expect("a number") >= 3);
    let oversized = anyone.post_json(URL, body(&"a".repeat(2_000))).await;
    assert_eq!(oversized.problem().code, "invalid_field");

    anyone
        .consume_link(&link, NEW_PASSWORD)
        .await
        .assert_status(204);
    let used = anyone.post_json(URL, body(NEW_PASSWORD)).await.problem();
    assert_eq!((used.status, used.code.as_str()), (410, "link_used"));
    let forged = json!({ "token": "forged", "password": NEW_PASSWORD });
    let forged = anyone.post_json(URL, forged).await.problem();
    assert_eq!((forged.status, forged.code.as_str()), (410, "link_void"));
}

#[tokio::test]
async fn a_signed_in_user_learns_what_her_new_password_would_be_worth() {
    let app = TestApp::start().await;
    let browser = app.admin().await;
    let url = "/api/v1/me/password/judge";
    let judged: Value = browser
        .post_json(url, json!({ "new_password": "qwerty123456" }))
        .await
        .json();
    assert_eq!(judged["reason"], "common");
    let judged: Value = browser
        .post_json(url, json!({ "new_password": NEW_PASSWORD }))
        .await
        .json();
    assert_eq!(judged["acceptable"], true);
    let robot = app
        .api_token(usher_test_support::usher_domain::role::Role::Owner, None)
        .await;
    let answer = robot
        .post_json(url, json!({ "new_password": NEW_PASSWORD }))
        .await;
    assert_eq!(answer.problem().code, "forbidden");
}
