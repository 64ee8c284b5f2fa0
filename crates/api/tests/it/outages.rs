//! A database that does not work: told as such, in the words of each API, and never as a fault.

use http::Method;
use serde_json::Value;
use usher_api_types::problem::ErrorCode;
use usher_test_support::{Client, TestApp, TestResponse, usher_domain::role::Role};

use crate::{answers::announced_problem, operations, world::World};

/// Every request from now on finds the database out of work.
async fn break_database(app: &TestApp) {
    app.database.clone().close().await;
}

#[track_caller]
fn assert_says(answer: &TestResponse, status: u16, body: &str) {
    assert_eq!(
        (answer.status().as_u16(), answer.text().as_str()),
        (status, body)
    );
    let wait = (status == 503).then_some("5");
    assert_eq!(answer.header("retry-after"), wait);
}

#[tokio::test]
async fn every_operation_says_when_to_come_back() {
    let world = World::start().await;
    break_database(&world.app).await;
    for operation in operations::all() {
        if operation.is_public {
            continue;
        }
        let answer = world.call(&world.owner, &operation).send().await;
        let code = announced_problem(&operation, &answer, "without a database");
        assert_eq!(code, ErrorCode::Unavailable, "{operation}");
        assert_eq!(answer.header("retry-after"), Some("5"), "{operation}");
    }
}

/// A program, and the path of a user whom it may welcome.
struct Vendor {
    app: TestApp,
    anyone: Client,
    token: String,
    user: String,
}

impl Vendor {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let owner = app.api_token(Role::Owner, None).await;
        let token = serde_json::json!({ "name": "program", "role": "security_admin" });
        let made: Value = owner.post_json("/api/v1/api-tokens", token).await.json();
        Self {
            anyone: app.anonymous(),
            token: made["token"].as_str().expect("a token").to_owned(),
            user: app
                .account_user("ada@example.com")
                .insert()
                .await
                .id
                .simple(),
            app,
        }
    }

    async fn post(&self, url: &str, header: (&str, &str)) -> TestResponse {
        let request = self.anyone.request(Method::POST, url);
        request.header(header.0, header.1).send().await
    }
}

#[tokio::test]
async fn every_vendors_welcome_call_says_it_in_that_vendors_words() {
    let vendor = Vendor::start().await;
    let (token, user) = (vendor.token.as_str(), vendor.user.as_str());
    let account = vendor.app.account().await;
    let (tenant, project) = (account.id, account.project_id.simple());
    break_database(&vendor.app).await;

    let url = format!("/v3.0/OS-USER/users/{user}/welcome");
    let answer = vendor.post(&url, ("x-auth-token", token)).await;
    let unavailable = r#"{"error":{"code":503,"message":"The service is unavailable.","title":"Service Unavailable"}}"#;
    assert_says(&answer, 503, unavailable);

    let url = format!("/v2/{project}/users/{user}/resend-email");
    let answer = vendor.post(&url, ("x-auth-token", token)).await;
    let unavailable = r#"{"error_code":"WKS.0005","error_msg":"Service unavailable."}"#;
    assert_says(&answer, 503, unavailable);

    let answer = vendor
        .post("/v5/decode-authorization-message", ("x-auth-token", token))
        .await;
    let unavailable = r#"{"error_code":"STS5.1503","error_msg":"The service is unavailable."}"#;
    assert_says(&answer, 503, unavailable);

    let url = "/api/v1.1/admin/accounts/users/send_welcome";
    let request = vendor.anyone.request(Method::POST, url);
    let form = serde_json::json!({ "token": token, "account_id": 1, "name": "ada" });
    let answer = request.json(&form).send().await;
    assert_says(
        &answer,
        503,
        r#"{"error":500,"error_text":"Internal error"}"#,
    );

    // The one contract that lists a 500 for mail that cannot be queued.
    let url = format!("/api/v1.0/customers/{tenant}/users/{user}/sendActivationEmail");
    let bearer = format!("Bearer {token}");
    let answer = vendor.post(&url, ("authorization", &bearer)).await;
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.json::<Value>()["message"], "Internal Server Error");

    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "AKIDEXAMPLE123456789"),
        ("client_secret", "whatever"),
    ];
    let answer = vendor.anyone.post_form("/connect/token", &fields).await;
    assert_says(&answer, 503, r#"{"error":"temporarily_unavailable"}"#);
}
