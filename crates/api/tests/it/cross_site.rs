//! Requests that another site makes a browser send, through the whole router.

use http::Method;
use serde_json::json;
use usher_api_types::problem::ErrorCode;
use usher_test_support::{Client, OWNER_EMAIL, PASSWORD};

use crate::{
    answers::announced_problem,
    operations,
    world::{World, is_unsafe},
};

/// Somebody with the owner's cookie who does not say where a request came from.
async fn silent_browser(world: &World) -> Client {
    world.app.owner().await;
    let mut silent = world.app.anonymous();
    silent
        .sign_in(OWNER_EMAIL, PASSWORD)
        .await
        .assert_status(201);
    silent
}

#[tokio::test]
async fn no_operation_that_changes_something_takes_a_request_from_another_site() {
    let world = World::start().await;
    let browser = world.app.admin().await;
    for operation in operations::all()
        .iter()
        .filter(|one| is_unsafe(&one.method))
    {
        for site in ["cross-site", "same-site", "elsewhere"] {
            let mut request = world
                .call(&browser, operation)
                .header("sec-fetch-site", site);
            if let Some(body) = &operation.body {
                request = request.json(&body.example);
            }
            let code = announced_problem(operation, &request.send().await, site);
            assert_eq!(code, ErrorCode::CrossSite, "{operation}, {site}");
        }
    }
    // Nothing was done: she is still signed in, and everything is still there.
    for path in ["users", "accounts"] {
        let id = if path == "users" {
            &world.ids.user
        } else {
            &world.ids.account
        };
        browser
            .get(&format!("/api/v1/{path}/{id}"))
            .await
            .assert_status(200);
    }
}

#[tokio::test]
async fn a_cookie_is_worth_nothing_to_a_form_elsewhere_that_hides_where_it_is() {
    let world = World::start().await;
    let silent = silent_browser(&world).await;
    for origin in [
        None,
        Some("null"),
        Some("https://evil.example"),
        Some("https://usher.localhost"),
    ] {
        for path in ["/api/v1/accounts", "/ui/accounts", "/ui/sign-out"] {
            let mut request = silent.request(Method::POST, path);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            request.send().await.assert_status(403);
        }
    }
    let own = silent.request(Method::POST, "/api/v1/accounts");
    let own = own
        .header("origin", "http://usher.localhost")
        .json(&json!({ "name": "Ours" }));
    own.send().await.assert_status(201);
}

#[tokio::test]
async fn reading_and_programs_with_a_token_are_never_refused() {
    let world = World::start().await;
    let silent = silent_browser(&world).await;
    let reading = silent
        .request(Method::GET, "/api/v1/me")
        .header("sec-fetch-site", "cross-site");
    reading.send().await.assert_status(200);
    let program = world.owner.request(Method::POST, "/api/v1/accounts");
    let program = program.header("origin", "https://evil.example");
    program
        .json(&json!({ "name": "By a program" }))
        .send()
        .await
        .assert_status(201);
}

#[tokio::test]
async fn a_dialect_refuses_in_its_own_words_and_pages_with_a_page() {
    let world = World::start().await;
    let browser = world.app.admin().await;
    let refused = async |path: &str| {
        let request = browser
            .request(Method::POST, path)
            .header("sec-fetch-site", "cross-site");
        let answer = request.send().await;
        answer.assert_status(403);
        assert!(answer.header("x-request-id").is_some(), "{path}");
        (
            answer.header("content-type").map(str::to_owned),
            answer.text(),
        )
    };
    let (media_type, body) = refused("/v3.0/OS-USER/users/1/welcome").await;
    assert_eq!(media_type.as_deref(), Some("application/json"));
    assert_eq!(
        body,
        concat!(
            r#"{"error":{"code":403,"message":"You are not authorized to perform the requested "#,
            r#"action.","title":"Forbidden"}}"#
        )
    );
    let (media_type, _) = refused("/ui/accounts").await;
    assert_eq!(media_type.as_deref(), Some("text/html; charset=utf-8"));
}
