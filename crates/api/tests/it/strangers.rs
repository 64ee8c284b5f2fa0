//! One account's people and programs against what belongs to another.

use http::Method;
use serde_json::{Value, json};
use usher_api_types::problem::ErrorCode;
use usher_test_support::{Client, TestResponse, usher_domain::role::Role};

use crate::{
    answers::announced_problem,
    operations::{self, Operation},
    world::{Ids, World},
};

/// What must not be told to strangers.
fn secrets_of(ids: &Ids) -> [&str; 7] {
    [
        &ids.account,
        &ids.user,
        &ids.message,
        &ids.api_token,
        &ids.access_key,
        "grace",
        "Bletchley",
    ]
}

#[track_caller]
fn tells_nothing(operation: &Operation, answer: &TestResponse, ids: &Ids) {
    let text = answer.text();
    for secret in secrets_of(ids) {
        assert!(!text.contains(secret), "{operation} tells {secret}: {text}");
    }
}

async fn call(world: &World, stranger: &Client, operation: &Operation, ids: &Ids) -> TestResponse {
    let mut request = stranger.request(operation.method.clone(), &operation.url(ids));
    if let Some(body) = &operation.body {
        request = request.json(&body.example);
    }
    let answer = request.send().await;
    // Whatever was queued by mistake would be seen.
    world.app.deliver_mail().await;
    answer
}

/// All that can be seen of an account.
async fn state(world: &World, ids: &Ids) -> Vec<Value> {
    let mut seen = Vec::new();
    for url in [
        format!("/api/v1/accounts/{}", ids.account),
        format!("/api/v1/accounts/{}/users", ids.account),
        format!("/api/v1/users/{}", ids.user),
        format!("/api/v1/users/{}/roles", ids.user),
        format!("/api/v1/users/{}/welcome-emails", ids.user),
        "/api/v1/api-tokens".to_owned(),
        "/api/v1/access-keys".to_owned(),
    ] {
        let answer = world.owner.get(&url).await;
        answer.assert_status(200);
        seen.push(answer.json());
    }
    seen
}

/// Calls every operation that names something with the names of another account.
async fn meddle(world: &World, stranger: &Client, theirs: &Ids) {
    let before = state(world, theirs).await;
    for operation in operations::all() {
        if operation.is_public || !operation.has_identifier() {
            continue;
        }
        let answer = call(world, stranger, &operation, theirs).await;
        let code = announced_problem(&operation, &answer, "by a stranger");
        assert!(
            matches!(code, ErrorCode::NotFound | ErrorCode::Forbidden),
            "{operation}: {}",
            answer.text()
        );
        tells_nothing(&operation, &answer, theirs);
    }
    assert_eq!(state(world, theirs).await, before, "something was changed");
}

async fn token_of(world: &World, role: Role) -> Client {
    let account = world.ids.account.parse().expect("an identifier");
    world.app.api_token(role, Some(account)).await
}

#[tokio::test]
async fn no_operation_lets_an_accounts_owner_see_or_change_what_is_anothers() {
    let world = World::start().await;
    let theirs = world.another_account().await;
    for role in Role::ALL {
        let stranger = token_of(&world, role).await;
        meddle(&world, &stranger, &theirs).await;
    }
}

#[tokio::test]
async fn somebody_without_a_role_sees_and_changes_nobody_else() {
    let world = World::start().await;
    let theirs = world.another_account().await;
    let account = theirs.account.parse().expect("an identifier");
    let person = world
        .app
        .account_user("joan@example.com")
        .in_account(account);
    person.with_password().insert().await;
    let colleague = world.app.signed_in("joan@example.com").await;
    meddle(&world, &colleague, &theirs).await;
}

#[tokio::test]
async fn lists_show_an_accounts_owner_nothing_of_another() {
    let world = World::start().await;
    let theirs = world.another_account().await;
    for role in Role::ALL {
        let stranger = token_of(&world, role).await;
        for operation in operations::all() {
            if operation.method == Method::GET
                && !operation.is_public
                && !operation.has_identifier()
            {
                let answer = call(&world, &stranger, &operation, &theirs).await;
                tells_nothing(&operation, &answer, &theirs);
            }
        }
        let url = format!("/api/v1/audit-events?account_id={}", theirs.account);
        stranger.get(&url).await.assert_status(403);
    }
}

#[tokio::test]
async fn nobody_is_drawn_into_an_account_by_one_side_alone() {
    let world = World::start().await;
    let theirs = world.another_account().await;
    let stranger = token_of(&world, Role::Owner).await;
    for (account, user) in [
        (&world.ids.account, &theirs.user),
        (&theirs.account, &world.ids.user),
    ] {
        let url = format!("/api/v1/accounts/{account}/members/{user}");
        for method in [Method::PUT, Method::DELETE] {
            let answer = stranger.request(method.clone(), &url).send().await;
            let code = answer.problem().code;
            assert!(
                matches!(code.as_str(), "not_found" | "forbidden"),
                "{method} {url}: {code}"
            );
        }
    }
    stranger
        .get(&format!("/api/v1/users/{}", theirs.user))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn nobody_gives_away_more_than_she_has() {
    let world = World::start().await;
    let theirs = world.another_account().await;
    let stranger = token_of(&world, Role::SecurityAdmin).await;
    for url in ["/api/v1/api-tokens", "/api/v1/access-keys"] {
        for (role, account) in [
            ("auditor", Value::Null),
            ("auditor", json!(theirs.account)),
            ("owner", json!(world.ids.account)),
        ] {
            let more = json!({ "name": "more", "role": role, "account_id": account });
            stranger.post_json(url, more).await.assert_status(403);
        }
    }
    let roles = format!("/api/v1/users/{}/roles", world.ids.user);
    for grant in [
        json!({ "role": "owner" }),
        json!({ "role": "auditor" }),
        json!({ "role": "owner", "account_id": world.ids.account }),
        json!({ "role": "auditor", "account_id": theirs.account }),
    ] {
        stranger
            .put(&roles, json!([grant]))
            .await
            .assert_status(403);
    }
}
