//! Workspace's call to resend an email: every documented status, to the byte.

use chrono::Duration;
use http::Method;
use serde_json::json;
use usher_api_types::problem::ErrorCode;
use usher_test_support::{TestApp, TestResponse};

use crate::{
    huawei_world::{
        Huawei, assert_denied, assert_is, assert_unauthorized, key, request_name, token,
    },
    mail_server::MailServer,
};

const INVALID: &str = r#"{"error_code":"WKS.0002","error_msg":"The request message is invalid."}"#;
const UNKNOWN_TEMPLATE: &str =
    r#"{"error_code":"WKS.00170320","error_msg":"The email template does not exist."}"#;
const UNKNOWN_USER: &str =
    r#"{"error_code":"WKS.00170312","error_msg":"The user does not exist."}"#;
const UNKNOWN_PATH: &str = r#"{"error_code":"WKS.0004","error_msg":"No resources found."}"#;
const WRONG_METHOD: &str = r#"{"error_code":"WKS.0009","error_msg":"The method specified in the request is not allowed."}"#;

/// 200, without a body and without a word about one.
#[track_caller]
fn assert_sent(answer: &TestResponse) {
    assert_eq!((answer.status().as_u16(), answer.bytes()), (200, &b""[..]));
    assert_eq!(answer.header("content-type"), None);
    assert!(matches!(answer.header("content-length"), None | Some("0")));
    request_name(answer);
}

#[tokio::test]
async fn every_call_sends_a_mail_whose_link_sets_a_password() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    for body in [
        "",
        "{}",
        "null",
        r#"{"template_id":null,"phone_template_id":"sms01"}"#,
    ] {
        assert_sent(&huawei.resend(&ada, body).await);
        huawei.app.deliver_mail().await;
        huawei.app.clock.advance(Duration::seconds(1));
    }
    let mailbox = huawei.app.mailbox("ada@example.com");
    assert_eq!(mailbox.len(), 4);
    let link = mailbox.latest().password_link();
    let set = huawei
        .caller
        .consume_link(&link, "three unrelated words, perhaps")
        .await;
    set.assert_status(204);
    // She may be welcomed again, and both ids may be written with hyphens.
    let url = format!(
        "/v2/{}/users/{}/resend-email",
        huawei.app.account().await.project_id,
        huawei.ada.id
    );
    assert_sent(&huawei.call(Method::POST, &url, "").await);
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_token_does_as_well_as_a_signature() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let token = token(&huawei.owner, "helpdesk", Some(&huawei.account)).await;
    assert_sent(&huawei.with_token(&token, &url).await);
    huawei.app.deliver_mail().await;
    assert_eq!(huawei.app.mailbox("ada@example.com").len(), 1);
}

#[tokio::test]
async fn a_template_of_the_account_is_used() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let url = format!("/api/v1/accounts/{}/templates/email01", huawei.account);
    let text = json!({
        "locale": "en", "subject": "From the template", "html": "{{ link }}", "text": "{{ link }}",
    });
    let made = huawei
        .owner
        .put(&url, json!({ "name": "Resent", "texts": [text] }))
        .await;
    made.assert_status(201);
    assert_sent(&huawei.resend(&ada, r#"{"template_id": "email01"}"#).await);
    huawei.app.deliver_mail().await;
    let mailbox = huawei.app.mailbox("ada@example.com");
    assert_eq!(mailbox.only().message.subject, "From the template");
}

#[tokio::test]
async fn what_cannot_be_understood_is_a_400() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    for body in [
        "{",
        "[]",
        r#""email01""#,
        r#"{"template_id":1}"#,
        r#"{"phone_template_id":[]}"#,
        "\u{0}",
    ] {
        assert_is(&huawei.resend(&ada, body).await, 400, INVALID);
    }
    for id in ["email01", "no such id", "../x", &"a".repeat(65)] {
        let body = json!({ "template_id": id }).to_string();
        assert_is(&huawei.resend(&ada, &body).await, 400, UNKNOWN_TEMPLATE);
    }
    let silent = huawei.app.account_user("x@example.com").without_email();
    let silent = silent.insert().await.id.simple();
    let body = r#"{"error_code":"WKS.00170321","error_msg":"The user has no email address."}"#;
    assert_is(&huawei.resend(&silent, "").await, 400, body);

    let url = format!("/api/v1/users/{}", huawei.ada.id);
    let disabled = huawei.owner.patch(&url, json!({ "enabled": false })).await;
    disabled.assert_status(200);
    let body = r#"{"error_code":"WKS.00170322","error_msg":"The user is disabled."}"#;
    assert_is(&huawei.resend(&ada, "").await, 400, body);
    huawei.app.deliver_mail().await;
    assert!(huawei.app.mailbox("ada@example.com").is_empty());
}

