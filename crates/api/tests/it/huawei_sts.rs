//! Opening sealed reasons, and telling callers who they are.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{TestApp, TestResponse};

use crate::huawei_world::{
    Huawei, Key, assert_denied, assert_is, assert_unauthorized, key, request_name, token,
};

const DECODE: &str = "/v5/decode-authorization-message";
const INVALID: &str = r#"{"error_code":"STS5.1001","error_msg":"Invalid encoded message."}"#;

impl Huawei {
    /// The sealed reason why an auditor of the account was refused, and the name of that request.
    async fn refusal(&self) -> (String, String) {
        let auditor = token(&self.owner, "auditor", Some(&self.account)).await;
        let url = self.resend_url(&self.ada.id.simple());
        let answer = self.with_token(&auditor, &url).await;
        (assert_denied(&answer), request_name(&answer))
    }

    async fn decode(&self, key: &Key, message: &str) -> TestResponse {
        let body = json!({ "encoded_message": message }).to_string();
        let mut signed = self.signed(Method::POST, DECODE, &body);
        signed.key = key;
        self.send(signed).await
    }
}

#[tokio::test]
async fn whoever_grants_rights_in_the_account_reads_why_something_was_refused() {
    let huawei = Huawei::start().await;
    let (sealed, request) = huawei.refusal().await;
    let admin = key(&huawei.owner, "security_admin", Some(&huawei.account)).await;
    let answer = huawei.decode(&admin, &sealed).await;
    answer.assert_status(200);
    let body: Value = answer.json();
    assert_eq!(body.as_object().expect("an object").len(), 1);
    let text = body["decoded_message"].as_str().expect("a text");
    let decision: Value = serde_json::from_str(text).expect("JSON");
    let principal = decision["principal"].as_str().expect("a principal");
    assert!(
        principal.starts_with(&format!("iam::{}:api_token:", huawei.account)),
        "{principal}"
    );
    let resource = format!(
        "workspace:eu-de:{}:user:{}",
        huawei.account,
        huawei.ada.id.simple()
    );
    let expected = json!({
        "allowed": false, "explicit_deny": false, "action": "workspace:users:resendEmail",
        "resource": resource, "principal": principal, "request_id": request,
    });
    assert_eq!(decision, expected);
}

#[tokio::test]
async fn the_reason_names_the_action_that_was_missing() {
    let huawei = Huawei::start().await;
    let owner = key(&huawei.owner, "owner", None).await;
    let helpdesk = key(&huawei.owner, "helpdesk", Some(&huawei.account)).await;
    let url = format!("/v2/{}/users", huawei.project);
    let body = json!({"user_name": "eve", "user_email": "eve@example.com"}).to_string();
    let mut signed = huawei.signed(Method::POST, &url, &body);
    signed.key = &helpdesk;
    let sealed = assert_denied(&huawei.send(signed).await);
    let opened = huawei.decode(&owner, &sealed).await.text();
    assert!(opened.contains("workspace:users:create"), "{opened}");
    assert!(opened.contains(":user:*"), "{opened}");
}

#[tokio::test]
async fn a_project_that_was_none_of_the_callers_concerns_her_own_account() {
    let huawei = Huawei::start().await;
    let other = huawei.app.insert_account("Bletchley Park").await;
    let url = format!("/v2/{}/users", other.project_id.simple());
    let sealed = assert_denied(&huawei.call(Method::GET, &url, "").await);
    let admin = key(&huawei.owner, "security_admin", Some(&huawei.account)).await;
    huawei.decode(&admin, &sealed).await.assert_status(200);
    let theirs = key(&huawei.owner, "owner", Some(&other.id.simple())).await;
    assert_is(&huawei.decode(&theirs, &sealed).await, 400, INVALID);
}

