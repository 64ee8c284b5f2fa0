//! An installation with an account, a user and an access key, and a client that signs.

use hmac::{Hmac, Mac as _};
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use usher_test_support::{
    Client, TestApp, TestResponse, usher_domain::account_user::AccountUser,
    usher_domain::role::Role,
};

pub(crate) const HOST: &str = "usher.localhost";

/// The two halves of an access key.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) ak: String,
    pub(crate) sk: String,
}

pub(crate) struct Huawei {
    pub(crate) app: TestApp,
    /// Manages everything through the native API.
    pub(crate) owner: Client,
    pub(crate) caller: Client,
    /// 32 digits.
    pub(crate) account: String,
    /// 32 digits.
    pub(crate) project: String,
    pub(crate) ada: AccountUser,
    /// May send welcome emails in the account.
    pub(crate) key: Key,
}

/// A request to be signed, and what may be wrong with it.
pub(crate) struct Signed<'a> {
    pub(crate) key: &'a Key,
    pub(crate) date: String,
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) body: String,
    /// What arrives in place of the body that was signed.
    pub(crate) arriving: Option<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Huawei {
    pub(crate) async fn start() -> Self {
        Self::on(TestApp::start().await).await
    }

    pub(crate) async fn on(app: TestApp) -> Self {
        let owner = app.api_token(Role::Owner, None).await;
        let home = app.account().await;
        let (account, project) = (home.id.simple(), home.project_id.simple());
        let ada = app.account_user("ada@example.com").login("ada").insert();
        let ada = ada.await;
        let key = key(&owner, "user_admin", Some(&account)).await;
        let caller = app.anonymous();
        Self {
            app,
            owner,
            caller,
            account,
            project,
            ada,
            key,
        }
    }

    /// Where welcome emails to a user are asked for.
    pub(crate) fn resend_url(&self, user: &str) -> String {
        format!("/v2/{}/users/{user}/resend-email", self.project)
    }

    /// A request that is signed with the account's key at this time.
    pub(crate) fn signed(&self, method: Method, url: &str, body: &str) -> Signed<'_> {
        Signed {
            key: &self.key,
            date: self.date(0),
            method,
            url: url.to_owned(),
            body: body.to_owned(),
            arriving: None,
            headers: Vec::new(),
        }
    }

    /// So many seconds from now, as requests are dated.
    pub(crate) fn date(&self, seconds: i64) -> String {
        let at = self.app.app.now() + chrono::Duration::seconds(seconds);
        at.format("%Y%m%dT%H%M%SZ").to_string()
    }

    pub(crate) async fn send(&self, signed: Signed<'_>) -> TestResponse {
        let authorization = signed.authorization();
        let mut request = self.caller.request(signed.method, &signed.url);
        request = request.body("application/json", signed.arriving.unwrap_or(signed.body));
        request = request
            .header("host", HOST)
            .header("x-sdk-date", &signed.date)
            .header("authorization", &authorization);
        for (name, value) in signed.headers {
            request = request.header(name, &value);
        }
        request.send().await
    }

    /// Signs with the account's key and sends.
    pub(crate) async fn call(&self, method: Method, url: &str, body: &str) -> TestResponse {
        self.send(self.signed(method, url, body)).await
    }

    /// Asks for a welcome email.
    pub(crate) async fn resend(&self, user: &str, body: &str) -> TestResponse {
        self.call(Method::POST, &self.resend_url(user), body).await
    }

    /// Sends with a token instead of a signature.
    pub(crate) async fn with_token(&self, token: &str, url: &str) -> TestResponse {
        let request = self.caller.request(Method::POST, url);
        request.header("x-auth-token", token).send().await
    }
}

impl Signed<'_> {
    /// The header in the plain form, as the vendor's SDK writes it.
    fn authorization(&self) -> String {
        let (path, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        // The tests' paths and queries are in their canonical form but for the slash.
        let canonical = format!(
            "{}\n{path}/\n{query}\nhost:{HOST}\nx-sdk-date:{}\n\nhost;x-sdk-date\n{}",
            self.method,
            self.date,
            hex(&Sha256::digest(&self.body)),
        );
        let hash = hex(&Sha256::digest(canonical));
        let text = format!("SDK-HMAC-SHA256\n{}\n{hash}", self.date);
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.sk.as_bytes()).expect("a key");
        mac.update(text.as_bytes());
        format!(
            "SDK-HMAC-SHA256 Access={}, SignedHeaders=host;x-sdk-date, Signature={}",
            self.key.ak,
            hex(&mac.finalize().into_bytes()),
        )
    }
}

/// Makes an access key; without an account it is good everywhere.
pub(crate) async fn key(owner: &Client, role: &str, account: Option<&str>) -> Key {
    let body = json!({ "name": "signer", "role": role, "account_id": account.map(hyphenated) });
    let made: Value = owner.post_json("/api/v1/access-keys", body).await.json();
    Key {
        ak: made["access_key"].as_str().expect("an AK").to_owned(),
        sk: made["secret"].as_str().expect("an SK").to_owned(),
    }
}

/// Makes an API token; without an account it is good everywhere.
pub(crate) async fn token(owner: &Client, role: &str, account: Option<&str>) -> String {
    let body = json!({ "name": "token", "role": role, "account_id": account.map(hyphenated) });
    let made: Value = owner.post_json("/api/v1/api-tokens", body).await.json();
    made["token"].as_str().expect("a token").to_owned()
}

fn hyphenated(id: &str) -> String {
    let id: uuid::Uuid = id.parse().expect("an id");
    id.to_string()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}

/// Requires the whole answer: status, media type, body, and the name of the request.
#[track_caller]
pub(crate) fn assert_is(answer: &TestResponse, status: u16, body: &str) {
    assert_eq!(
        (answer.status().as_u16(), answer.text().as_str()),
        (status, body)
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    request_name(answer);
}

/// The name of the request, which every answer has.
#[track_caller]
pub(crate) fn request_name(answer: &TestResponse) -> String {
    let name = answer.header("x-request-id").expect("a name");
    assert_eq!(name.len(), 36);
    name.to_owned()
}

/// Requires the gateway's refusal with this detail.
#[track_caller]
pub(crate) fn assert_unauthorized(answer: &TestResponse, detail: &str) {
    let name = request_name(answer).replace('-', "");
    let body = format!(
        concat!(
            r#"{{"error_msg":"Incorrect IAM authentication information: {}","#,
            r#""error_code":"APIGW.0301","request_id":"{}"}}"#
        ),
        detail, name
    );
    assert_is(answer, 401, &body);
}

/// Requires the refusal of a permission, and returns the sealed reason.
#[track_caller]
pub(crate) fn assert_denied(answer: &TestResponse) -> String {
    let body: Value = answer.json();
    let sealed = body["encoded_authorization_message"].as_str();
    let sealed = sealed.expect("a sealed reason").to_owned();
    let expected = format!(
        concat!(
            r#"{{"error_code":"WKS.0003","error_msg":"No operation permissions.","#,
            r#""encoded_authorization_message":"{}"}}"#
        ),
        sealed
    );
    assert_is(answer, 403, &expected);
    assert!((1..=10_240).contains(&sealed.len()));
    sealed
}
