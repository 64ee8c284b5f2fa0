//! An installation with one of everything that can be named in a path.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, Request, TestApp, TestResponse, usher_domain::role::Role};

use crate::operations::Operation;

/// An installation, and a caller who may do everything in it.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) owner: Client,
    /// What belongs to the first account.
    pub(crate) ids: Ids,
}

/// What is named in paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ids {
    pub(crate) account: String,
    pub(crate) user: String,
    pub(crate) message: String,
    pub(crate) api_token: String,
    pub(crate) access_key: String,
    pub(crate) provider: String,
    pub(crate) template: String,
    pub(crate) user_import: String,
    pub(crate) bulk_send: String,
}

impl World {
    /// One account with a user who was welcomed, a token and an access key.
    pub(crate) async fn start() -> Self {
        Self::on(TestApp::start().await).await
    }

    /// The same in an installation that is there already.
    pub(crate) async fn on(app: TestApp) -> Self {
        let owner = app.api_token(Role::Owner, None).await;
        let ids = inhabit(&app, &owner, "Difference Engines", "ada").await;
        Self { app, owner, ids }
    }

    /// The same in another account.
    pub(crate) async fn another_account(&self) -> Ids {
        inhabit(&self.app, &self.owner, "Bletchley Park", "grace").await
    }

    /// A call of an operation, without a body.
    pub(crate) fn call<'a>(&self, caller: &'a Client, operation: &Operation) -> Request<'a> {
        caller.request(operation.method.clone(), &operation.url(&self.ids))
    }
}

async fn inhabit(app: &TestApp, owner: &Client, account: &str, login: &str) -> Ids {
    let made = owner
        .post_json("/api/v1/accounts", json!({ "name": account }))
        .await;
    let account = id_in(&made);
    let user = json!({ "login": login, "email": format!("{login}@example.com") });
    let made = owner
        .post_json(&format!("/api/v1/accounts/{account}/users"), user)
        .await;
    let user = id_in(&made);
    let sent = owner
        .post(&format!("/api/v1/users/{user}/welcome-emails"))
        .await;
    let message = id_in(&sent);
    app.deliver_mail().await;
    let template = "email01".to_owned();
    let url = format!("/api/v1/accounts/{account}/templates/{template}");
    owner.put(&url, greeting()).await.assert_status(201);
    let url = format!("/api/v1/accounts/{account}/user-imports?dry_run=true");
    let file = owner.request(Method::POST, &url);
    let file = file.body("text/csv", format!("login\n{login}2\n"));
    let user_import = id_in(&file.send().await);
    let url = format!("/api/v1/accounts/{account}/bulk-sends");
    let nobody = json!({ "filter": { "search": "nobody at all" } });
    let bulk_send = id_in(&owner.post_json(&url, nobody).await);
    let token = json!({ "name": login, "role": "auditor", "account_id": account });
    let api_token = id_in(&owner.post_json("/api/v1/api-tokens", token.clone()).await);
    let access_key = id_in(&owner.post_json("/api/v1/access-keys", token).await);
    Ids {
        account,
        user,
        message,
        api_token,
        access_key,
        provider: "capture".to_owned(),
        template,
        user_import,
        bulk_send,
    }
}

/// A template in one language.
pub(crate) fn greeting() -> Value {
    json!({ "texts": [{
        "locale": "en",
        "subject": "Hello from {{ account_name }}",
        "html": "<a href=\"{{ link }}\">Start</a>",
        "text": "Start: {{ link }}",
    }] })
}

/// The identifier of what was made.
#[track_caller]
pub(crate) fn id_in(answer: &TestResponse) -> String {
    assert!(answer.status().is_success(), "{}", answer.text());
    let body: Value = answer.json();
    body["id"].as_str().expect("an identifier").to_owned()
}

/// Whether a method may change something.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
