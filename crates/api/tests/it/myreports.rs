//! MyReports' activation email: every status of its page, to the byte; and its token endpoint.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestApp, TestResponse, usher_domain::role::Role};

struct MyReports {
    app: TestApp,
    /// Manages everything through the native API.
    owner: Client,
    /// Sends within the first account.
    caller: Client,
    tenant: String,
}

impl MyReports {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let owner = app.api_token(Role::Owner, None).await;
        let account = app.account().await.id;
        let caller = app.api_token(Role::UserAdmin, Some(account)).await;
        Self {
            app,
            owner,
            caller,
            tenant: account.to_string(),
        }
    }

    async fn user(&self, email: &str) -> String {
        let user = self.app.account_user(email).insert().await;
        user.id.to_string()
    }

    async fn send(&self, caller: &Client, tenant: &str, user: &str) -> TestResponse {
        caller.post(&path(tenant, user)).await
    }
}

fn path(tenant: &str, user: &str) -> String {
    format!("/api/v1.0/customers/{tenant}/users/{user}/sendActivationEmail")
}

/// Requires an error in its envelope, in exactly its order, at an instant with seven digits.
#[track_caller]
fn assert_error(answer: &TestResponse, status: u16, inner: &str) {
    assert_eq!(answer.status().as_u16(), status);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    let body: Value = answer.json();
    let at = body["timestamp"].as_str().expect("an instant");
    assert_eq!((at.len(), &at[27..]), (28, "Z"), "{at}");
    let expected = format!(r#"{{"error":{status},{inner},"status":"error","timestamp":"{at}"}}"#);
    assert_eq!(answer.text(), expected);
}

const MISSING: &str = r#""message":"Not Found""#;
const NOT_PRIMARY: &str =
    r#""errorCode":"TenantNotPrimary","message":"This is not the primary tenant for this User.""#;

#[tokio::test]
async fn every_call_sends_a_mail_under_both_prefixes() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let path = path(&world.tenant, &ada);
    for path in [path.as_str(), path.trim_start_matches("/api")] {
        let answer = world.caller.post(path).await;
        answer.assert_status(204);
        assert!(answer.bytes().is_empty());
        assert_eq!(answer.header("content-type"), None);
        world.app.deliver_mail().await;
    }
    let mailbox = world.app.mailbox("ada@example.com");
    assert_eq!(mailbox.len(), 2);
    let link = mailbox.latest().password_link();
    let set = world.app.anonymous();
    let set = set
        .consume_link(&link, "three unrelated words, perhaps")
        .await;
    set.assert_status(204);
}

#[tokio::test]
async fn without_a_good_token_there_is_an_empty_401_before_anything_else() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let admin = world.app.admin().await;
    let wrong = world.app.anonymous().with_bearer("wrong");
    for caller in [&world.app.anonymous(), &wrong, &admin] {
        for tenant in [world.tenant.as_str(), "malformed"] {
            let answer = world.send(caller, tenant, &ada).await;
            answer.assert_status(401);
            assert!(answer.bytes().is_empty());
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }
}

#[tokio::test]
async fn a_tenant_id_of_another_form_is_named() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let one_too_long = format!("{}0", world.tenant);
    let answer = world.send(&world.caller, &one_too_long, &ada).await;
    let message = format!(r#""message":"The value '{one_too_long}' is not valid.""#);
    assert_error(&answer, 400, &message);
    assert_eq!(answer.bytes().len(), 149);
    for (sent, told) in [("1", "1"), ("%22%7D", "\\\"}"), ("%C3%BC", "ü")] {
        let answer = world.send(&world.caller, sent, &ada).await;
        let message = format!(r#""message":"The value '{told}' is not valid.""#);
        assert_error(&answer, 400, &message);
    }
}

#[tokio::test]
async fn who_is_not_there_or_not_visible_is_a_404_of_95_bytes() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let other = world.app.insert_account("Bletchley Park").await;
    let grace = world.app.account_user("grace@example.com");
    let grace = grace.in_account(other.id).insert().await.id.to_string();
    let nobody = "00000000-0000-0000-0000-000000000000";
    for (tenant, user) in [
        (world.tenant.as_str(), nobody),
        (nobody, ada.as_str()),
        (&world.tenant, "malformed"),
        (&world.tenant, &grace),
        (&other.id.to_string(), &grace),
        (&other.id.to_string(), &ada),
    ] {
        let answer = world.send(&world.caller, tenant, user).await;
        assert_error(&answer, 404, MISSING);
        assert_eq!(answer.bytes().len(), 95, "{tenant} {user}");
    }
}

