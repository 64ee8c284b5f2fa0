//! IAM's tokens: asked for, used, shown and revoked.

use chrono::Duration;
use http::Method;
use serde_json::{Value, json};
use usher_test_support::{
    Client, PASSWORD, TestResponse,
    usher_domain::{account_user::AccountUser, grants::Scope, role::Role},
};

use crate::otc_iam::{
    Iam, NOT_AUTHORIZED, NOT_FOUND, TOO_LARGE, UNAUTHENTICATED, WRONG_METHOD, assert_is,
};

const ACCOUNT: &str = "Analytical Engines";
const MALFORMED: &str =
    r#"{"error":{"code":400,"message":"The request body is invalid","title":"Bad Request"}}"#;
const WRONG: &str = concat!(
    r#"{"error":{"code":401,"message":"The username or password is wrong.","#,
    r#""title":"Unauthorized"}}"#
);
const LOCKED: &str = r#"{"error":{"code":401,"message":"Account locked.","title":"Unauthorized"}}"#;
const NO_SUBJECT: &str = concat!(
    r#"{"error":{"code":400,"message":"X-Subject-Token is invalid in the request.","#,
    r#""title":"Bad Request"}}"#
);
const UNKNOWN: &str =
    r#"{"error":{"code":404,"message":"Could not find token.","title":"Not Found"}}"#;

/// What a client sends for a user of the usual account.
pub(crate) fn request(login: &str, password: &str, scope: Value) -> Value {
    let user = json!({"name": login, "password": password, "domain": {"name": ACCOUNT}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let mut auth = json!({ "identity": identity });
    if !scope.is_null() {
        auth["scope"] = scope;
    }
    json!({ "auth": auth })
}

impl Iam {
    /// Somebody who looks after the usual account.
    pub(crate) async fn admin(&self, login: &str, role: Role) -> AccountUser {
        let home = Scope::Account(self.app.account().await.id);
        let ada = self
            .app
            .account_user(&format!("{login}@example.com"))
            .login(login);
        ada.with_password().role(role, home).insert().await
    }

    pub(crate) async fn ask(&self, body: &Value) -> TestResponse {
        self.caller.post_json("/v3/auth/tokens", body.clone()).await
    }

    /// A token of a user of the usual account.
    pub(crate) async fn log_in(&self, login: &str, scope: Value) -> String {
        let answer = self.ask(&request(login, PASSWORD, scope)).await;
        answer.assert_status(201);
        answer
            .header("x-subject-token")
            .expect("a token")
            .to_owned()
    }

    async fn about(&self, method: Method, token: &str, subject: &str) -> TestResponse {
        let request = self.caller.request(method, "/v3/auth/tokens");
        let request = request.header("x-auth-token", token);
        request.header("x-subject-token", subject).send().await
    }
}

async fn text(client: &Client, body: &str) -> TestResponse {
    let request = client.request(Method::POST, "/v3/auth/tokens");
    request
        .body("application/json", body.to_owned())
        .send()
        .await
}

#[tokio::test]
async fn a_token_says_what_it_is_good_for() {
    let iam = Iam::start().await;
    let ada = iam.admin("ada", Role::SecurityAdmin).await;
    let account = iam.app.account().await.clone();
    let domain = json!({"id": account.id.simple(), "name": ACCOUNT});
    let project = json!({"id": account.project_id.simple(), "name": "eu-de", "domain": domain});
    let by_project = json!({"project": {"name": "eu-de"}});
    let both = json!({"project": {"id": account.project_id.simple()}, "domain": {"name": "x"}});
    for (scope, member, expected) in [
        (by_project, "project", &project),
        (both, "project", &project),
        (json!({"domain": {"name": ACCOUNT}}), "domain", &domain),
        (
            json!({"domain": {"id": account.id.simple()}}),
            "domain",
            &domain,
        ),
        (json!(null), "domain", &domain),
    ] {
        let answer = iam.ask(&request("ada", PASSWORD, scope.clone())).await;
        answer.assert_status(201);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let body: Value = answer.json();
        let token = &body["token"];
        assert_eq!(&token[member], expected, "{scope}");
        let other = if member == "domain" {
            "project"
        } else {
            "domain"
        };
        assert_eq!(token[other], Value::Null);
        assert_eq!(token["methods"], json!(["password"]));
        assert_eq!(token["roles"], json!([{"id": "0", "name": "secu_admin"}]));
        let user = json!({
            "id": ada.id.simple(), "name": "ada", "password_expires_at": "", "domain": domain,
        });
        assert_eq!(token["user"], user);
        assert_eq!(token["catalog"][0]["type"], "identity");
        for instant in ["issued_at", "expires_at"] {
            let at = token[instant].as_str().expect("an instant");
            assert_eq!((at.len(), at.ends_with('Z')), (27, true), "{at}");
        }
    }
    let by_id = json!({"auth": {"identity": {"methods": ["password"], "password": {
        "user": {"id": ada.id.simple(), "password": PASSWORD},
    }}}});
    iam.ask(&by_id).await.assert_status(201);
}

#[tokio::test]
async fn the_catalogue_is_left_out_on_request() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::Auditor).await;
    let body = request("ada", PASSWORD, json!(null));
    for (query, told) in [("", true), ("?nocatalog=", true), ("?nocatalog=0", false)] {
        let url = format!("/v3/auth/tokens{query}");
        let answer: Value = iam.caller.post_json(&url, body.clone()).await.json();
        assert_eq!(answer["token"].get("catalog").is_some(), told, "{query}");
    }
}

