//! Bulk sends over HTTP: tried out, started, watched, paused, resumed, called off.

use serde_json::{Value, json};
use usher_application::bulk_sends;
use usher_test_support::TestResponse;
use uuid::Uuid;

use crate::world::World;

fn sends(world: &World) -> String {
    format!("/api/v1/accounts/{}/bulk-sends", world.ids.account)
}

/// The account's second user, whom nobody has welcomed.
async fn grace(world: &World) -> String {
    let users = format!("/api/v1/accounts/{}/users", world.ids.account);
    let grace = json!({ "login": "grace", "email": "grace@example.com" });
    let made: Value = world.owner.post_json(&users, grace).await.json();
    made["id"].as_str().expect("an id").to_owned()
}

async fn work_off(world: &World) {
    let node = Uuid::from_u128(1);
    for _ in 0..5 {
        bulk_sends::tend(&world.app.app, node)
            .await
            .expect("it goes on");
        world.app.deliver_mail().await;
    }
}

fn refusals(answer: &TestResponse) -> Vec<(String, String)> {
    assert_eq!(answer.problem().code, "invalid_field", "{}", answer.text());
    let body: Value = answer.json();
    let text = |member: &Value| member.as_str().expect("a text").to_owned();
    let errors = body["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}

#[tokio::test]
async fn a_run_is_tried_out_started_and_watched_until_it_is_done() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, sends(&world));
    grace(&world).await;
    let tried = owner
        .post_json(&url, json!({ "filter": {}, "dry_run": true }))
        .await;
    tried.assert_status(200);
    let tried: Value = tried.json();
    assert_eq!((&tried["total"], &tried["to_send"]), (&json!(2), &json!(1)));
    assert_eq!(tried["left_out"]["sent_lately"], 1);

    let wanted = json!({
        "filter": { "status": "pending" }, "template_id": "email01", "canary": 0,
        "failure_threshold_percent": 50,
    });
    let made = owner.post_json(&url, wanted).await;
    made.assert_status(202);
    let send: Value = made.json();
    assert_eq!(
        (&send["status"], &send["ended_at"]),
        (&json!("running"), &Value::Null)
    );
    assert_eq!(send["filter"], json!({ "status": "pending" }));
    assert_eq!(send["progress"]["remaining"], 2);
    assert_eq!(send["requested_by"]["kind"], "api_token");
    let one = made.header("location").expect("a location").to_owned();
    assert_eq!(owner.get(&one).await.json::<Value>(), send);

    work_off(&world).await;
    let send: Value = owner.get(&one).await.json();
    assert_eq!(send["status"], "done", "{send}");
    assert_eq!(
        (&send["progress"]["sent"], &send["progress"]["waiting"]),
        (&json!(1), &json!(0))
    );
    let mail = world.app.mailbox("grace@example.com");
    assert!(!mail.is_empty());
    let left: Value = owner
        .get(&format!("{one}/left-out?reason=sent_lately"))
        .await
        .json();
    assert_eq!(left["items"][0]["user_id"], json!(world.ids.user));
    assert_eq!(left["items"][0]["login"], "ada");
    let unknown = owner.get(&format!("{one}/left-out?reason=bored")).await;
    assert_eq!(unknown.problem().code, "malformed_request");

    // Page by page, both are there: this one and the one that the account had before.
    let first: Value = owner.get(&format!("{url}?limit=1")).await.json();
    let cursor = first["next_cursor"].as_str().expect("another page");
    let second = owner.get(&format!("{url}?limit=1&cursor={cursor}")).await;
    let second: Value = second.json();
    let listed = [&first["items"][0]["id"], &second["items"][0]["id"]];
    assert!(listed.contains(&&send["id"]) && listed.contains(&&json!(world.ids.bulk_send)));
    assert_eq!(second["next_cursor"], Value::Null);
    let over = owner.post(&format!("{one}/cancel")).await;
    assert_eq!(
        (over.status().as_u16(), over.problem().code.as_str()),
        (409, "conflict")
    );
}

