//! Altcraft's welcome call: every documented answer, to the byte, in JSON and in XML.

mod errors;
mod lists;
mod origin;
mod tokens;
mod transport;
mod users;

use chrono::Duration;
use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, Request, TestApp, TestResponse, usher_domain::role::Role};

const WELCOME: &str = "users/send_welcome";
const DONE: &str = r#"{"error":0,"error_text":"Successful operation"}"#;
const DONE_XML: &str = "<xml><error>0</error><error_text>Successful operation</error_text></xml>";

/// An installation with a client of that product.
struct Altcraft {
    app: TestApp,
    /// Manages everything through the native API.
    owner: Client,
    caller: Client,
    /// A token that may manage users everywhere.
    token: String,
    /// The number of the usual account.
    account: i64,
}

impl Altcraft {
    async fn start() -> Self {
        Self::on(TestApp::start().await).await
    }

    async fn on(app: TestApp) -> Self {
        let owner = app.api_token(Role::Owner, None).await;
        let account = app.account().await.number;
        Self {
            token: token(&owner, "security_admin", None).await,
            caller: app.anonymous(),
            owner,
            account,
            app,
        }
    }

    fn request(&self, call: &str) -> Request<'_> {
        let url = format!("/api/v1.1/admin/accounts/{call}");
        self.caller.request(Method::POST, &url)
    }

    /// Sends fields beside token and account, as JSON.
    async fn json(&self, call: &str, fields: &[(&str, &str)]) -> TestResponse {
        let mut body = json!({ "token": self.token, "account_id": self.account });
        for (name, value) in fields {
            body[*name] = (*value).into();
        }
        self.request(call).json(&body).send().await
    }

    /// Sends fields beside token and account, as XML.
    async fn xml(&self, call: &str, fields: &[(&str, &str)]) -> TestResponse {
        let account = self.account.to_string();
        let usual = [("token", self.token.as_str()), ("account_id", &account)];
        let usual = usual
            .into_iter()
            .filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
        let elements: Vec<String> = usual
            .chain(fields.iter().copied())
            .map(|(name, value)| {
                let value = value.replace('&', "&amp;").replace('<', "&lt;");
                format!("<{name}>{value}</{name}>")
            })
            .collect();
        let body = format!("<xml>{}</xml>", elements.concat());
        let request = self.request(call).body("application/xml", body);
        request.send().await
    }

    /// Requires an error of both forms, with HTTP's 200.
    async fn refused(&self, call: &str, fields: &[(&str, &str)], number: u16, text: &str) {
        let answer = self.json(call, fields).await;
        assert_json(&answer, 200, &error_json(number, text));
        let answer = self.xml(call, fields).await;
        assert_xml(&answer, 200, &error_xml(number, text));
    }

    async fn deliver(&self) {
        self.app.deliver_mail().await;
        self.app.clock.advance(Duration::seconds(1));
    }

    fn mails(&self, address: &str) -> usize {
        self.app.mailbox(address).len()
    }
}

async fn token(owner: &Client, role: &str, account: Option<String>) -> String {
    let body = json!({ "name": "altcraft", "role": role, "account_id": account });
    let made: Value = owner.post_json("/api/v1/api-tokens", body).await.json();
    made["token"].as_str().expect("a token").to_owned()
}

fn error_json(number: u16, text: &str) -> String {
    format!(r#"{{"error":{number},"error_text":"{text}"}}"#)
}

fn error_xml(number: u16, text: &str) -> String {
    format!("<xml><error>{number}</error><error_text>{text}</error_text></xml>")
}

#[track_caller]
fn assert_json(answer: &TestResponse, status: u16, body: &str) {
    assert_is(answer, status, "application/json; charset=utf-8", body);
}

#[track_caller]
fn assert_xml(answer: &TestResponse, status: u16, body: &str) {
    assert_is(answer, status, "application/xml; charset=utf-8", body);
}

/// Requires the whole answer: status, media type and body.
#[track_caller]
fn assert_is(answer: &TestResponse, status: u16, media_type: &str, body: &str) {
    let found = (answer.status().as_u16(), answer.text());
    assert_eq!(found, (status, body.to_owned()));
    assert_eq!(answer.header("content-type"), Some(media_type));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("x-request-id").is_some());
}

#[tokio::test]
async fn every_call_sends_a_mail_with_a_link_of_its_own() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let name = [("name", "mia")];
    assert_json(&altcraft.json(WELCOME, &name).await, 200, DONE);
    altcraft.deliver().await;
    assert_xml(&altcraft.xml(WELCOME, &name).await, 200, DONE_XML);
    altcraft.deliver().await;
    let mailbox = altcraft.app.mailbox("mia@example.com");
    assert_eq!(mailbox.len(), 2);
    let link = mailbox.latest().password_link();
    let set = altcraft
        .caller
        .consume_link(&link, "three unrelated words, perhaps")
        .await;
    set.assert_status(204);
}

#[tokio::test]
async fn the_account_is_a_number_or_its_digits_and_the_user_a_login() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let account = altcraft.account;
    for (account, name) in [
        (json!(account), "mia"),
        (json!(account.to_string()), " MIA "),
        (json!(format!("0{account}")), "mia@Analytical Engines"),
        (json!(account), "Mia@analytical engines"),
    ] {
        let body = json!({ "token": altcraft.token, "account_id": account, "name": name });
        for call in [WELCOME.to_owned(), format!("{WELCOME}/")] {
            let answer = altcraft.request(&call).json(&body).send().await;
            assert_json(&answer, 200, DONE);
        }
    }
    // A login with an @ in it is one as a whole, too.
    altcraft.app.account_user("ada@example.com").insert().await;
    let whole = [("name", "ada@example.com")];
    assert_json(&altcraft.json(WELCOME, &whole).await, 200, DONE);
    altcraft.app.deliver_mail().await;
}

#[tokio::test]
async fn the_answer_is_in_the_format_of_body_url_or_request_in_that_order() {
    let altcraft = Altcraft::start().await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    let (json, xml) = ("application/json", "application/xml");
    let token = &altcraft.token;
    let account = altcraft.account;
    for (media_type, url, field, is_xml) in [
        (json, "", "", false),
        (json, "?format=xml", "", true),
        (json, "?format=xml", "json", false),
        (json, "?format=json", "XML", true),
        (json, "?format=yaml", "xml", true),
        (xml, "", "", true),
        (xml, "?format=json", "", false),
        (xml, "?format=json", "xml", true),
        (xml, "", "json", false),
        ("text/xml; charset=utf-8", "", "", true),
        ("application/x-www-form-urlencoded", "", "", false),
    ] {
        let body = if media_type.contains("xml") {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><token>{token}</token>\
                 <account_id>{account}</account_id><name>mia</name><format>{field}</format></xml>"
            )
        } else {
            json!({ "token": token, "account_id": account, "name": "mia", "format": field })
                .to_string()
        };
        let request = altcraft.request(&format!("{WELCOME}{url}"));
        let answer = request.body(media_type, body).send().await;
        if is_xml {
            assert_xml(&answer, 200, DONE_XML);
        } else {
            assert_json(&answer, 200, DONE);
        }
    }
    altcraft.app.deliver_mail().await;
}
