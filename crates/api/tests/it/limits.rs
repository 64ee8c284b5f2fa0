//! The limit of an account, set and met through the native API.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_limit_is_set_told_met_and_taken_away() {
    let world = World::start().await;
    let url = format!("/api/v1/accounts/{}", world.ids.account);
    let shown: Value = world.owner.get(&url).await.json();
    assert_eq!(shown["welcome_emails_per_hour"], Value::Null);
    for wrong in [-1, 1_000_001] {
        let body = json!({ "welcome_emails_per_hour": wrong });
        let problem: Value = world.owner.patch(&url, body).await.json();
        let error = &problem["errors"][0];
        assert_eq!(error["field"], "welcome_emails_per_hour");
        assert_eq!(
            (&error["min"], &error["max"]),
            (&json!(1), &json!(1_000_000))
        );
    }
    let body = json!({ "welcome_emails_per_hour": 1 });
    let changed: Value = world.owner.patch(&url, body).await.json();
    assert_eq!(changed["welcome_emails_per_hour"], 1);

    let users = format!("{url}/users");
    let welcomed = |login: &str| json!({ "login": login, "email": format!("{login}@example.com"), "send_welcome": true });
    let made = world.owner.post_json(&users, welcomed("joan")).await;
    made.assert_status(201);
    let refused = world.owner.post_json(&users, welcomed("hedy")).await;
    let problem = refused.problem();
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (429, "account_limit")
    );
    assert!(
        problem.detail.contains("in this hour"),
        "{}",
        problem.detail
    );
    let wait: u64 = refused
        .header("retry-after")
        .expect("a wait")
        .parse()
        .expect("seconds");
    assert!((1..=3_600).contains(&wait), "{wait}");

    let body = json!({ "welcome_emails_per_hour": 0 });
    let changed: Value = world.owner.patch(&url, body).await.json();
    assert_eq!(changed["welcome_emails_per_hour"], Value::Null);
    let made = world.owner.post_json(&users, welcomed("hedy")).await;
    made.assert_status(201);
    world.app.deliver_mail().await;
}
