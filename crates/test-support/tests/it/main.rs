//! The test installation itself, on both databases.

use http::{Method, header};
use serde_json::Value;
use usher_test_support::{
    OWNER_EMAIL, PASSWORD, TestApp, on_both_databases,
    usher_domain::{grants::Scope, role::Role},
};

const NEW_PASSWORD: &str = "three unrelated words, perhaps";

on_both_databases! {
    async fn a_welcome_email_lets_the_user_set_a_password_once(app) {
        let (admin, anyone) = (app.admin().await, app.anonymous());
        let user = app.account_user("ada@example.com").insert().await;

        let url = format!("/api/v1/users/{}/welcome-emails", user.id);
        admin.post(&url).await.assert_status(202);
        assert!(app.mailbox("ada@example.com").is_empty());
        app.deliver_mail().await;
        let link = app.mailbox("ada@example.com").only().password_link();

        anyone.consume_link(&link, NEW_PASSWORD).await.assert_status(204);
        let again = anyone.consume_link(&link, NEW_PASSWORD).await.problem();
        assert_eq!((again.status, again.code.as_str()), (410, "link_used"));
        app.browser().sign_in("ada@example.com", NEW_PASSWORD).await.assert_status(201);
    }

    async fn every_kind_of_caller_is_who_it_says(app) {
        app.anonymous().get("/api/v1/me").await.assert_status(401);
        let me: Value = app.admin().await.get("/api/v1/me").await.json();
        assert!(me.to_string().contains(OWNER_EMAIL), "{me}");

        let account = app.account().await.id;
        let helpdesk = app.api_token(Role::Helpdesk, Some(account)).await;
        helpdesk.get("/api/v1/accounts").await.assert_status(200);
        helpdesk.get("/api/v1/audit-events").await.assert_status(403);
    }
}

#[tokio::test]
async fn people_come_with_a_password_and_roles_when_asked_for() {
    let app = TestApp::start().await;
    let account = app.account().await.id;
    app.account_user("grace@example.com")
        .login("grace")
        .display_name("Grace Hopper")
        .with_password()
        .role(Role::Auditor, Scope::Account(account))
        .insert()
        .await;
    let grace = app.signed_in("grace").await;
    grace.get("/api/v1/audit-events").await.assert_status(200);
}

#[tokio::test]
async fn pages_are_part_of_it_and_forms_are_checked_for_their_origin() {
    let app = TestApp::start().await;
    app.owner().await;
    let browser = app.browser();
    browser.get("/sign-in").await.assert_status(200);
    let fields = [("login", OWNER_EMAIL), ("password", PASSWORD)];
    let signed_in = browser.post_form("/sign-in", &fields).await;
    signed_in.assert_status(303);
    assert!(signed_in.headers().contains_key(header::SET_COOKIE));

    let elsewhere = browser
        .request(Method::POST, "/sign-in")
        .header("sec-fetch-site", "cross-site")
        .body(
            "application/x-www-form-urlencoded",
            "login=x&password=y".to_owned(),
        );
    elsewhere.send().await.assert_status(403);
}

#[tokio::test]
async fn server_functions_are_checked_for_their_origin_like_forms() {
    let app = TestApp::start().await;
    app.owner().await;
    let user = app.account_user("ada@example.com").insert().await;
    let owner = app.signed_in(OWNER_EMAIL).await;
    let arguments = serde_json::json!({ "user": user.id.to_string() });
    let url = "/ui/fn/send-welcome-email";
    for site in ["cross-site", "same-site"] {
        let elsewhere = owner.request(Method::POST, url).json(&arguments);
        let refused = elsewhere.header("sec-fetch-site", site).send().await;
        refused.assert_status(403);
    }
    assert!(app.mailbox("ada@example.com").is_empty());
    let ours = owner.post_json(url, arguments).await;
    ours.assert_status(200);
    assert_eq!(ours.json::<Value>()["status"], "queued");
    app.deliver_mail().await;
    let _link = app.mailbox("ada@example.com").only().password_link();
}

#[tokio::test]
async fn every_answer_carries_its_name_and_the_headers_that_hold_everywhere() {
    let app = TestApp::builder()
        .public_url("https://usher.example/")
        .start()
        .await;
    for path in [
        "/healthz",
        "/sign-in",
        "/api/v1/me",
        "/api/v1/nothing",
        "/nothing",
        "/v3/nothing",
    ] {
        let answer = app.anonymous().get(path).await;
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(
            answer.header("strict-transport-security").is_some(),
            "{path}"
        );
        assert!(
            answer
                .header("x-request-id")
                .is_some_and(|id| id.len() == 36),
            "{path}"
        );
    }
}
