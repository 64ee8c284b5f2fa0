//! Paths and methods: what does not exist is said to not exist, in the form of the API.

use std::collections::BTreeMap;

use http::Method;
use usher_api_types::problem::ErrorCode;

use crate::{
    answers::{announced_problem, problem},
    operations::{self, Operation},
    world::{Ids, World},
};

#[tokio::test]
async fn what_is_no_identifier_or_an_unknown_one_names_nothing() {
    let world = World::start().await;
    let long = "a".repeat(5_000);
    let braced = format!("%7B{}%7D", world.ids.user);
    let unknown = [
        "1",
        "null",
        "%00",
        "%FF",
        "%25",
        "..%2F..%2Fetc%2Fpasswd",
        "%0D%0AX:%20y",
        "%F0%9F%98%80",
        "'%20OR%201=1--",
        "00000000-0000-0000-0000-000000000000",
        "0190a5b4-0000-7000-8000-00000000dead",
        &braced,
        &long,
    ];
    for operation in operations::all()
        .iter()
        .filter(|operation| operation.has_identifier())
    {
        for id in unknown {
            let id = id.to_owned();
            let ids = Ids {
                account: id.clone(),
                user: id.clone(),
                message: id.clone(),
                api_token: id.clone(),
                access_key: id.clone(),
                provider: id.clone(),
                template: id.clone(),
                bulk_send: id.clone(),
                user_import: id.clone(),
            };
            let url = operation.url(&ids).replace("link_used", &id);
            let mut request = world.owner.request(operation.method.clone(), &url);
            if let Some(body) = &operation.body {
                request = request.json(&body.example);
            }
            let answer = request.send().await;
            let code = announced_problem(operation, &answer, &id);
            assert_eq!(code, ErrorCode::NotFound, "{operation}, {id}");
        }
    }
}

#[tokio::test]
async fn an_identifier_is_read_with_and_without_hyphens_and_in_capitals() {
    let world = World::start().await;
    for id in [
        world.ids.user.clone(),
        world.ids.user.replace('-', ""),
        world.ids.user.to_uppercase(),
    ] {
        world
            .owner
            .get(&format!("/api/v1/users/{id}"))
            .await
            .assert_status(200);
    }
}

/// The methods of each path.
fn by_path() -> BTreeMap<String, Vec<Operation>> {
    let mut paths: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for operation in operations::all() {
        paths
            .entry(operation.path.clone())
            .or_default()
            .push(operation);
    }
    paths
}

#[tokio::test]
async fn another_method_is_refused_and_the_right_ones_are_listed() {
    let world = World::start().await;
    let own = Method::from_bytes(b"PROPFIND").expect("a method");
    let all = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        own,
    ];
    for (path, operations) in by_path() {
        let mut right: Vec<Method> = operations.iter().map(|one| one.method.clone()).collect();
        if right.contains(&Method::GET) {
            right.push(Method::HEAD);
        }
        let url = operations[0].url(&world.ids);
        for method in all.iter().filter(|method| !right.contains(method)) {
            let answer = world.owner.request(method.clone(), &url).send().await;
            answer.assert_status(405);
            let mut allowed: Vec<_> = answer
                .header("allow")
                .expect("the right methods")
                .split(',')
                .collect();
            let mut expected: Vec<_> = right.iter().map(Method::as_str).collect();
            allowed.sort_unstable();
            expected.sort_unstable();
            assert_eq!(allowed, expected, "{path}");
            if method == Method::HEAD {
                assert_eq!(answer.text(), "", "{path}");
            } else {
                let code = problem(&answer, &path);
                assert_eq!(code, ErrorCode::MethodNotAllowed, "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn head_tells_what_get_would_and_shows_nothing() {
    let world = World::start().await;
    for operation in operations::all()
        .iter()
        .filter(|one| one.method == Method::GET)
    {
        let url = operation.url(&world.ids);
        let shown = world.owner.get(&url).await;
        let told = world.owner.request(Method::HEAD, &url).send().await;
        assert_eq!(told.status(), shown.status(), "{url}");
        assert_eq!(
            told.header("content-type"),
            shown.header("content-type"),
            "{url}"
        );
        assert_eq!(told.text(), "", "{url}");
    }
}

#[tokio::test]
async fn a_slash_too_many_or_words_behind_a_path_lead_nowhere() {
    let world = World::start().await;
    let mut urls: Vec<String> = ["", "/", "/nothing", "/%00", "/%FF", "/..", "/docs/..%2Fx"]
        .iter()
        .map(|path| format!("/api/v1{path}"))
        .collect();
    for operation in operations::all() {
        let url = operation.url(&world.ids);
        urls.extend(["/", "//", "/x/y/z", "%00"].map(|end| format!("{url}{end}")));
    }
    for url in urls {
        let answer = world.owner.get(&url).await;
        // What stands where an identifier is expected may be an operation of another method.
        if answer.status() != 405 {
            assert_eq!(problem(&answer, &url), ErrorCode::NotFound, "{url}");
        }
    }
}
