//! IAM's welcome call: every documented status, to the byte.

use chrono::Duration;
use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestApp, TestResponse, usher_domain::role::Role};

pub(crate) struct Iam {
    pub(crate) app: TestApp,
    /// Manages everything through the native API.
    pub(crate) owner: Client,
    pub(crate) caller: Client,
    /// The API token of a security administrator.
    pub(crate) token: String,
}

impl Iam {
    pub(crate) async fn start() -> Self {
        let app = TestApp::start().await;
        let owner = app.api_token(Role::Owner, None).await;
        let caller = app.anonymous();
        let token = token(&owner, "security_admin").await;
        Self {
            app,
            owner,
            caller,
            token,
        }
    }

    async fn welcome(&self, user: &str) -> TestResponse {
        self.send(Method::POST, user, Some(&self.token)).await
    }

    async fn send(&self, method: Method, user: &str, token: Option<&str>) -> TestResponse {
        let url = format!("/v3.0/OS-USER/users/{user}/welcome");
        let mut request = self.caller.request(method, &url);
        if let Some(token) = token {
            request = request.header("x-auth-token", token);
        }
        request.send().await
    }

    /// A call with a token.
    pub(crate) async fn get(&self, url: &str, token: &str) -> TestResponse {
        let request = self.caller.request(Method::GET, url);
        request.header("x-auth-token", token).send().await
    }

    pub(crate) async fn user(&self, email: &str) -> String {
        self.app
            .account_user(email)
            .insert()
            .await
            .id
            .to_string()
            .replace('-', "")
    }
}

pub(crate) async fn token(owner: &Client, role: &str) -> String {
    let made = owner
        .post_json("/api/v1/api-tokens", json!({ "name": "iam", "role": role }))
        .await;
    let body: Value = made.json();
    body["token"].as_str().expect("a token").to_owned()
}

