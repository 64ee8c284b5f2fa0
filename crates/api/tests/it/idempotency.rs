//! `Idempotency-Key`: a request with a name is carried out once, and every answer to it says the same.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestResponse, usher_domain::role::Role};

use crate::operations::{self, Operation};
use crate::world::{World, id_in};

const KEY: &str = "8e03978e-40d5-43e8-bc93-6894a57f9324";

async fn post(caller: &Client, url: &str, key: &str, body: Option<Value>) -> TestResponse {
    let request = caller.request(Method::POST, url);
    let request = request.header("idempotency-key", key);
    match body {
        Some(body) => request.json(&body).send().await,
        None => request.send().await,
    }
}

#[track_caller]
fn is_replayed(answer: &TestResponse, replayed: bool) {
    let told = answer.header("idempotency-replayed");
    assert_eq!(told, replayed.then_some("true"), "{}", answer.text());
}

#[track_caller]
fn is_refused(answer: &TestResponse, status: u16, code: &str) {
    let problem = answer.problem();
    assert_eq!((problem.status, problem.code.as_str()), (status, code));
}

#[tokio::test]
async fn a_user_is_made_once_and_told_again() {
    let world = World::start().await;
    let url = format!("/api/v1/accounts/{}/users", world.ids.account);
    let body = json!({ "login": "joan", "email": "joan@example.com", "send_welcome": true });
    let first = post(&world.owner, &url, KEY, Some(body.clone())).await;
    first.assert_status(201);
    is_replayed(&first, false);

    // The draft of the header's standard puts the key into quotation marks.
    let second = post(&world.owner, &url, &format!("\"{KEY}\""), Some(body)).await;
    second.assert_status(201);
    is_replayed(&second, true);
    assert_eq!(second.header("location"), first.header("location"));
    let (first, second): (Value, Value) = (first.json(), second.json());
    assert!(first["welcome_email_id"].is_string());
    for member in ["id", "login", "welcome_email_id", "created_at"] {
        assert_eq!(first[member], second[member], "{member}");
    }
    world.app.deliver_mail().await;
    assert_eq!(world.app.mailbox("joan@example.com").len(), 1);

    let other = json!({ "login": "hedy", "email": "hedy@example.com" });
    let answer = post(&world.owner, &url, KEY, Some(other.clone())).await;
    is_refused(&answer, 422, "idempotency_key_reused");
    let another = world.app.api_token(Role::Owner, None).await;
    let answer = post(&another, &url, KEY, Some(other)).await;
    answer.assert_status(201);
    is_replayed(&answer, false);
}

#[tokio::test]
async fn an_answer_to_a_repeated_request_is_read_anew() {
    let world = World::start().await;
    let url = format!("/api/v1/accounts/{}/users", world.ids.account);
    let body = json!({ "login": "joan" });
    let made = id_in(&post(&world.owner, &url, KEY, Some(body.clone())).await);
    let user = format!("/api/v1/users/{made}");
    let named = json!({ "display_name": "Joan Clarke" });
    world.owner.patch(&user, named).await.assert_status(200);
    let told: Value = post(&world.owner, &url, KEY, Some(body.clone()))
        .await
        .json();
    assert_eq!(told["display_name"], "Joan Clarke");
    world.owner.delete(&user).await.assert_status(204);
    let answer = post(&world.owner, &url, KEY, Some(body)).await;
    is_refused(&answer, 404, "not_found");
}

#[tokio::test]
async fn a_welcome_email_is_sent_once_however_late_it_is_repeated() {
    let world = World::start().await;
    let url = format!("/api/v1/users/{}/welcome-emails", world.ids.user);
    // The one that she was sent before is no double click any more.
    world.app.clock.advance(chrono::Duration::minutes(1));
    let first = post(&world.owner, &url, KEY, None).await;
    first.assert_status(202);
    // Long after what a double click is.
    world.app.clock.advance(chrono::Duration::hours(2));
    let second = post(&world.owner, &url, KEY, None).await;
    second.assert_status(202);
    is_replayed(&second, true);
    assert_eq!(id_in(&second), id_in(&first));

    let message = format!("/api/v1/welcome-emails/{}", id_in(&first));
    world.owner.delete(&message).await.assert_status(204);
    let retry = format!("{message}/retry");
    let first = post(&world.owner, &retry, KEY, None).await;
    first.assert_status(202);
    is_replayed(&first, false);
    let second = post(&world.owner, &retry, KEY, None).await;
    second.assert_status(202);
    is_replayed(&second, true);
    let other = post(&world.owner, &retry, "other", None).await;
    is_refused(&other, 409, "not_retryable");
    world.app.deliver_mail().await;
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let world = World::start().await;
    for url in ["/api/v1/api-tokens", "/api/v1/access-keys"] {
        let body = json!({ "name": "robot", "role": "auditor" });
        let made = id_in(&post(&world.owner, url, KEY, Some(body.clone())).await);
        let answer = post(&world.owner, url, KEY, Some(body)).await;
        is_refused(&answer, 409, "secret_shown");
        assert!(answer.problem().detail.starts_with(&made));
        let list: Value = world.owner.get(url).await.json();
        let robots = list["items"].as_array().expect("a list");
        let robots = robots.iter().filter(|item| item["name"] == "robot");
        assert_eq!(robots.count(), 1, "{url}");
    }
}