#[tokio::test]
async fn a_run_is_paused_resumed_and_called_off() {
    let world = World::start().await;
    let owner = &world.owner;
    let grace = grace(&world).await;
    let made = owner
        .post_json(&sends(&world), json!({ "user_ids": [grace] }))
        .await;
    let one = made.header("location").expect("a location").to_owned();
    bulk_sends::tend(&world.app.app, Uuid::from_u128(1))
        .await
        .expect("it goes on");

    let paused: Value = owner.post(&format!("{one}/pause")).await.json();
    assert_eq!(
        (&paused["status"], &paused["pause_reason"]),
        (&json!("paused"), &json!("asked"))
    );
    assert_eq!(
        (&paused["filter"], &paused["progress"]["waiting"]),
        (&Value::Null, &json!(1))
    );
    world.app.deliver_mail().await;
    assert!(world.app.mailbox("grace@example.com").is_empty());
    let resumed: Value = owner.post(&format!("{one}/resume")).await.json();
    assert_eq!(
        (&resumed["status"], &resumed["pause_reason"]),
        (&json!("running"), &Value::Null)
    );
    let cancelled: Value = owner.post(&format!("{one}/cancel")).await.json();
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(cancelled["progress"]["cancelled"], 1);
    work_off(&world).await;
    assert!(world.app.mailbox("grace@example.com").is_empty());
    let over = owner.post(&format!("{one}/resume")).await;
    assert_eq!(
        (over.status().as_u16(), over.problem().code.as_str()),
        (409, "conflict")
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_name() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, sends(&world));
    let id = &world.ids.user;
    for unclear in [json!({}), json!({ "filter": {}, "user_ids": [id] })] {
        let answer = owner.post_json(&url, unclear).await;
        assert_eq!(answer.problem().code, "malformed_body");
    }
    let wrong = json!({
        "filter": { "status": "asleep", "welcome": "late" }, "template_id": "a b",
        "pace_per_minute": 0, "canary": -1, "failure_threshold_percent": 101,
        "skip_welcomed_within_hours": 8_761,
    });
    let told = refusals(&owner.post_json(&url, wrong).await);
    let told: Vec<_> = told
        .iter()
        .map(|(field, code)| (field.as_str(), code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("filter.status", "unknown"),
            ("filter.welcome", "unknown"),
            ("template_id", "invalid_character"),
            ("pace_per_minute", "out_of_range"),
            ("canary", "out_of_range"),
            ("failure_threshold_percent", "out_of_range"),
            ("skip_welcomed_within_hours", "out_of_range"),
        ]
    );
    let too_many = vec![id.as_str(); 100_001];
    for (wrong, field, code) in [
        (
            json!({ "filter": {}, "template_id": "nothing" }),
            "template_id",
            "unknown",
        ),
        (json!({ "user_ids": [] }), "user_ids", "required"),
        (json!({ "user_ids": too_many }), "user_ids", "too_many"),
    ] {
        let told = refusals(&owner.post_json(&url, wrong).await);
        assert_eq!(told, [(field.to_owned(), code.to_owned())]);
    }
}

#[tokio::test]
async fn a_run_starts_only_if_as_many_would_be_sent_to_as_was_expected() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, sends(&world));
    grace(&world).await;
    let expecting = |count: i64| json!({ "filter": {}, "canary": 0, "expected_to_send": count });
    for wrong in [0, 2, -1] {
        let refused = owner.post_json(&url, expecting(wrong)).await;
        let problem = refused.problem();
        assert_eq!((problem.status, problem.code.as_str()), (409, "conflict"));
        assert!(problem.detail.contains("1 users"), "{}", problem.detail);
    }
    let named = || {
        let request = owner.request(http::Method::POST, &url);
        request
            .header("idempotency-key", "once")
            .json(&expecting(1))
    };
    let first = named().send().await;
    first.assert_status(202);
    work_off(&world).await;
    let tried = json!({ "filter": {}, "dry_run": true, "expected_to_send": 7 });
    let left: Value = owner.post_json(&url, tried).await.json();
    assert_eq!(left["to_send"], 0);
    // Whoever asks once more under the same name is told what was started, not what is left.
    let second = named().send().await;
    second.assert_status(202);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.header("location"), first.header("location"));
    assert!(!world.app.mailbox("grace@example.com").is_empty());
}

#[tokio::test]
async fn an_account_has_so_many_runs_at_most_that_are_not_over() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, sends(&world));
    let started = async || owner.post_json(&url, json!({ "filter": {} })).await;
    // One was started for every test.
    for _ in 1..20 {
        started().await.assert_status(202);
    }
    let problem = started().await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (409, "conflict"));
    assert!(problem.detail.contains("too many"), "{}", problem.detail);
    let tried = json!({ "filter": {}, "dry_run": true });
    owner.post_json(&url, tried).await.assert_status(200);
}

#[tokio::test]
async fn a_repeated_request_starts_one_run() {
    let world = World::start().await;
    let url = sends(&world);
    let grace = grace(&world).await;
    for body in [json!({ "filter": {} }), json!({ "user_ids": [grace] })] {
        let mut made = Vec::new();
        for _ in 0..2 {
            let request = world.owner.request(http::Method::POST, &url);
            let request = request.header("idempotency-key", &body.to_string());
            let answer = request.json(&body).send().await;
            answer.assert_status(202);
            made.push(answer.json::<Value>()["id"].clone());
        }
        assert_eq!(made[0], made[1]);
    }
    let all: Value = world.owner.get(&url).await.json();
    assert_eq!(all["items"].as_array().map(Vec::len), Some(3));
}