/// Requires the whole answer: status, media type, body, and the name of the request.
#[track_caller]
pub(crate) fn assert_is(answer: &TestResponse, status: u16, body: &str) {
    assert_eq!(
        (answer.status().as_u16(), answer.text().as_str()),
        (status, body)
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(
        answer
            .header("x-request-id")
            .is_some_and(|id| id.len() == 36)
    );
}

pub(crate) const UNAUTHENTICATED: &str = concat!(
    r#"{"error":{"code":401,"message":"The request you have made requires authentication.","#,
    r#""title":"Unauthorized"}}"#
);
const INVALID_USER: &str =
    r#"{"error":{"code":403,"message":"userId is invalid","title":"Forbidden"}}"#;
pub(crate) const NOT_AUTHORIZED: &str = concat!(
    r#"{"error":{"code":403,"message":"You are not authorized to perform the requested "#,
    r#"action.","title":"Forbidden"}}"#
);
pub(crate) const TOO_LARGE: &str =
    r#"{"error":{"code":413,"message":"Request body is too large.","title":"Payload Too Large"}}"#;
pub(crate) const NOT_FOUND: &str =
    r#"{"error":{"code":404,"message":"The resource could not be found.","title":"Not Found"}}"#;
pub(crate) const WRONG_METHOD: &str =
    r#"{"error":{"code":405,"message":"Method Not Allowed","title":"Method Not Allowed"}}"#;

#[tokio::test]
async fn every_call_sends_a_mail_with_a_link_of_its_own() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    for _ in 0..2 {
        assert_is(&iam.welcome(&ada).await, 200, r#"{"success":true}"#);
        iam.app.deliver_mail().await;
        iam.app.clock.advance(Duration::seconds(1));
    }
    let mailbox = iam.app.mailbox("ada@example.com");
    assert_eq!(mailbox.len(), 2);
    let link = mailbox.latest().password_link();
    let set = iam
        .caller
        .consume_link(&link, "three unrelated words, perhaps")
        .await;
    set.assert_status(204);
}

#[tokio::test]
async fn the_identifier_is_read_with_hyphens_too_and_any_small_body_is_ignored() {
    let iam = Iam::start().await;
    let ada = iam
        .app
        .account_user("ada@example.com")
        .insert()
        .await
        .id
        .to_string();
    let url = format!("/v3.0/OS-USER/users/{ada}/welcome");
    for (media_type, body) in [
        ("application/json", "{}"),
        ("application/json", "{"),
        ("text/plain", "\0"),
        ("x", "x"),
    ] {
        let request = iam
            .caller
            .request(Method::POST, &url)
            .header("x-auth-token", &iam.token);
        let answer = request.body(media_type, body.to_owned()).send().await;
        assert_is(&answer, 200, r#"{"success":true}"#);
    }
    iam.app.deliver_mail().await;
}

#[tokio::test]
async fn a_user_without_an_address_is_a_400() {
    let iam = Iam::start().await;
    let user = iam
        .app
        .account_user("ada@example.com")
        .without_email()
        .insert()
        .await;
    let answer = iam.welcome(&user.id.to_string()).await;
    let body = r#"{"error":{"code":400,"message":"User not bind email.","title":"Bad Request"}}"#;
    assert_is(&answer, 400, body);
}

#[tokio::test]
async fn a_missing_wrong_or_misplaced_credential_is_a_401() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    let long = "a".repeat(10_000);
    for token in [
        None,
        Some(""),
        Some(" "),
        Some("nope"),
        Some("ü"),
        Some(long.as_str()),
    ] {
        let answer = iam.send(Method::POST, &ada, token).await;
        assert_is(&answer, 401, UNAUTHENTICATED);
        assert_eq!(answer.header("www-authenticate"), Some("Keystone"));
    }
    // Neither the native API's way nor a session counts here.
    let admin = iam.app.admin().await;
    let url = format!("/v3.0/OS-USER/users/{ada}/welcome");
    assert_is(&iam.owner.post(&url).await, 401, UNAUTHENTICATED);
    assert_is(&admin.post(&url).await, 401, UNAUTHENTICATED);
    // Who asks is settled before what is asked for.
    assert_is(
        &iam.send(Method::POST, "nobody", None).await,
        401,
        UNAUTHENTICATED,
    );
}

#[tokio::test]
async fn an_unknown_malformed_or_foreign_user_is_a_403() {
    let iam = Iam::start().await;
    let long = "a".repeat(5_000);
    for user in [
        "",
        "1",
        "%00",
        "%FF",
        "%2E%2E",
        "%F0%9F%98%80",
        "0190a5b400007000800000000000dead",
        &long,
    ] {
        assert_is(&iam.welcome(user).await, 403, INVALID_USER);
    }
    let other = iam.app.insert_account("Bletchley Park").await;
    let grace = iam
        .app
        .account_user("grace@example.com")
        .in_account(other.id)
        .insert()
        .await;
    let home = iam.app.account().await.id.to_string();
    let body = json!({ "name": "iam", "role": "security_admin", "account_id": home });
    let made: Value = iam.owner.post_json("/api/v1/api-tokens", body).await.json();
    let stranger = made["token"].as_str();
    let answer = iam
        .send(Method::POST, &grace.id.to_string(), stranger)
        .await;
    assert_is(&answer, 403, INVALID_USER);
}

#[tokio::test]
async fn a_caller_without_the_permission_and_a_disabled_user_are_403s() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    let auditor = token(&iam.owner, "auditor").await;
    let answer = iam.send(Method::POST, &ada, Some(&auditor)).await;
    assert_is(&answer, 403, NOT_AUTHORIZED);

    let url = format!("/api/v1/users/{ada}");
    iam.owner
        .patch(&url, json!({ "enabled": false }))
        .await
        .assert_status(200);
    let body = format!(
        r#"{{"error":{{"code":403,"message":"The user {ada} is disabled.","title":"Forbidden"}}}}"#
    );
    assert_is(&iam.welcome(&ada).await, 403, &body);
}