#[tokio::test]
async fn what_was_refused_is_corrected_under_the_same_key() {
    let world = World::start().await;
    let url = "/api/v1/accounts";
    let taken = json!({ "name": "Difference Engines" });
    let answer = post(&world.owner, url, KEY, Some(taken)).await;
    is_refused(&answer, 409, "account_name_taken");
    let free = json!({ "name": "Analytical Engines" });
    let answer = post(&world.owner, url, KEY, Some(free.clone())).await;
    answer.assert_status(201);
    is_replayed(&answer, false);
    is_replayed(&post(&world.owner, url, KEY, Some(free)).await, true);
}

#[tokio::test]
async fn trying_out_is_told_again_and_not_done_again() {
    let world = World::start().await;
    let template = format!(
        "/api/v1/accounts/{}/templates/email01/test-send",
        world.ids.account
    );
    for url in ["/api/v1/mail-providers/capture/test", template.as_str()] {
        let member = if url == template { "to" } else { "recipient" };
        let body = json!({ member: "ada@example.com" });
        let first = post(&world.owner, url, KEY, Some(body.clone())).await;
        first.assert_status(200);
        let second = post(&world.owner, url, KEY, Some(body)).await;
        second.assert_status(200);
        is_replayed(&second, true);
        let (first, second): (Value, Value) = (first.json(), second.json());
        assert_eq!(
            (&first["outcome"], &second["outcome"]),
            (&json!("captured"), &json!("captured"))
        );
    }
}

/// The operations that say they read the header.
fn repeatable() -> Vec<Operation> {
    let document = serde_json::to_value(usher_api::openapi_document()).expect("a JSON form");
    let reads = |operation: &Operation| {
        let method = operation.method.as_str().to_lowercase();
        let parameters = &document["paths"][&operation.path][method]["parameters"];
        let mut parameters = parameters.as_array().into_iter().flatten();
        parameters.any(|parameter| parameter["name"] == "Idempotency-Key")
    };
    operations::all().into_iter().filter(reads).collect()
}

#[tokio::test]
async fn every_operation_that_documents_the_header_reads_it() {
    let world = World::start().await;
    let documented = repeatable();
    let paths: BTreeSet<&str> = documented
        .iter()
        .map(|operation| operation.path.as_str())
        .collect();
    for path in [
        "/api/v1/accounts",
        "/api/v1/accounts/{id}/users",
        "/api/v1/users/{id}/welcome-emails",
        "/api/v1/welcome-emails/{id}/retry",
        "/api/v1/api-tokens",
        "/api/v1/access-keys",
        "/api/v1/mail-providers/{name}/test",
        "/api/v1/accounts/{id}/templates/{template_id}/test-send",
    ] {
        assert!(paths.contains(path), "{path}");
    }
    for operation in &documented {
        assert_eq!(operation.method, Method::POST, "{operation}");
        for status in [400, 409, 422] {
            assert!(
                operation.statuses.contains(&status),
                "{operation}: {status}"
            );
        }
        for key in ["", &"k".repeat(256)] {
            let request = world
                .call(&world.owner, operation)
                .header("idempotency-key", key);
            let answer = match &operation.body {
                Some(body) => request.json(&body.example).send().await,
                None => request.send().await,
            };
            is_refused(&answer, 400, "invalid_idempotency_key");
        }
    }
}

#[tokio::test]
async fn who_has_lost_her_rights_learns_nothing_of_what_she_made() {
    let world = World::start().await;
    let account = world.ids.account.parse().expect("an id");
    let admin = world
        .app
        .account_user("grace@example.com")
        .in_account(account);
    let admin = admin
        .with_password()
        .role(
            Role::UserAdmin,
            usher_test_support::usher_domain::grants::Scope::Account(account),
        )
        .insert()
        .await;
    let grace = world.app.signed_in("grace@example.com").await;
    let url = format!("/api/v1/accounts/{account}/users");
    let body = json!({ "login": "joan" });
    post(&grace, &url, KEY, Some(body.clone()))
        .await
        .assert_status(201);
    let roles = format!("/api/v1/users/{}/roles", admin.id);
    world.owner.put(&roles, json!([])).await.assert_status(200);
    let answer = post(&grace, &url, KEY, Some(body)).await;
    is_refused(&answer, 404, "not_found");
}
