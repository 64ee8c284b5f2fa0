//! Testing a mail provider, and the language of mails that are asked for over HTTP.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{TestApp, usher_domain::role::Role};

use crate::world::id_in;

const TEST: &str = "/api/v1/mail-providers/capture/test";

#[tokio::test]
async fn a_test_tells_how_it_fared() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let answer = owner
        .post_json(TEST, json!({ "recipient": "ada@example.com" }))
        .await;
    answer.assert_status(200);
    let body = answer.json::<Value>();
    assert_eq!(body["outcome"], "captured");
    assert_eq!(body["step"], "capture");
    assert_eq!(body["reply"], Value::Null);
    let note = &body["transcript"][0];
    assert_eq!((&note["from"], &note["at_ms"]), (&json!("note"), &json!(0)));
    assert!(body["duration_ms"].is_u64());
}

#[tokio::test]
async fn a_test_that_cannot_be_sent_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    assert_eq!(owner.post(TEST).await.problem().code, "no_address");
    let answer = owner
        .post_json(TEST, json!({ "recipient": "nobody" }))
        .await;
    assert_eq!(answer.problem().code, "invalid_field");
    let error = &answer.json::<Value>()["errors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!("recipient"), &json!("invalid_address"))
    );
    let unknown = "/api/v1/mail-providers/main/test";
    assert_eq!(owner.post(unknown).await.problem().code, "not_found");
    let auditor = app.api_token(Role::Auditor, None).await;
    assert_eq!(auditor.post(TEST).await.problem().code, "forbidden");

    let to = json!({ "recipient": "ada@example.com" });
    for _ in 0..6 {
        owner.post_json(TEST, to.clone()).await.assert_status(200);
    }
    let answer = owner.post_json(TEST, to).await;
    assert_eq!(answer.problem().code, "too_many_requests");
    assert!(answer.header("retry-after").is_some());
}

/// The administrator's browser is not the reader's.
#[tokio::test]
async fn the_language_of_whoever_asks_does_not_decide() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let account = id_in(
        &owner
            .post_json("/api/v1/accounts", json!({ "name": "Acme" }))
            .await,
    );
    let user = json!({ "login": "ada", "email": "ada@example.com" });
    let users = format!("/api/v1/accounts/{account}/users");
    let user = id_in(&owner.post_json(&users, user).await);
    let sent = owner
        .request(
            Method::POST,
            &format!("/api/v1/users/{user}/welcome-emails"),
        )
        .header("accept-language", "ar, de;q=0.9")
        .send()
        .await;
    sent.assert_status(202);
    app.deliver_mail().await;
    let mailbox = app.mailbox("ada@example.com");
    let subject = &mailbox.only().message.subject;
    assert_eq!(subject, "Welcome to Acme: choose your password");
}
