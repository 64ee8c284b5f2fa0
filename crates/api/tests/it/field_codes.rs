//! Every refusal of a member has a code of the closed list, by which pages say it in the reader's
//! language.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use usher_api_types::problem::{FieldCode, Problem};
use usher_test_support::TestResponse;

use crate::{operations, world::World};

/// Requires that what is refused is refused by codes that are known, with the bounds they need.
fn codes_of(answer: &TestResponse, what: &str) -> Vec<FieldCode> {
    if answer.status() != 422 {
        return Vec::new();
    }
    let problem: Problem = answer.json();
    assert!(!problem.errors.is_empty(), "{what}: nothing is named");
    let mut codes = Vec::new();
    for error in problem.errors {
        let code = error
            .code
            .parse()
            .unwrap_or_else(|_| panic!("{what}: {error:?}"));
        let names_least = match code {
            FieldCode::TooShort => true,
            // Some ranges have one end only.
            FieldCode::OutOfRange => error.min.is_some(),
            _ => false,
        };
        assert_eq!(error.min.is_some(), names_least, "{error:?}");
        if matches!(code, FieldCode::TooLong | FieldCode::TooManyPixels) {
            assert!(error.max.is_some(), "{what}: {error:?}");
        }
        codes.push(code);
    }
    codes
}

#[tokio::test]
async fn whatever_a_member_holds_is_refused_by_a_code_of_the_list() {
    let world = World::start().await;
    let browser = world.app.admin().await;
    let values = [
        json!(""),
        json!(" "),
        json!("a\0b"),
        json!("a".repeat(3_000)),
        json!("x y/<z>"),
        json!("2020-01-01T00:00:00Z"),
        json!("+12000-01-01T00:00:00Z"),
        json!(0),
        json!("nothing"),
        json!("00000000-0000-0000-0000-000000000001"),
        json!("qwerty123456"),
    ];
    let mut seen = BTreeSet::new();
    for operation in operations::all() {
        let Some(body) = &operation.body else {
            continue;
        };
        for member in &body.members {
            for value in &values {
                for caller in [&world.owner, &browser] {
                    let sent = body.with(&member.name, value.clone());
                    let answer = world.call(caller, &operation).json(&sent).send().await;
                    let what = format!("{operation}, {}: {value:.40}", member.name);
                    seen.extend(codes_of(&answer, &what).iter().map(|code| code.as_str()));
                }
            }
        }
    }
    for code in [
        "empty",
        "too_short",
        "too_long",
        "control_character",
        "invalid_character",
        "common",
        "invalid_address",
        "invalid_url",
        "invalid_language",
        "invalid_color",
        "out_of_range",
        "not_in_future",
        "unknown",
        "required",
    ] {
        assert!(seen.contains(code), "{code} is missing among {seen:?}");
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_by_a_code_under_the_name_of_its_member() {
    let world = World::start().await;
    let link = world.app.mailbox("ada@example.com").only().password_link();
    let consumed = world.app.anonymous().consume_link(&link, "short").await;
    let browser = world.app.admin().await;
    let body = json!({
        "current_password": usher_test_support::PASSWORD,
        "new_password": "short",
    });
    let changed = browser.put("/api/v1/me/password", body).await;
    let set = world
        .call(
            &world.owner,
            &operations::all()
                .into_iter()
                .find(|one| one.method == Method::PATCH && one.path == "/api/v1/users/{id}")
                .expect("an operation"),
        )
        .json(&json!({ "password": "short" }))
        .send()
        .await;
    for (answer, field) in [
        (consumed, "password"),
        (changed, "new_password"),
        (set, "password"),
    ] {
        assert_eq!(answer.problem().code, "weak_password");
        let body: Value = answer.json();
        let [error] = body["errors"].as_array().expect("errors").as_slice() else {
            panic!("{body}")
        };
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!("too_short"))
        );
        assert_eq!(
            (&error["min"], &error["message"]),
            (&json!(12), &body["detail"])
        );
    }
}
