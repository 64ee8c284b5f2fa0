//! Bodies: every operation that reads one refuses what it cannot read, and says why.

use http::Method;
use serde_json::{Value, json};
use usher_api_types::problem::ErrorCode;
use usher_test_support::{TestResponse, on_both_databases};

use crate::{
    answers::{announced_problem, sound},
    operations::{self, DocumentedBody, Member, Operation},
    world::World,
};

/// The operations that read a body, with what they read.
fn reading() -> Vec<(Operation, DocumentedBody)> {
    let with_body = |mut operation: Operation| {
        let body = operation.body.take()?;
        Some((operation, body))
    };
    let found: Vec<_> = operations::all()
        .into_iter()
        .filter_map(with_body)
        .collect();
    assert!(found.len() > 10);
    found
}

async fn send(world: &World, operation: &Operation, body: &Value) -> TestResponse {
    world.call(&world.owner, operation).json(body).send().await
}

#[tokio::test]
async fn a_body_of_another_media_type_is_refused() {
    let world = World::start().await;
    for (operation, body) in reading() {
        for media_type in [
            "text/plain",
            "text/json",
            "application/x-www-form-urlencoded",
            "application/",
            "ü",
        ] {
            let request = world.call(&world.owner, &operation);
            let answer = request
                .body(media_type, body.example.to_string())
                .send()
                .await;
            let code = announced_problem(&operation, &answer, media_type);
            assert_eq!(
                code,
                ErrorCode::UnsupportedMediaType,
                "{operation}, {media_type}"
            );
        }
        if body.is_required {
            let answer = world.call(&world.owner, &operation).send().await;
            let code = announced_problem(&operation, &answer, "no body");
            assert_eq!(code, ErrorCode::UnsupportedMediaType, "{operation}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_the_expected_json_is_refused() {
    let world = World::start().await;
    let nested_objects = format!("{}1{}", r#"{"a":"#.repeat(9_000), "}".repeat(9_000));
    let nested_arrays = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let malformed = [
        "{",
        "\u{feff}{}",
        "\"text\"",
        "12",
        "true",
        "\0",
        "{}{}",
        "[1]",
        "// comment\n{}",
        "{'login':'a'}",
        r#"{"a":1e999}"#,
        r#"{"\ud800":1}"#,
        r#"{"__proto__":{}}"#,
        &nested_objects,
        &nested_arrays,
    ];
    for (operation, body) in reading() {
        let wrong_way_round = if body.example.is_array() {
            body.example[0].clone()
        } else {
            json!([body.example])
        };
        let wrong_way_round = wrong_way_round.to_string();
        for text in malformed.into_iter().chain([wrong_way_round.as_str()]) {
            let request = world.call(&world.owner, &operation);
            let answer = request
                .body("application/json", text.to_owned())
                .send()
                .await;
            let what = text.get(..40).unwrap_or(text);
            let code = announced_problem(&operation, &answer, what);
            assert_eq!(code, ErrorCode::MalformedBody, "{operation}, {what}");
        }
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_whatever_it_holds() {
    let world = World::start().await;
    for (operation, _) in reading() {
        // A template is saved as a whole.
        let holds_texts =
            operation.method == Method::PUT && operation.path.contains("{template_id}");
        let holds_lists = operation.path.ends_with("/bulk-sends");
        let limit = match (holds_texts, holds_lists) {
            (true, _) => 1024,
            (_, true) => 5 * 1024,
            _ => 64,
        };
        for bytes in [(limit + 1) * 1024, (2 * 1024 * 1024).max(2 * limit * 1024)] {
            let text = format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes));
            let request = world.call(&world.owner, &operation);
            let answer = request.body("application/json", text).send().await;
            let code = announced_problem(&operation, &answer, "too large");
            assert_eq!(code, ErrorCode::PayloadTooLarge, "{operation}, {bytes}");
        }
    }
}

#[tokio::test]
async fn a_member_that_is_unknown_missing_or_of_the_wrong_type_is_refused() {
    let world = World::start().await;
    for (operation, body) in reading() {
        let mut wrong = vec![(
            "an unknown member".to_owned(),
            body.with("nmae", json!("a")),
        )];
        for member in &body.members {
            if member.is_required {
                wrong.push((
                    format!("without {}", member.name),
                    body.without(&member.name),
                ));
            }
            for value in of_another_type(member) {
                let what = format!("{}: {value}", member.name);
                wrong.push((what, body.with(&member.name, value)));
            }
        }
        for (what, text) in wrong {
            let answer = send(&world, &operation, &text).await;
            let code = announced_problem(&operation, &answer, &what);
            assert_eq!(code, ErrorCode::MalformedBody, "{operation}, {what}");
        }
    }
}

fn of_another_type(member: &Member) -> Vec<Value> {
    let takes = |name: &str| member.types.iter().any(|found| found == name);
    let mut wrong = vec![json!({"a": 1}), json!([1]), json!(1.5), json!(1e308)];
    if !takes("string") {
        wrong.extend([json!("1"), json!("")]);
    }
    wrong.push(json!(u64::MAX));
    if !takes("integer") {
        wrong.extend([json!(0), json!(-1)]);
    }
    if !takes("boolean") {
        wrong.extend([json!(true), json!(false)]);
    }
    if !takes("null") {
        wrong.push(Value::Null);
    }
    match member.format.as_deref() {
        Some("uuid") => wrong.extend([json!(""), json!("1"), json!("\0"), json!("me")]),
        Some("date-time") => {
            wrong.extend([
                json!(""),
                json!("2030-13-01T00:00:00Z"),
                json!("2030-01-01"),
            ]);
        }
        _ => {}
    }
    wrong
}

on_both_databases! {
    async fn hostile_texts_in_any_member_are_taken_or_refused_and_never_break_anything(app) {
        let world = World::on(app).await;
        let texts = [
            String::new(),
            " \t ".to_owned(),
            "\0".to_owned(),
            "a\0b".to_owned(),
            "Ada\r\nBcc: everybody@example.com".to_owned(),
            "ada@example.com\r\nRCPT TO:<eve@example.com>".to_owned(),
            "\u{202e}moc.elpmaxe@ada".to_owned(),
            "مرحبا بالعالم".to_owned(),
            "👩🏽‍🚀".to_owned(),
            "e\u{301}".repeat(200),
            "ada@exämple.com".to_owned(),
            "пользователь@пример.рф".to_owned(),
            "ada@[127.0.0.1]".to_owned(),
            "\"a b\"@example.com".to_owned(),
            "<script>alert(1)</script>".to_owned(),
            "{{ 7 * 7 }}".to_owned(),
            "javascript:alert(1)".to_owned(),
            "'; DROP TABLE account_users; --".to_owned(),
            "\u{ffff}\u{10ffff}".to_owned(),
            "9999-12-31T23:59:60Z".to_owned(),
            "+262142-12-31T23:59:59Z".to_owned(),
            "a".repeat(300),
            "a".repeat(60_000),
        ];
        for (operation, body) in reading() {
            for member in body
                .members
                .iter()
                .filter(|member| member.types.contains(&"string".into()))
            {
                for text in &texts {
                    let answer = send(&world, &operation, &body.with(&member.name, json!(text))).await;
                    let what = format!("{}: {:?}", member.name, text.get(..40).unwrap_or(text));
                    sound(&operation, &answer, &what);
                }
            }
        }
        // Nothing was broken, and what was taken can be shown and mailed.
        world.app.deliver_mail().await;
        for operation in operations::all()
            .iter()
            .filter(|one| one.method == Method::GET)
        {
            let answer = world.call(&world.owner, operation).send().await;
            sound(operation, &answer, "afterwards");
        }
    }
}

#[tokio::test]
async fn numbers_out_of_range_are_told_by_name() {
    let world = World::start().await;
    let url = format!("/api/v1/accounts/{}", world.ids.account);
    for hours in [0, -1, i64::MIN, i64::MAX] {
        let answer = world
            .owner
            .patch(&url, json!({ "link_life_hours": hours }))
            .await;
        assert_eq!(answer.problem().code, "invalid_field", "{hours}");
        let body: Value = answer.json();
        assert_eq!(body["errors"][0]["field"], "link_life_hours");
    }
}

#[tokio::test]
async fn a_token_or_key_that_would_end_before_it_begins_is_not_made() {
    let world = World::start().await;
    for at in [
        "2020-01-01T00:00:00Z",
        "2026-03-14T12:00:00Z",
        "+12000-01-01T00:00:00Z",
    ] {
        let body = json!({ "name": "late", "role": "auditor", "expires_at": at });
        for url in ["/api/v1/api-tokens", "/api/v1/access-keys"] {
            let answer = world.owner.post_json(url, body.clone()).await;
            assert_eq!(answer.problem().code, "invalid_field", "{url} {at}");
        }
    }
}

#[tokio::test]
async fn no_answer_repeats_a_password_that_stood_in_the_wrong_place() {
    let world = World::start().await;
    let secret = "seventeen-quiet-harbours";
    for (operation, body) in reading() {
        for member in &body.members {
            for value in [json!([secret]), json!({ secret: secret }), json!(secret)] {
                let answer = send(&world, &operation, &body.with(&member.name, value)).await;
                if answer.status().is_client_error() {
                    assert!(
                        !answer.text().contains(secret),
                        "{operation}: {}",
                        answer.text()
                    );
                }
            }
        }
    }
}