#[tokio::test]
async fn its_holder_sends_welcome_emails_within_its_scope() {
    let iam = Iam::start().await;
    let ada = iam.user("ada@example.com").await;
    let other = iam.app.insert_account("Bletchley Park").await;
    let foreign = iam
        .app
        .account_user("grace@example.com")
        .in_account(other.id);
    let foreign = foreign.insert().await.id.simple();
    let boss = iam
        .app
        .account_user("boss@example.com")
        .login("boss")
        .with_password();
    boss.role(Role::Owner, Scope::Installation).insert().await;
    let project = json!({"project": {"name": "eu-de"}});
    for (scope, reaches) in [(json!(null), true), (project, false)] {
        let token = iam.log_in("boss", scope).await;
        for (user, sent) in [(&ada, true), (&foreign, reaches)] {
            let url = format!("/v3.0/OS-USER/users/{user}/welcome");
            let request = iam.caller.request(Method::POST, &url);
            let answer = request.header("x-auth-token", &token).send().await;
            assert_eq!(
                answer.status().as_u16(),
                if sent { 200 } else { 403 },
                "{user}"
            );
        }
    }
    iam.app.deliver_mail().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_a_400_and_what_is_too_large_a_413() {
    let iam = Iam::start().await;
    for body in [
        "",
        "{",
        "[]",
        "null",
        r#"{"auth":{}}"#,
        r#"{"auth":{"identity":{"methods":[]}}}"#,
        r#"{"auth":{"identity":{"methods":["password"]}}}"#,
    ] {
        assert_is(&text(&iam.caller, body).await, 400, MALFORMED);
    }
    let large = format!(r#"{{"auth":"{}"}}"#, "x".repeat(32 * 1024));
    assert_is(&text(&iam.caller, &large).await, 413, TOO_LARGE);
    // Other methods than the password are not served.
    let token = r#"{"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}}"#;
    assert_is(&text(&iam.caller, token).await, 401, UNAUTHENTICATED);
    // No client is asked for a media type.
    let request = iam.caller.request(Method::POST, "/v3/auth/tokens");
    assert_is(
        &request.body("text/plain", "{").send().await,
        400,
        MALFORMED,
    );
}

#[tokio::test]
async fn whatever_is_wrong_about_the_user_is_the_same_401() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    iam.user("pending@example.com").await;
    let mut elsewhere = request("ada", PASSWORD, json!(null));
    elsewhere["auth"]["identity"]["password"]["user"]["domain"] = json!({"name": "Nowhere"});
    for body in [
        request("ada", "wrong", json!(null)),
        request("nobody", PASSWORD, json!(null)),
        request("pending@example.com", PASSWORD, json!(null)),
        request("ada", &"x".repeat(2_000), json!(null)),
        request("ada", "wrong", json!({"project": {"name": "nowhere"}})),
        elsewhere,
    ] {
        let answer = iam.ask(&body).await;
        assert_is(&answer, 401, WRONG);
        assert_eq!(answer.header("www-authenticate"), Some("Keystone"));
        assert_eq!(answer.header("x-subject-token"), None);
    }
    // Who has proved who she is, is told that it was not that.
    let nowhere = json!({"project": {"name": "nowhere"}});
    let answer = iam.ask(&request("ada", PASSWORD, nowhere)).await;
    assert_is(&answer, 401, UNAUTHENTICATED);
}

#[tokio::test]
async fn guessing_locks_the_account_for_a_while() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    for _ in 0..10 {
        let answer = iam.ask(&request("ada", "wrong", json!(null))).await;
        assert_is(&answer, 401, WRONG);
    }
    let answer = iam.ask(&request("ada", PASSWORD, json!(null))).await;
    assert_is(&answer, 401, LOCKED);
    assert_eq!(answer.header("retry-after"), Some("300"));
    iam.app.clock.advance(Duration::minutes(5));
    iam.log_in("ada", json!(null)).await;
}

