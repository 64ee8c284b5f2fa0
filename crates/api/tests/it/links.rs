//! Password links and sign-in: what is refused, and what a refusal tells.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{
    Client, PASSWORD, PasswordLink, TestApp, on_both_databases, usher_domain::role::Role,
};

use crate::story::{NEW_PASSWORD, ada};

async fn link_to_ada(app: &TestApp, owner: &Client) -> PasswordLink {
    let ada = ada(owner).await;
    owner
        .post(&format!("{ada}/welcome-emails"))
        .await
        .assert_status(202);
    app.deliver_mail().await;
    app.mailbox("ada@example.com").only().password_link()
}

#[tokio::test]
async fn a_password_that_is_refused_leaves_the_link_open() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let link = link_to_ada(&app, &owner).await;
    let anyone = app.anonymous();
    for (password, code) in [
        ("", "weak_password"),
        ("short", "weak_password"),
        ("passwordpassword", "weak_password"),
        (&"a".repeat(50_000), "invalid_field"),
    ] {
        let refused = anyone.consume_link(&link, password).await.problem();
        assert_eq!(
            (refused.status, refused.code.as_str()),
            (422, code),
            "{password:.20}"
        );
    }
    anyone
        .consume_link(&link, NEW_PASSWORD)
        .await
        .assert_status(204);
}

#[tokio::test]
async fn a_token_that_is_no_link_is_void_and_cannot_be_renewed() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let link = link_to_ada(&app, &owner).await;
    let forged = format!("{}A", &link.token()[..link.token().len() - 1]);
    let anyone = app.anonymous();
    for token in ["", "x", "\0", "../..", "ü", &forged, &"a".repeat(60_000)] {
        let body = json!({ "token": token });
        let inspected = anyone
            .post_json("/api/v1/password-links/inspect", body.clone())
            .await;
        inspected.assert_status(200);
        let state: Value = inspected.json();
        assert_eq!(
            (&state["state"], &state["login"]),
            (&json!("void"), &Value::Null)
        );
        let renewed = anyone.post_json("/api/v1/password-links/renew", body).await;
        assert_eq!(renewed.problem().code, "link_void");
        let body = json!({ "token": token, "password": NEW_PASSWORD });
        let consumed = anyone
            .post_json("/api/v1/password-links/consume", body)
            .await;
        assert_eq!(consumed.problem().code, "link_void");
    }
}

#[tokio::test]
async fn a_revealed_link_works_until_it_is_revoked() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let ada = ada(&owner).await;
    let reveal = format!("{ada}/password-links/reveal");
    owner
        .post(&format!("{ada}/welcome-emails"))
        .await
        .assert_status(202);
    app.deliver_mail().await;
    let link = app.mailbox("ada@example.com").only().password_link();
    for body in [None, Some("null"), Some("{}")] {
        let mut request = owner.request(Method::POST, &reveal);
        if let Some(body) = body {
            request = request.body("application/json", body.to_owned());
        }
        let revealed = request.send().await;
        revealed.assert_status(200);
        assert_eq!(revealed.json::<Value>()["url"], link.as_str());
    }
    owner
        .post(&format!("{ada}/password-links/revoke"))
        .await
        .assert_status(204);
    let refused = app
        .anonymous()
        .consume_link(&link, NEW_PASSWORD)
        .await
        .problem();
    assert_eq!((refused.status, refused.code.as_str()), (410, "link_void"));
    assert_eq!(owner.post(&reveal).await.problem().code, "no_open_link");

    // A person is asked for her own password; a wrong one does not end her session.
    let admin = app.admin().await;
    let asked = admin.post(&reveal).await;
    assert_eq!(asked.problem().code, "invalid_field");
    let wrong = admin
        .post_json(&reveal, json!({ "password": "not mine, I fear" }))
        .await;
    assert_eq!(wrong.problem().status, 422);
    let right = admin
        .post_json(&reveal, json!({ "password": PASSWORD }))
        .await;
    assert_eq!(right.problem().code, "no_open_link");
}

on_both_databases! {
    async fn signing_in_tells_nobody_which_part_is_wrong(app) {
        app.account_user("ada@example.com")
            .with_password()
            .insert()
            .await;
        let long = "a".repeat(60_000);
        let mut answers = Vec::new();
        for (login, password, account) in [
            ("ada@example.com", "wrong", None),
            ("nobody@example.com", PASSWORD, None),
            ("ada@example.com", PASSWORD, Some("Nowhere")),
            ("a\0b", PASSWORD, Some("\0")),
            ("", "", None),
            ("ada@example.com", long.as_str(), None),
        ] {
            let body = json!({ "login": login, "password": password, "account": account });
            let answer = app.anonymous().post_json("/api/v1/sessions", body).await;
            assert!(answer.header("set-cookie").is_none());
            answers.push(answer.problem().to_string());
        }
        answers.dedup();
        assert_eq!(
            answers,
            ["401 sign_in_failed: Login, password or account is wrong. Which one is not told."]
        );
    }
}