#[tokio::test]
async fn a_foreign_changed_or_invented_message_is_a_400() {
    let huawei = Huawei::start().await;
    let (sealed, _) = huawei.refusal().await;
    let other = huawei.app.insert_account("Bletchley Park").await;
    let stranger = key(&huawei.owner, "owner", Some(&other.id.simple())).await;
    assert_is(&huawei.decode(&stranger, &sealed).await, 400, INVALID);

    let owner = key(&huawei.owner, "owner", None).await;
    // Moved to another account: the first 16 bytes say whose it is.
    let (whose, rest) = sealed.split_at(20);
    let moved = format!("{}{rest}", whose.chars().rev().collect::<String>());
    let mut changed = sealed.clone().into_bytes();
    let last = changed.len() - 2;
    changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).expect("text");
    let long = "A".repeat(10_241);
    for message in [
        moved.as_str(),
        &changed,
        &sealed[..sealed.len() - 4],
        "",
        "A",
        "HY0L8G",
        "not base64!",
        &long,
    ] {
        assert_is(&huawei.decode(&owner, message).await, 400, INVALID);
    }
    huawei.decode(&owner, &sealed).await.assert_status(200);
    // Another installation has other keys.
    let far = Huawei::on(TestApp::builder().seed(7).start().await).await;
    let far_owner = key(&far.owner, "owner", None).await;
    assert_is(&far.decode(&far_owner, &sealed).await, 400, INVALID);
}

#[tokio::test]
async fn whoever_grants_no_rights_there_is_a_403() {
    let huawei = Huawei::start().await;
    let (sealed, _) = huawei.refusal().await;
    let body = concat!(
        r#"{"error_code":"STS5.1003","#,
        r#""error_msg":"You are not authorized to perform the requested action."}"#
    );
    for role in ["user_admin", "helpdesk", "auditor"] {
        let key = key(&huawei.owner, role, Some(&huawei.account)).await;
        assert_is(&huawei.decode(&key, &sealed).await, 403, body);
    }
}

#[tokio::test]
async fn what_cannot_be_read_and_what_does_not_exist_is_told_in_its_words() {
    let huawei = Huawei::start().await;
    let invalid = r#"{"error_code":"STS5.1000","error_msg":"Invalid request parameter."}"#;
    for body in ["", "{", "{}", "[\"x\"]", r#"{"encoded_message":1}"#] {
        let answer = huawei.call(Method::POST, DECODE, body).await;
        assert_is(&answer, 400, invalid);
    }
    let large = format!(r#"{{"encoded_message":"{}"}}"#, "A".repeat(64 * 1024));
    let answer = huawei.call(Method::POST, DECODE, &large).await;
    let too_large = r#"{"error_code":"STS5.1006","error_msg":"The request is too large."}"#;
    assert_is(&answer, 413, too_large);
    assert_unauthorized(&huawei.caller.post(DECODE).await, "x-auth-token not found");
    let unknown =
        r#"{"error_code":"STS5.1004","error_msg":"The requested resource could not be found."}"#;
    for path in ["/v5", "/v5/", "/v5/x", "/v5/caller-identity/"] {
        assert_is(&huawei.caller.get(path).await, 404, unknown);
    }
    let wrong_method = r#"{"error_code":"STS5.1005","error_msg":"The method is not allowed."}"#;
    assert_is(&huawei.caller.get(DECODE).await, 405, wrong_method);
}

#[tokio::test]
async fn callers_learn_who_they_are() {
    let huawei = Huawei::start().await;
    let answer = huawei.call(Method::GET, "/v5/caller-identity", "").await;
    let told: Value = answer.json();
    let id = told["principal_id"].as_str().expect("an id").to_owned();
    let urn = format!("iam::{}:access_key:{id}", huawei.account);
    let expected =
        json!({ "account_id": huawei.account, "principal_id": id, "principal_urn": urn });
    assert_eq!((answer.status().as_u16(), told), (200, expected));

    // A key that a user made stands for her.
    let admin = huawei.app.admin().await;
    let hers = key(&admin, "helpdesk", None).await;
    let mut signed = huawei.signed(Method::GET, "/v5/caller-identity", "");
    signed.key = &hers;
    let told: Value = huawei.send(signed).await.json();
    let owner = huawei.app.owner().await;
    assert_eq!(told["principal_id"], json!(owner.id.simple()));
    let urn = format!("iam::{}:user:{}", owner.account_id.simple(), owner.login);
    assert_eq!(told["principal_urn"], json!(urn));
    let nobody = huawei.caller.get("/v5/caller-identity").await;
    assert_unauthorized(&nobody, "x-auth-token not found");
}
