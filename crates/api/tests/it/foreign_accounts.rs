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
        for path in ["", "/users", "/templates", "/user-imports"] {
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
async fn files_of_users_stay_in_their_account() {
    let world = World::start().await;
    let file = "login,email\nbill,bill@example.com\n";
    let imports = format!("/api/v1/accounts/{}/user-imports", world.theirs.id);
    let preview = world
        .owner
        .request(Method::POST, &format!("{imports}?dry_run=true"));
    let preview: Value = preview.body("text/csv", file).send().await.json();
    let theirs = format!(
        "/api/v1/user-imports/{}",
        preview["id"].as_str().expect("an id")
    );
    let before = world.their_state().await;
    let caller = world.app.anonymous().with_bearer(&world.token);
    for (method, path) in [
        (Method::POST, imports.clone()),
        (Method::GET, imports.clone()),
        (Method::GET, theirs.clone()),
        (Method::GET, format!("{theirs}/rows")),
        (Method::POST, format!("{theirs}/start")),
        (Method::POST, format!("{theirs}/cancel")),
        (
            Method::GET,
            format!("/api/v1/accounts/{}/users.csv", world.theirs.id),
        ),
    ] {
        let request = caller.request(method.clone(), &path);
        let answer = request.body("text/csv", file).send().await;
        assert_eq!(answer.status(), 404, "{method} {path}: {}", answer.text());
        assert!(!answer.text().contains("joan"), "{path}");
    }
    assert_eq!(world.their_state().await, before);
}

#[tokio::test]
async fn bulk_sends_stay_in_their_account() {
    let world = World::start().await;
    let sends = format!("/api/v1/accounts/{}/bulk-sends", world.theirs.id);
    let to_her = json!({ "user_ids": [world.theirs.user] });
    let made: Value = world.owner.post_json(&sends, to_her.clone()).await.json();
    let theirs = format!("/api/v1/bulk-sends/{}", made["id"].as_str().expect("an id"));
    let before = world.owner.get(&theirs).await.json::<Value>();
    let caller = world.app.anonymous().with_bearer(&world.token);
    for (method, path) in [
        (Method::POST, sends.clone()),
        (Method::GET, sends.clone()),
        (Method::GET, theirs.clone()),
        (Method::GET, format!("{theirs}/left-out")),
        (Method::POST, format!("{theirs}/pause")),
        (Method::POST, format!("{theirs}/resume")),
        (Method::POST, format!("{theirs}/cancel")),
    ] {
        let request = caller.request(method.clone(), &path);
        let answer = request.json(&to_her).send().await;
        assert_eq!(answer.status(), 404, "{method} {path}: {}", answer.text());
    }
    assert_eq!(world.owner.get(&theirs).await.json::<Value>(), before);
    // Listed in our own run, their user is one that does not exist.
    let ours = format!("/api/v1/accounts/{}/bulk-sends", world.ours.id);
    let nobody = "0190a5b4-0000-7000-8000-00000000dead";
    for user in [world.theirs.user.as_str(), nobody] {
        let tried = json!({ "user_ids": [user], "dry_run": true });
        let told: Value = caller.post_json(&ours, tried).await.json();
        assert_eq!(
            (&told["to_send"], &told["left_out"]["not_found"]),
            (&json!(0), &json!(1))
        );
    }
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