#[tokio::test]
async fn nobody_in_particular_is_a_401() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    for token in ["", " "] {
        let answer = huawei.with_token(token, &url).await;
        assert_unauthorized(&answer, "x-auth-token not found");
    }
    let long = "a".repeat(10_000);
    for token in ["nope", &long] {
        let answer = huawei.with_token(token, &url).await;
        assert_unauthorized(&answer, "decrypt token fail");
    }
    // Neither the native API's way nor a session counts here.
    let admin = huawei.app.admin().await;
    for answer in [huawei.owner.post(&url).await, admin.post(&url).await] {
        assert_unauthorized(&answer, "x-auth-token not found");
    }
    // Who asks is settled before what is asked for.
    let nowhere = "/v2/nowhere/users/nobody/resend-email";
    let request = huawei.caller.request(Method::POST, nowhere);
    let answer = request.body("application/json", "{").send().await;
    assert_unauthorized(&answer, "x-auth-token not found");
}

#[tokio::test]
async fn a_missing_permission_is_a_403_with_a_sealed_reason() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let auditor = token(&huawei.owner, "auditor", Some(&huawei.account)).await;
    let answer = huawei.with_token(&auditor, &huawei.resend_url(&ada)).await;
    let sealed = assert_denied(&answer);
    let again = huawei.with_token(&auditor, &huawei.resend_url(&ada)).await;
    assert_ne!(assert_denied(&again), sealed);
    // Who holds more than the caller is beyond her.
    let owner = huawei.app.owner().await.id.simple();
    assert_denied(&huawei.resend(&owner, "").await);
}

#[tokio::test]
async fn a_project_that_is_not_the_callers_is_a_403_whether_it_exists_or_not() {
    let huawei = Huawei::start().await;
    let other = huawei.app.insert_account("Bletchley Park").await;
    let grace = huawei.app.account_user("grace@example.com");
    let grace = grace.in_account(other.id).insert().await.id.simple();
    let long = "a".repeat(255);
    for project in [
        other.project_id.simple().as_str(),
        other.id.simple().as_str(),
        huawei.account.as_str(),
        "0190a5b400007000800000000000dead",
        "p",
        &long,
    ] {
        let url = format!("/v2/{project}/users/{grace}/resend-email");
        assert_denied(&huawei.call(Method::POST, &url, "").await);
    }
    // Her own project is no way to her.
    assert_is(&huawei.resend(&grace, "").await, 404, UNKNOWN_USER);
}

#[tokio::test]
async fn a_user_of_another_project_is_a_404_even_as_a_member() {
    let huawei = Huawei::start().await;
    for user in [
        "1",
        "0190a5b400007000800000000000dead",
        "%20",
        "%F0%9F%98%80",
    ] {
        let url = huawei.resend_url(user);
        let token = token(&huawei.owner, "helpdesk", Some(&huawei.account)).await;
        assert_is(&huawei.with_token(&token, &url).await, 404, UNKNOWN_USER);
    }
    let other = huawei.app.insert_account("Bletchley Park").await;
    let grace = huawei.app.account_user("grace@example.com");
    let grace = grace.in_account(other.id).insert().await.id;
    let membership = format!("/api/v1/accounts/{}/members/{grace}", huawei.account);
    let joined = huawei.owner.put(&membership, json!({})).await;
    assert!(joined.status().is_success(), "{}", joined.text());
    let answer = huawei.resend(&grace.simple(), "").await;
    assert_is(&answer, 404, UNKNOWN_USER);
    // Whoever rules both accounts has to go through the other one, too.
    let everywhere = key(&huawei.owner, "owner", None).await;
    let url = huawei.resend_url(&grace.simple());
    let mut signed = huawei.signed(Method::POST, &url, "");
    signed.key = &everywhere;
    assert_is(&huawei.send(signed).await, 404, UNKNOWN_USER);
}

