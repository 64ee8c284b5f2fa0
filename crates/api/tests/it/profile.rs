//! One's own profile, as the page "my account" changes it.

use serde_json::{Value, json};
use usher_test_support::{PASSWORD, TestApp, usher_domain::role::Role};

const URL: &str = "/api/v1/me";

#[tokio::test]
async fn a_user_changes_her_own_profile() {
    let app = TestApp::start().await;
    app.account_user("ada@example.com")
        .with_password()
        .insert()
        .await;
    let ada = app.signed_in("ada@example.com").await;
    let body = json!({ "display_name": "Ada King", "locale": "ar", "phone": "+49 228 1" });
    let me = ada.patch(URL, body).await;
    me.assert_status(200);
    let me: Value = me.json();
    assert_eq!(me["user"]["display_name"], "Ada King");
    assert_eq!(
        (&me["locale"], &me["user"]["phone"]),
        (&json!("ar"), &json!("+49 228 1"))
    );
    assert_eq!(me, ada.get(URL).await.json::<Value>());
    let me: Value = ada
        .patch(URL, json!({ "locale": "", "phone": " " }))
        .await
        .json();
    assert_eq!(
        (&me["locale"], &me["user"]["phone"]),
        (&Value::Null, &Value::Null)
    );

    let wrong = json!({ "display_name": " ", "locale": "!", "email": "nobody", "phone": "x" });
    let answer = ada.patch(URL, wrong).await;
    answer.assert_status(422);
    let body: Value = answer.json();
    let codes = body["errors"].as_array().expect("errors").iter();
    let codes: Vec<_> = codes
        .map(|error| error["code"].as_str().expect("a code"))
        .collect();
    assert_eq!(
        codes,
        [
            "empty",
            "invalid_language",
            "invalid_character",
            "invalid_address"
        ]
    );
}

#[tokio::test]
async fn her_address_takes_her_password_and_no_token_takes_her_place() {
    let app = TestApp::start().await;
    app.account_user("ada@example.com")
        .with_password()
        .insert()
        .await;
    app.account_user("grace@example.com").insert().await;
    let ada = app.signed_in("ada@example.com").await;
    for (current, code) in [
        (None, "required"),
        (Some(""), "required"),
        (Some("not mine"), "wrong"),
    ] {
        let mut body = json!({ "email": "moved@example.com" });
        if let Some(current) = current {
            body["current_password"] = json!(current);
        }
        let answer = ada.patch(URL, body).await;
        assert_eq!(answer.problem().code, "invalid_field");
        let body: Value = answer.json();
        assert_eq!(body["errors"][0]["field"], "current_password");
        assert_eq!(body["errors"][0]["code"], code);
    }
    let taken = json!({ "email": "grace@example.com", "current_password": PASSWORD });
    assert_eq!(ada.patch(URL, taken).await.problem().code, "email_taken");
    let moved = json!({ "email": "moved@example.com", "current_password": PASSWORD });
    let me: Value = ada.patch(URL, moved).await.json();
    assert_eq!(me["user"]["email"], "moved@example.com");

    let minted: Value = ada.post("/api/v1/access-tokens").await.json();
    let bearer = minted["access_token"].as_str().expect("a token");
    let robot = app.api_token(Role::Owner, None).await;
    for deputy in [app.anonymous().with_bearer(bearer), robot] {
        let answer = deputy.patch(URL, json!({ "display_name": "X" })).await;
        assert_eq!(answer.problem().code, "forbidden");
    }
}