#[tokio::test]
async fn a_token_is_shown_looked_at_and_revoked() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    let token = iam
        .log_in("ada", json!({"domain": {"name": ACCOUNT}}))
        .await;
    let shown = iam.about(Method::GET, &token, &token).await;
    shown.assert_status(200);
    assert_eq!(shown.header("x-subject-token"), Some(token.as_str()));
    assert_eq!(shown.json::<Value>()["token"]["domain"]["name"], ACCOUNT);
    let looked_at = iam.about(Method::HEAD, &token, &token).await;
    looked_at.assert_status(200);
    assert!(looked_at.bytes().is_empty());

    let revoked = iam.about(Method::DELETE, &token, &token).await;
    revoked.assert_status(204);
    assert!(revoked.bytes().is_empty());
    for method in [Method::GET, Method::DELETE] {
        let answer = iam.about(method, &token, &token).await;
        assert_is(&answer, 401, UNAUTHENTICATED);
    }
    let another = iam.log_in("ada", json!(null)).await;
    for method in [Method::GET, Method::DELETE] {
        let answer = iam.about(method, &another, &token).await;
        assert_is(&answer, 404, UNKNOWN);
    }
    for status in [(&another, &token, 404), (&token, &another, 401)] {
        let answer = iam.about(Method::HEAD, status.0, status.1).await;
        answer.assert_status(status.2);
        assert!(answer.bytes().is_empty() && answer.header("x-request-id").is_some());
    }
}

#[tokio::test]
async fn only_its_user_and_her_administrators_see_a_token() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    iam.admin("eve", Role::UserAdmin).await;
    let (ada, eve) = (
        iam.log_in("ada", json!(null)).await,
        iam.log_in("eve", json!(null)).await,
    );
    for method in [Method::GET, Method::DELETE] {
        assert_is(&iam.about(method, &eve, &ada).await, 403, NOT_AUTHORIZED);
    }
    iam.about(Method::GET, &ada, &eve).await.assert_status(200);
    // An API token is nothing that could be shown here, whosever it is.
    assert_is(
        &iam.about(Method::GET, &iam.token, &iam.token).await,
        404,
        UNKNOWN,
    );
    for subject in ["", " "] {
        assert_is(
            &iam.about(Method::GET, &ada, subject).await,
            400,
            NO_SUBJECT,
        );
    }
    assert_is(&iam.get("/v3/auth/tokens", &ada).await, 400, NO_SUBJECT);
    assert_is(&iam.get("/v3/auth/tokens/x", &ada).await, 404, NOT_FOUND);
    let request = iam.caller.request(Method::PATCH, "/v3/auth/tokens");
    assert_is(&request.send().await, 405, WRONG_METHOD);
}

#[tokio::test]
async fn a_cookie_is_no_token_and_a_token_no_cookie_or_bearer() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    let token = iam.log_in("ada", json!(null)).await;
    let cookie = format!("usher_session={token}");
    let with = |name, value: &str| {
        iam.caller
            .request(Method::GET, "/api/v1/me")
            .header(name, value)
    };
    with("cookie", &cookie).send().await.assert_status(401);
    let bearer = format!("Bearer {token}");
    with("authorization", &bearer)
        .send()
        .await
        .assert_status(401);
    with("x-auth-token", &token).send().await.assert_status(401);

    let sign_in = json!({"login": "ada", "password": PASSWORD});
    let signed_in = iam.caller.post_json("/api/v1/sessions", sign_in).await;
    let cookie = signed_in.header("set-cookie").expect("a cookie");
    let secret = cookie.split(['=', ';']).nth(1).expect("its value");
    let answer = iam.get("/v3/auth/catalog", secret).await;
    assert_is(&answer, 401, UNAUTHENTICATED);
}

#[tokio::test]
async fn its_user_finds_it_among_her_sessions_and_ends_it() {
    let iam = Iam::start().await;
    iam.admin("ada", Role::SecurityAdmin).await;
    let token = iam.log_in("ada", json!(null)).await;
    iam.app.clock.advance(Duration::seconds(1));
    let browser = iam.app.signed_in("ada").await;
    let page: Value = browser.get("/api/v1/me/sessions").await.json();
    let sessions = page["items"].as_array().expect("sessions").iter();
    let kinds: Vec<_> = sessions
        .map(|session| (&session["kind"], &session["current"]))
        .collect();
    let expected = [
        (&json!("browser"), &json!(true)),
        (&json!("program"), &json!(false)),
    ];
    assert_eq!(kinds, expected);
    browser
        .delete("/api/v1/me/sessions")
        .await
        .assert_status(204);
    let answer = iam.get("/v3/auth/catalog", &token).await;
    assert_is(&answer, 401, UNAUTHENTICATED);
}