#[tokio::test]
async fn another_tenant_of_the_user_is_not_her_primary_one() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let other = world.app.insert_account("Bletchley Park").await;
    let joined = format!("/api/v1/accounts/{}/members/{ada}", other.id);
    let joined = world.owner.put(&joined, json!({})).await;
    joined.assert_status(204);
    let there = world.app.api_token(Role::UserAdmin, Some(other.id)).await;
    for caller in [&world.owner, &there] {
        let answer = world.send(caller, &other.id.to_string(), &ada).await;
        assert_error(&answer, 400, NOT_PRIMARY);
        assert_eq!(answer.bytes().len(), 162);
    }
    // Whoever may not see that tenant does not learn who is in it.
    let here = world.app.account().await.id;
    let here = world.app.api_token(Role::UserAdmin, Some(here)).await;
    let answer = world.send(&here, &other.id.to_string(), &ada).await;
    answer.assert_status(404);
    // Nor, whoever may not see her primary tenant, that it is that.
    let answer = world.send(&there, &world.tenant, &ada).await;
    answer.assert_status(404);
    world.app.deliver_mail().await;
    assert!(world.app.mailbox("ada@example.com").is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_in_its_envelope() {
    let world = MyReports::start().await;
    let silent = world.app.account_user("ada@example.com").without_email();
    let silent = silent.insert().await.id.to_string();
    let answer = world.send(&world.caller, &world.tenant, &silent).await;
    let none = r#""errorCode":"EmailNotSet","message":"This User has no email address.""#;
    assert_error(&answer, 400, none);

    let grace = world.user("grace@example.com").await;
    let disabled = json!({ "enabled": false });
    let grace_url = format!("/api/v1/users/{grace}");
    let patched = world.owner.patch(&grace_url, disabled).await;
    patched.assert_status(200);
    let answer = world.send(&world.caller, &world.tenant, &grace).await;
    let disabled = r#""errorCode":"UserDisabled","message":"This User is disabled.""#;
    assert_error(&answer, 400, disabled);

    let auditor = world.app.api_token(Role::Auditor, None).await;
    let emmy = world.user("emmy@example.com").await;
    let answer = world.send(&auditor, &world.tenant, &emmy).await;
    assert_error(&answer, 403, r#""message":"Forbidden""#);
}

#[tokio::test]
async fn wrong_paths_and_methods_and_large_bodies_are_told_in_its_words() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let path = path(&world.tenant, &ada);
    let get = world.caller.get(&path).await;
    assert_error(&get, 405, r#""message":"Method Not Allowed""#);
    assert_eq!(get.header("allow"), Some("POST"));
    for nowhere in ["/v1.0", "/v1.0/", "/api/v1.0/customers", "/api/v1.0/"] {
        assert_error(&world.caller.post(nowhere).await, 404, MISSING);
    }
    let large = world.caller.request(Method::POST, &path);
    let large = large.body("text/plain", vec![b'x'; 40_000]).send().await;
    assert_error(&large, 413, r#""message":"Payload Too Large""#);
}

#[tokio::test]
async fn a_new_user_is_activated_when_the_customer_is_set_so() {
    let world = MyReports::start().await;
    let users = format!("/api/v1.0/customers/{}/users", world.tenant);
    let body =
        |email: &str| json!({ "email": email, "displayName": "Ada", "roles": ["admin.user"] });
    for (email, automatic) in [("ada@example.com", true), ("grace@example.com", false)] {
        let setting = json!({ "send_welcome_on_create": automatic });
        let account = format!("/api/v1/accounts/{}", world.tenant);
        world
            .owner
            .patch(&account, setting)
            .await
            .assert_status(200);
        let made = world.caller.post_json(&users, body(email)).await;
        made.assert_status(201);
        let told: Value = made.json();
        let id = told["data"]["id"].as_str().expect("an id");
        assert_eq!(
            made.header("location"),
            Some(format!("{users}/{id}").as_str())
        );
        assert_eq!(
            told["data"]["roles"],
            json!(["customer.user"]),
            "no other is given"
        );
        world.app.deliver_mail().await;
        assert_eq!(world.app.mailbox(email).len(), usize::from(automatic));
    }
    let again = world
        .caller
        .post_json(&users, body("ada@example.com"))
        .await;
    assert_error(&again, 409, r#""message":"Conflict""#);
    let nobody = world
        .caller
        .post_json(&users, json!({ "displayName": "Ada" }))
        .await;
    assert_error(
        &nobody,
        400,
        r#""message":"The field 'email' is not valid.""#,
    );
    let broken = world.caller.request(Method::POST, &users);
    let broken = broken.body("application/json", "{").send().await;
    assert_error(
        &broken,
        400,
        r#""message":"The request body is not valid.""#,
    );
}

#[tokio::test]
async fn client_credentials_become_a_token_that_ends_with_the_key() {
    let world = MyReports::start().await;
    let ada = world.user("ada@example.com").await;
    let key = json!({ "name": "crm", "role": "user_admin", "account_id": world.tenant });
    let made = world.owner.post_json("/api/v1/access-keys", key).await;
    made.assert_status(201);
    let key: Value = made.json();
    let text = |name: &str| key[name].as_str().expect(name).to_owned();
    let (id, secret) = (text("access_key"), text("secret"));
    let anonymous = world.app.anonymous();
    let ask = |kind: &'static str, secret: String| {
        let (anonymous, id) = (&anonymous, id.clone());
        async move {
            let form = [
                ("grant_type", kind),
                ("client_id", id.as_str()),
                ("client_secret", secret.as_str()),
            ];
            anonymous.post_form("/connect/token", &form).await
        }
    };
    let granted = ask("client_credentials", secret.clone()).await;
    granted.assert_status(200);
    assert_eq!(granted.header("cache-control"), Some("no-store"));
    let granted: Value = granted.json();
    assert_eq!(granted["token_type"], "Bearer");
    let token = granted["access_token"].as_str().expect("a token");
    let program = world.app.anonymous().with_bearer(token);
    world
        .send(&program, &world.tenant, &ada)
        .await
        .assert_status(204);

    let refused = ask("client_credentials", format!("{secret}x")).await;
    refused.assert_status(401);
    assert_eq!(refused.text(), r#"{"error":"invalid_client"}"#);
    assert_eq!(refused.header("www-authenticate"), Some("Basic"));
    let other = ask("authorization_code", secret.clone()).await;
    other.assert_status(400);
    assert_eq!(other.text(), r#"{"error":"unsupported_grant_type"}"#);
    let none = anonymous.post("/connect/token").await;
    none.assert_status(400);
    assert_eq!(none.text(), r#"{"error":"invalid_request"}"#);

    let revoked = world
        .owner
        .delete(&format!("/api/v1/access-keys/{}", text("id")))
        .await;
    revoked.assert_status(204);
    world
        .send(&program, &world.tenant, &ada)
        .await
        .assert_status(401);
}
