//! What the credentials of one account can do in another through the vendors' APIs: nothing, in every
//! operation of every dialect.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestApp, TestResponse, usher_domain::role::Role};

/// Somebody with every right in one account, and somebody of another.
struct World {
    app: TestApp,
    owner: Client,
    token: String,
    ours: Account,
    theirs: Account,
}

/// An account as the vendors name it, and a user of it.
struct Account {
    id: String,
    number: i64,
    project: String,
    user: String,
    login: &'static str,
}

impl World {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let owner = app.api_token(Role::Owner, None).await;
        let ours = account(&owner, "Difference Engines", "ada").await;
        let theirs = account(&owner, "Bletchley Park", "joan").await;
        let token = json!({ "name": "ours", "role": "security_admin", "account_id": ours.id });
        let made = owner.post_json("/api/v1/api-tokens", token).await;
        let made: Value = made.json();
        let token = made["token"].as_str().expect("a token").to_owned();
        Self {
            app,
            owner,
            token,
            ours,
            theirs,
        }
    }

    /// All that can be told of the other account.
    async fn their_state(&self) -> Value {
        let id = &self.theirs.id;
        let mut state = Vec::new();
        for path in ["", "/users", "/templates"] {
            let answer = self
                .owner
                .get(&format!("/api/v1/accounts/{id}{path}"))
                .await;
            answer.assert_status(200);
            state.push(answer.json::<Value>());
        }
        Value::Array(state)
    }

    /// Sends an operation with the token wherever any vendor looks for one.
    async fn send(&self, operation: &Operation) -> TestResponse {
        let caller = self.app.anonymous();
        let request = caller
            .request(operation.method.clone(), &operation.path)
            .header("x-auth-token", &self.token)
            .header("authorization", &format!("Bearer {}", self.token));
        match &operation.body {
            Some(body) => request.json(body).send().await,
            None => request.send().await,
        }
    }
}

async fn account(owner: &Client, name: &str, login: &'static str) -> Account {
    let made = owner
        .post_json("/api/v1/accounts", json!({ "name": name }))
        .await;
    let account: Value = made.json();
    let text = |name: &str| account[name].as_str().expect(name).to_owned();
    let user = json!({ "login": login, "email": format!("{login}@example.com") });
    let users = format!("/api/v1/accounts/{}/users", text("id"));
    let made: Value = owner.post_json(&users, user).await.json();
    Account {
        id: text("id"),
        number: account["number"].as_i64().expect("a number"),
        project: text("project_id").replace('-', ""),
        user: made["id"].as_str().expect("an id").to_owned(),
        login,
    }
}

/// One request of a vendor's client.
struct Operation {
    method: Method,
    path: String,
    body: Option<Value>,
}

fn get(path: String) -> Operation {
    Operation {
        method: Method::GET,
        path,
        body: None,
    }
}

fn post(path: String, body: Value) -> Operation {
    Operation {
        method: Method::POST,
        path,
        body: Some(body),
    }
}

/// Every operation of every dialect, asked of `place` about `user`.
fn operations(place: &Account, user: &Account) -> Vec<Operation> {
    let (hex, project) = (user.user.replace('-', ""), &place.project);
    let domain = place.id.replace('-', "");
    let altcraft = |name: &str, mut fields: Value| {
        fields["account_id"] = json!(place.number);
        post(format!("/api/v1.1/admin/accounts/users/{name}"), fields)
    };
    vec![
        post(format!("/v3.0/OS-USER/users/{hex}/welcome"), json!({})),
        get(format!("/v3.0/OS-USER/users/{hex}")),
        get(format!("/v3/users/{hex}")),
        post(
            "/v3.0/OS-USER/users".to_owned(),
            json!({ "user": { "name": "mallory", "domain_id": domain, "email": "m@example.com" } }),
        ),
        post(format!("/v2/{project}/users/{hex}/resend-email"), json!({})),
        get(format!("/v2/{project}/users/{hex}")),
        post(
            format!("/v2/{project}/users"),
            json!({ "user_name": "mallory", "user_email": "m@example.com" }),
        ),
        post(
            format!(
                "/api/v1.0/customers/{}/users/{}/sendActivationEmail",
                place.id, user.user
            ),
            json!({}),
        ),
        post(
            format!("/api/v1.0/customers/{}/users", place.id),
            json!({ "email": "m@example.com", "displayName": "Mallory" }),
        ),
        altcraft("send_welcome", json!({ "name": user.login })),
        altcraft(
            "add",
            json!({ "name": "mallory", "email": "m@example.com" }),
        ),
        altcraft(
            "update",
            json!({ "name": user.login, "email": "j@example.com" }),
        ),
        altcraft("delete", json!({ "name": user.login })),
    ]
}

/// Whether an answer refuses; Altcraft's do so with a 200 and an error of their own.
fn refuses(answer: &TestResponse) -> bool {
    let status = answer.status().as_u16();
    let told = serde_json::from_slice::<Value>(answer.bytes()).unwrap_or_default();
    (400..500).contains(&status) || told["error"].as_i64().is_some_and(|error| error != 0)
}

#[tokio::test]
async fn credentials_of_one_account_do_nothing_in_another() {
    let world = World::start().await;
    let before = world.their_state().await;
    // Their account, and ours as if their user were in it.
    let mut asked = operations(&world.theirs, &world.theirs);
    let about_her = operations(&world.ours, &world.theirs);
    asked.extend(about_her.into_iter().filter(names_the_user));
    for operation in &asked {
        let answer = world.send(operation).await;
        let told = answer.text();
        let name = format!("{} {}", operation.method, operation.path);
        assert!(refuses(&answer), "{name}: {} {told}", answer.status());
        assert_ne!(
            answer.status(),
            401,
            "{name}: the token is good, its account is another"
        );
        assert!(!told.contains("joan@"), "{name}: {told}");
    }
    for list in [
        "/v3/users".to_owned(),
        format!("/v3/users?domain_id={}", world.theirs.id.replace('-', "")),
        format!("/v2/{}/users", world.theirs.project),
        "/v3/projects".to_owned(),
        "/v3/auth/projects".to_owned(),
        "/v3/auth/domains".to_owned(),
    ] {
        let answer = world.send(&get(list.clone())).await;
        for secret in ["joan", "Bletchley", &world.theirs.project] {
            assert!(!answer.text().contains(secret), "{list}: {}", answer.text());
        }
    }
    world.app.deliver_mail().await;
    assert!(world.app.mailbox("joan@example.com").is_empty());
    assert_eq!(world.their_state().await, before);
}

/// The others would create somebody in our own account, which is ours to do.
fn names_the_user(operation: &Operation) -> bool {
    let creates = operation.path.ends_with("/users") || operation.path.ends_with("/add");
    !creates
}

#[tokio::test]
async fn the_same_operations_work_at_home() {
    let world = World::start().await;
    for operation in operations(&world.ours, &world.ours) {
        let answer = world.send(&operation).await;
        let told = answer.text();
        let name = format!("{} {}", operation.method, operation.path);
        // The second to create her finds the name or address taken.
        let taken = told.contains("409")
            || told.contains("1109")
            || told.contains("1110")
            || told.contains("already");
        let created_before = !names_the_user(&operation);
        assert!(
            !refuses(&answer) || (created_before && taken),
            "{name}: {told}"
        );
    }
}
