//! The main flow, natively: from an account to a signed-in user, and what can go otherwise.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestApp, usher_domain::role::Role};

use crate::world::id_in;

pub(crate) const NEW_PASSWORD: &str = "three unrelated words, perhaps";

/// Ada in an account of her own.
pub(crate) async fn ada(owner: &Client) -> String {
    let account = json!({ "name": "Difference Engines", "continue_url": "https://app.example/" });
    let made = owner.post_json("/api/v1/accounts", account).await;
    made.assert_status(201);
    let account = id_in(&made);
    let location = format!("/api/v1/accounts/{account}");
    assert_eq!(made.header("location"), Some(location.as_str()));
    owner.get(&location).await.assert_status(200);

    let user =
        json!({ "login": "ada", "email": "ada@example.com", "display_name": "Ada Lovelace" });
    let made = owner.post_json(&format!("{location}/users"), user).await;
    made.assert_status(201);
    let user = id_in(&made);
    let location = format!("/api/v1/users/{user}");
    assert_eq!(made.header("location"), Some(location.as_str()));
    let shown: Value = owner.get(&location).await.json();
    assert_eq!(shown["status"], "pending");
    location
}

#[tokio::test]
async fn a_user_is_made_welcomed_and_signs_in_by_her_link_once() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let ada = ada(&owner).await;

    let queued = owner.post(&format!("{ada}/welcome-emails")).await;
    queued.assert_status(202);
    let email = format!("/api/v1/welcome-emails/{}", id_in(&queued));
    assert_eq!(queued.header("location"), Some(email.as_str()));
    assert_eq!(queued.header("preference-applied"), None);
    assert_eq!(queued.json::<Value>()["status"], "queued");
    // A double click is one wish.
    let again = owner.post(&format!("{ada}/welcome-emails")).await;
    assert_eq!(again.header("location"), Some(email.as_str()));

    app.deliver_mail().await;
    let sent: Value = owner.get(&email).await.json();
    assert_eq!(
        (&sent["status"], &sent["attempts"]),
        (&json!("captured"), &json!(1))
    );
    assert_eq!(sent["tries"].as_array().map(Vec::len), Some(1));
    let timeline: Value = owner.get(&format!("{ada}/welcome-emails")).await.json();
    assert_eq!(timeline["items"].as_array().map(Vec::len), Some(1));

    let link = app.mailbox("ada@example.com").only().password_link();
    let mut browser = app.browser();
    let token = json!({ "token": link.token() });
    let inspected = browser
        .post_json("/api/v1/password-links/inspect", token.clone())
        .await;
    assert_eq!(inspected.json::<Value>()["state"], "open");

    let redeemed = browser.consume_link(&link, NEW_PASSWORD).await;
    redeemed.assert_status(204);
    assert_eq!(redeemed.text(), "");
    let cookie = redeemed.header("set-cookie").expect("a session");
    assert!(cookie.starts_with("usher_session=usher_se_"), "{cookie}");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    browser.take_cookies(&redeemed);

    let used = app
        .anonymous()
        .consume_link(&link, NEW_PASSWORD)
        .await
        .problem();
    insta::assert_snapshot!(
        used,
        @"410 link_used: A password was set with this link. Sign in, or ask for a new link."
    );
    let inspected = browser
        .post_json("/api/v1/password-links/inspect", token)
        .await;
    assert_eq!(inspected.json::<Value>()["state"], "used");

    let me: Value = browser.get("/api/v1/me").await.json();
    assert_eq!(me["user"]["status"], "active");
    assert_eq!(me["continue_url"], "https://app.example/");
    let out = browser.delete("/api/v1/sessions/current").await;
    out.assert_status(204);
    assert!(
        out.header("set-cookie")
            .is_some_and(|cookie| cookie.contains("Max-Age=0"))
    );
    // The cookie that she still has is worth nothing.
    assert_eq!(
        browser.get("/api/v1/me").await.problem().code,
        "unauthenticated"
    );
    app.browser()
        .sign_in("ada@example.com", NEW_PASSWORD)
        .await
        .assert_status(201);
}

#[tokio::test]
async fn whoever_prefers_to_wait_is_told_the_outcome() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let ada = ada(&owner).await;
    let url = format!("{ada}/welcome-emails");
    let deliver = async {
        while app.mailbox("ada@example.com").is_empty() {
            app.deliver_mail().await;
            tokio::task::yield_now().await;
        }
    };
    let request = owner
        .request(Method::POST, &url)
        .header("prefer", "wait=30");
    let (answer, ()) = tokio::join!(request.send(), deliver);
    answer.assert_status(202);
    assert_eq!(answer.header("preference-applied"), Some("wait"));
    assert_eq!(answer.json::<Value>()["status"], "captured");
}

#[tokio::test]
async fn a_wish_that_is_no_number_of_seconds_is_not_applied() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let url = format!("{}/welcome-emails", ada(&owner).await);
    for wish in [
        "wait",
        "wait=soon",
        "wait=-1",
        "wait=0",
        "respond-async",
        "ü",
        ",;=,",
    ] {
        let answer = owner
            .request(Method::POST, &url)
            .header("prefer", wish)
            .send()
            .await;
        answer.assert_status(202);
        assert_eq!(answer.header("preference-applied"), None, "{wish}");
    }
    app.deliver_mail().await;
}

#[tokio::test]
async fn a_message_that_waits_is_cancelled_and_sent_after_all() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let ada = ada(&owner).await;
    let email = id_in(&owner.post(&format!("{ada}/welcome-emails")).await);
    let email = format!("/api/v1/welcome-emails/{email}");
    let retry = format!("{email}/retry");

    assert_eq!(owner.post(&retry).await.problem().code, "not_retryable");
    owner.delete(&email).await.assert_status(204);
    app.deliver_mail().await;
    assert!(app.mailbox("ada@example.com").is_empty());

    let queued = owner.post(&retry).await;
    queued.assert_status(202);
    assert_eq!(queued.header("location"), Some(email.as_str()));
    app.deliver_mail().await;
    assert_eq!(app.mailbox("ada@example.com").len(), 1);
    assert_eq!(owner.delete(&email).await.problem().code, "not_cancellable");
    assert_eq!(owner.post(&retry).await.problem().code, "not_retryable");
}

#[tokio::test]
async fn who_cannot_be_welcomed_is_said_with_the_reason() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let silent = app
        .account_user("joan@example.com")
        .without_email()
        .insert()
        .await;
    let url = format!("/api/v1/users/{}/welcome-emails", silent.id);
    assert_eq!(owner.post(&url).await.problem().code, "no_address");

    let ada = ada(&owner).await;
    owner
        .patch(&ada, json!({ "enabled": false }))
        .await
        .assert_status(200);
    let refused = owner.post(&format!("{ada}/welcome-emails")).await.problem();
    assert_eq!(
        (refused.status, refused.code.as_str()),
        (409, "user_disabled")
    );
}