#[tokio::test]
async fn what_does_not_exist_is_a_404() {
    let huawei = Huawei::start().await;
    for path in [
        "/v2",
        "/v2/",
        "/v2//",
        "/v2/p",
        "/v2/p/users/",
        "/v2/p/desktops",
        "/v2/%FF/users/u/resend-email/x",
        "/v2/p/users/u/resend-email/",
        "/v2/p/users/u/RESEND-EMAIL",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = huawei.caller.request(method, path).send().await;
            assert_is(&answer, 404, UNKNOWN_PATH);
        }
    }
    let token = token(&huawei.owner, "helpdesk", None).await;
    let answer = huawei
        .with_token(&token, "/v2/%FF/users/u/resend-email")
        .await;
    assert_is(&answer, 404, UNKNOWN_PATH);
}

#[tokio::test]
async fn another_method_is_a_405() {
    let huawei = Huawei::start().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        let unsigned = huawei.caller.request(method.clone(), &url).send().await;
        assert_is(&unsigned, 405, WRONG_METHOD);
        assert_eq!(unsigned.header("allow"), Some("POST"));
        let signed = huawei.call(method, &url, "").await;
        assert_is(&signed, 405, WRONG_METHOD);
    }
}

#[tokio::test]
async fn a_large_body_is_a_413() {
    let huawei = Huawei::start().await;
    let body = format!("{{\"x\":\"{}\"}}", "x".repeat(64 * 1024));
    let answer = huawei.resend(&huawei.ada.id.simple(), &body).await;
    let body = r#"{"error_code":"WKS.0010","error_msg":"The request message is too large."}"#;
    assert_is(&answer, 413, body);
}

#[tokio::test]
async fn too_many_mails_to_one_person_are_a_429_that_says_when_to_come_back() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let mut answer = huawei.resend(&ada, "").await;
    for _ in 0..30 {
        if answer.status() != 200 {
            break;
        }
        answer = huawei.resend(&ada, "").await;
    }
    let body = concat!(
        r#"{"error_code":"APIGW.0308","#,
        r#""error_msg":"The throttling threshold has been reached."}"#
    );
    assert_is(&answer, 429, body);
    let wait = answer
        .header("retry-after")
        .and_then(|wait| wait.parse::<u64>().ok());
    assert!(
        wait.is_some_and(|seconds| (1..=3_600).contains(&seconds)),
        "{wait:?}"
    );
    huawei.app.deliver_mail().await;
}

#[tokio::test]
async fn a_failure_of_ours_is_a_500_that_tells_nothing() {
    let huawei = Huawei::start().await;
    let ada = huawei.ada.id.simple();
    let token = token(&huawei.owner, "helpdesk", None).await;
    let gone = huawei.app.database.revert_all_migrations().await;
    gone.expect("every table goes");
    let body = r#"{"error_code":"WKS.0006","error_msg":"An internal service error occurred."}"#;
    assert_is(&huawei.resend(&ada, "").await, 500, body);
    let answer = huawei.with_token(&token, &huawei.resend_url(&ada)).await;
    assert_is(&answer, 500, body);
}

#[tokio::test]
async fn an_address_that_the_mail_server_refuses_for_good_is_a_400() {
    let server = MailServer::start("550 5.1.1 no such user").await;
    let app = TestApp::builder().mail_server(server.port()).start().await;
    let huawei = Huawei::on(app).await;
    let ada = huawei.ada.id.simple();
    let delivering = async {
        loop {
            huawei.app.deliver_mail().await;
            tokio::task::yield_now().await;
        }
    };
    let answer = tokio::select! {
        answer = huawei.resend(&ada, "") => answer,
        () = delivering => unreachable!("it delivers for ever"),
    };
    let body = r#"{"error_code":"WKS.00170321","error_msg":"The email address does not exist."}"#;
    assert_is(&answer, 400, body);
}

#[tokio::test]
async fn another_site_gets_nothing_done_in_a_browser() {
    let huawei = Huawei::start().await;
    let admin = huawei.app.admin().await;
    let url = huawei.resend_url(&huawei.ada.id.simple());
    let request = admin.request(Method::POST, &url);
    let answer = request.header("sec-fetch-site", "cross-site").send().await;
    let body = r#"{"error_code":"WKS.0003","error_msg":"No operation permissions."}"#;
    assert_is(&answer, 403, body);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_a_503() {
    // The server's outermost layer asks for these words when it gives up.
    let url = "/v2/p/users/u/resend-email";
    let answer = usher_api::dialect_refusal(url, ErrorCode::Unavailable).expect("words");
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["content-type"], "application/json");
    let body = axum::body::to_bytes(answer.into_body(), 1_000).await;
    let expected = r#"{"error_code":"WKS.0005","error_msg":"Service unavailable."}"#;
    assert_eq!(body.expect("a body"), expected);
}
