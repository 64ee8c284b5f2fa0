//! Users, as IAM creates them.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{
    PASSWORD, TestResponse,
    usher_domain::{grants::Scope, role::Role},
};

use crate::otc_iam::{Iam, NOT_AUTHORIZED, TOO_LARGE, UNAUTHENTICATED, assert_is, token};

const CREATE: &str = "/v3.0/OS-USER/users";

impl Iam {
    async fn create(&self, members: &Value) -> TestResponse {
        let mut user = json!({"name": "ada", "domain_id": self.app.account().await.id.simple()});
        for (name, value) in members.as_object().expect("members") {
            user[name] = value.clone();
        }
        self.create_with(&json!({ "user": user }).to_string(), &self.token)
            .await
    }

    async fn create_with(&self, body: &str, token: &str) -> TestResponse {
        let request = self.caller.request(Method::POST, CREATE);
        let request = request.header("x-auth-token", token);
        request
            .body("application/json", body.to_owned())
            .send()
            .await
    }
}

#[tokio::test]
async fn a_user_is_created_and_welcomed_as_her_account_says() {
    let iam = Iam::start().await;
    let home = iam.app.account().await.clone();
    let members = json!({
        "email": "ada@example.com", "password": PASSWORD, "areacode": "0049",
        "phone": "15123456789", "description": "first", "access_mode": "default", "pwd_status": true,
    });
    let made = iam.create(&members).await;
    made.assert_status(201);
    let body: Value = made.json();
    let user = &body["user"];
    assert_eq!(
        (&user["name"], &user["domain_id"]),
        (&json!("ada"), &json!(home.id.simple()))
    );
    assert_eq!(
        (&user["areacode"], &user["phone"]),
        (&json!("0049"), &json!("15123456789"))
    );
    assert_eq!(
        (&user["enabled"], &user["status"]),
        (&json!(true), &Value::Null)
    );
    let at = user["create_time"].as_str().expect("an instant");
    assert!(at.len() == 26 && at.contains('T'), "{at}");
    iam.log_in("ada", json!(null)).await;
    iam.app.deliver_mail().await;
    assert!(
        iam.app.mailbox("ada@example.com").is_empty(),
        "the account does not welcome by itself"
    );

    let url = format!("/api/v1/accounts/{}", home.id);
    let setting = json!({"send_welcome_on_create": true});
    iam.owner.patch(&url, setting).await.assert_status(200);
    for (name, enabled, mails) in [("grace", true, 1), ("off", false, 0)] {
        let email = format!("{name}@example.com");
        let made = iam
            .create(&json!({"name": name, "email": email, "enabled": enabled}))
            .await;
        made.assert_status(201);
        assert_eq!(made.json::<Value>()["user"]["enabled"], json!(enabled));
        iam.app.deliver_mail().await;
        assert_eq!(iam.app.mailbox(&email).len(), mails, "{name}");
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_a_new_user_has_its_code() {
    let iam = Iam::start().await;
    iam.create(&json!({"name": "taken", "email": "taken@example.com"}))
        .await
        .assert_status(201);
    for (members, code, message) in [
        (
            json!({"name": ""}),
            "1100",
            "Mandatory parameters are not specified.",
        ),
        (
            json!({"domain_id": null}),
            "1100",
            "Mandatory parameters are not specified.",
        ),
        (json!({"name": "1ada"}), "1101", "Invalid username."),
        (json!({"name": "a da"}), "1101", "Invalid username."),
        (json!({"email": "ada"}), "1102", "Invalid email address."),
        (
            json!({"password": "x".repeat(1_025)}),
            "1103",
            "Incorrect password.",
        ),
        (
            json!({"areacode": "0049", "phone": "x"}),
            "1104",
            "Invalid mobile number.",
        ),
        (
            json!({"xuser_type": "TenantIdp", "xuser_id": "1"}),
            "1105",
            "The value of xuser_type must be the same as that of xdomain_type.",
        ),
        (
            json!({"phone": "1"}),
            "1106",
            "The country code and mobile number must be set at the same time.",
        ),
        (
            json!({"name": "Taken"}),
            "1109",
            "The username already exists.",
        ),
        (
            json!({"email": "TAKEN@example.com"}),
            "1110",
            "The email address has already been used.",
        ),
        (
            json!({"description": "x".repeat(256)}),
            "1117",
            "Invalid user description.",
        ),
        (
            json!({"password": "password"}),
            "1118",
            "The password is weak.",
        ),
        (json!({"access_mode": "x"}), "1120", "Invalid access_mode."),
        (json!({"name": 7}), "IAM.0011", "Request body is invalid."),
    ] {
        let body = format!(r#"{{"error_code":"{code}","error_msg":"{message}"}}"#);
        assert_is(&iam.create(&members).await, 400, &body);
    }
    for body in ["{", "[]", "{}"] {
        let answer = iam.create_with(body, &iam.token).await;
        let body = r#"{"error_code":"IAM.0011","error_msg":"Request body is invalid."}"#;
        assert_is(&answer, 400, body);
    }
    let empty = iam.create_with("", &iam.token).await;
    let body = r#"{"error_code":"IAM.1101","error_msg":"The request body size 0 is invalid."}"#;
    assert_is(&empty, 400, body);
    let large = iam
        .create_with(&"x".repeat(32 * 1024 + 1), &iam.token)
        .await;
    assert_is(&large, 413, TOO_LARGE);
}

#[tokio::test]
async fn only_who_may_creates_users_and_only_in_her_own_domain() {
    let iam = Iam::start().await;
    let other = iam.app.insert_account("Bletchley Park").await;
    let body = |domain: String| json!({"user": {"name": "ada", "domain_id": domain}}).to_string();
    let home = body(iam.app.account().await.id.simple());
    let auditor = token(&iam.owner, "auditor").await;
    assert_is(&iam.create_with(&home, &auditor).await, 403, NOT_AUTHORIZED);
    assert_is(&iam.create_with(&home, "x").await, 401, UNAUTHENTICATED);
    assert_is(&iam.create_with("{", "x").await, 401, UNAUTHENTICATED);
    let boss = iam
        .app
        .account_user("boss@example.com")
        .login("boss")
        .with_password();
    boss.role(Role::Owner, Scope::Installation).insert().await;
    let scoped = iam
        .log_in("boss", json!({"project": {"name": "eu-de"}}))
        .await;
    for domain in [other.id.simple(), "x".to_owned()] {
        let answer = iam.create_with(&body(domain), &scoped).await;
        assert_is(&answer, 403, NOT_AUTHORIZED);
    }
    iam.create_with(&home, &scoped).await.assert_status(201);
}