#[tokio::test]
async fn what_does_not_exist_is_a_404() {
    let iam = Iam::start().await;
    for path in [
        "/v3/nothing",
        "/v3//",
        "/v3/Users",
        "/v3/users/1/nothing",
        "/v3.0",
        "/v3.0/",
        "/v3.0/%00",
        "/v3.0/%FF",
        "/v3.0//",
        "/v3.0/OS-USER",
        "/v3.0/users",
        "/v3.0/OS-USER/users/1/welcome/",
        "/v3.0/os-user/users/1/welcome",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let request = iam
                .caller
                .request(method, path)
                .header("x-auth-token", &iam.token);
            assert_is(&request.send().await, 404, NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn another_method_is_a_405() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    for method in [
        Method::GET,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ] {
        for token in [None, Some(iam.token.as_str())] {
            let answer = iam.send(method.clone(), &ada, token).await;
            assert_is(&answer, 405, WRONG_METHOD);
            assert_eq!(answer.header("allow"), Some("POST"), "{method}");
        }
    }
}

#[tokio::test]
async fn a_large_body_is_a_413() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    let request = iam
        .caller
        .request(Method::POST, &format!("/v3.0/OS-USER/users/{ada}/welcome"));
    let request = request.header("x-auth-token", &iam.token);
    let answer = request
        .body("application/json", "x".repeat(32 * 1024 + 1))
        .send()
        .await;
    assert_is(&answer, 413, TOO_LARGE);
    iam.app.deliver_mail().await;
    assert!(iam.app.mailbox("ada@example.com").is_empty());
}

/// What a refusal says about coming back.
#[track_caller]
fn comes_back_within_the_hour(answer: &TestResponse) {
    let wait = answer
        .header("retry-after")
        .and_then(|wait| wait.parse::<u64>().ok());
    let within = wait.is_some_and(|seconds| (1..=3_600).contains(&seconds));
    assert!(within, "{wait:?}");
}

#[tokio::test]
async fn too_many_mails_to_one_person_are_no_429_that_a_client_sleeps_through() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    for _ in 0..20 {
        iam.welcome(&ada).await.assert_status(200);
    }
    let body = concat!(
        r#"{"error":{"code":403,"message":"The throttling threshold has been reached.","#,
        r#""title":"Forbidden"}}"#
    );
    let answer = iam.welcome(&ada).await;
    assert_is(&answer, 403, body);
    comes_back_within_the_hour(&answer);
    iam.app.deliver_mail().await;
}

#[tokio::test]
async fn only_the_limit_of_the_account_is_a_429_and_it_says_when_to_come_back() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    let account = iam.app.account().await.id;
    let limit = json!({ "welcome_emails_per_hour": 1 });
    let url = format!("/api/v1/accounts/{account}");
    iam.owner.patch(&url, limit).await.assert_status(200);
    iam.welcome(&ada).await.assert_status(200);
    let body = concat!(
        r#"{"error":{"code":429,"message":"The throttling threshold has been reached.","#,
        r#""title":"Too Many Requests"}}"#
    );
    let answer = iam.welcome(&ada).await;
    assert_is(&answer, 429, body);
    comes_back_within_the_hour(&answer);
    iam.app.deliver_mail().await;
}

#[tokio::test]
async fn a_failure_of_ours_is_a_500_that_tells_nothing() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    iam.app
        .database
        .revert_all_migrations()
        .await
        .expect("every table goes");
    let body = concat!(
        r#"{"error":{"code":500,"message":"An unexpected error prevented the server from "#,
        r#"fulfilling your request.","title":"Internal Server Error"}}"#
    );
    assert_is(&iam.welcome(&ada).await, 500, body);
    let native = iam.owner.get("/api/v1/me").await.problem();
    assert_eq!((native.status, native.code.as_str()), (500, "internal"));
}
