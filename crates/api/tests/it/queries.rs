//! Query parameters.

use http::Method;
use usher_api_types::problem::ErrorCode;
use usher_test_support::{TestResponse, on_both_databases};

use crate::{
    answers::{announced_problem, sound},
    operations::{self, Operation},
    world::World,
};

/// Values that a parameter does not take.
fn refused(parameter: &str) -> &'static [&'static str] {
    match parameter {
        "limit" => &[
            "0",
            "-1",
            "201",
            "99999999999999999999",
            "1.5",
            "ten",
            "%00",
            "+1%20",
            "0x10",
        ],
        // Base64 of nothing that a list gives out, and no base64 at all.
        "cursor" => &[
            "%00",
            "e",
            "a=",
            "____",
            "AAAA",
            "YQpiCmM",
            "%F0%9F%98%80",
            "gICA",
        ],
        "status" => &["asleep", "PENDING", "%00", "pending,active"],
        "sort" => &["age", "--login", "login;drop", "%00"],
        "welcome" => &["late", "SENT", "sent,failed", "%00"],
        "state" => &["asleep", "CREATED", "%00", "created,failed"],
        "dry_run" | "send_welcome" | "bom" => &["yes", "1", "TRUE", "%00"],
        "reason" => &["bored", "DISABLED", "%00", "disabled,not_found"],
        "on_duplicate" => &["replace", "SKIP", "%00", "skip,update"],
        "days" => &["0", "-1", "32", "1.5", "week", "%00"],
        "account_id" => &["1", "%00", "everyone"],
        "locale" => &["1", "%00", "deutsch", "de_DE", "pt"],
        "search" | "action" => &[],
        other => panic!("no bad values are known for {other}"),
    }
}

/// Texts that are strange, but are texts.
const STRANGE: [&str; 8] = [
    "%00",
    "%FF",
    "%0D%0A",
    "%22%27%3B--",
    "%25_%5C",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%",
];

/// Asks an operation without a body.
async fn ask(world: &World, operation: &Operation, url: &str) -> TestResponse {
    let request = world.owner.request(operation.method.clone(), url);
    request.send().await
}

#[tokio::test]
async fn a_value_that_a_parameter_does_not_take_is_refused() {
    let world = World::start().await;
    let mut seen = 0;
    for operation in operations::all() {
        let url = operation.url(&world.ids);
        for parameter in &operation.query {
            for value in refused(parameter) {
                let asked = format!("{url}?{parameter}={value}");
                let answer = ask(&world, &operation, &asked).await;
                let what = format!("{parameter}={value}");
                let code = announced_problem(&operation, &answer, &what);
                assert_eq!(code, ErrorCode::MalformedRequest, "{url} {what}");
                seen += 1;
            }
            let asked = format!("{url}?{parameter}=1&{parameter}=2");
            let twice = ask(&world, &operation, &asked).await;
            let code = announced_problem(&operation, &twice, "twice");
            assert_eq!(code, ErrorCode::MalformedRequest, "{url} {parameter}");
        }
    }
    assert!(seen > 100, "only {seen} values were tried");
}

on_both_databases! {
    async fn strange_texts_find_nothing_and_harm_nothing(app) {
        let world = World::on(app).await;
        let long = "a".repeat(6_000);
        for operation in operations::all() {
            let url = operation.url(&world.ids);
            for parameter in &operation.query {
                for value in STRANGE.into_iter().chain([long.as_str()]) {
                    let asked = format!("{url}?{parameter}={value}");
                    let answer = ask(&world, &operation, &asked).await;
                    sound(&operation, &answer, &format!("{parameter}={value}"));
                }
            }
        }
    }
}

#[tokio::test]
async fn unknown_and_empty_parameters_are_ignored() {
    let world = World::start().await;
    let reading = operations::all().into_iter();
    for operation in reading.filter(|operation| operation.method == Method::GET) {
        let url = operation.url(&world.ids);
        for parameter in &operation.query {
            let query = format!("{parameter}=&who=knows&%FF=%00&=");
            world
                .owner
                .get(&format!("{url}?{query}"))
                .await
                .assert_status(200);
        }
    }
}
