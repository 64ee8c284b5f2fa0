//! What happened lately: to one user, to deliveries, and whether the audit log still tells it all.

use chrono::Duration;
use serde_json::{Value, json};
use usher_test_support::{
    Client, TestApp, on_both_databases, usher_application::audit_sealer, usher_domain::role::Role,
};

use crate::{
    story::NEW_PASSWORD,
    world::{World, id_in},
};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";

/// The actions of a page of events, and where the next one starts.
async fn actions(caller: &Client, url: &str) -> (Vec<String>, Option<String>) {
    let answer = caller.get(url).await;
    answer.assert_status(200);
    let page: Value = answer.json();
    let items = page["items"].as_array().expect("items");
    let action = |event: &Value| event["action"].as_str().expect("an action").to_owned();
    let next = page["next_cursor"].as_str().map(str::to_owned);
    (items.iter().map(action).collect(), next)
}

async fn verify(caller: &Client, body: Value) -> Value {
    let answer = caller.post_json("/api/v1/audit-events/verify", body).await;
    answer.assert_status(200);
    answer.json()
}

async fn seal(app: &TestApp) {
    let sealer = uuid::Uuid::from_u128(1);
    audit_sealer::seal_all(&app.app, sealer)
        .await
        .expect("sealed");
}

on_both_databases! {
    async fn a_users_history_is_told_page_by_page(app) {
        let world = World::on(app).await;
        let link = world.app.mailbox("ada@example.com").only().password_link();
        world.app.clock.advance(Duration::minutes(1));
        let consume = json!({ "token": link.token(), "password": NEW_PASSWORD });
        let request = world.app.browser();
        let request = request
            .request(http::Method::POST, "/api/v1/password-links/consume")
            .header("user-agent", FIREFOX)
            .json(&consume);
        request.send().await.assert_status(204);

        let url = format!("/api/v1/users/{}/events", world.ids.user);
        let (all, next) = actions(&world.owner, &url).await;
        // She was created and welcomed in the same millisecond, whose order is not told.
        assert_eq!(all[0], "password_link.consumed");
        let mut before = all[1..].to_vec();
        before.sort_unstable();
        assert_eq!(before, ["user.created", "welcome_email.requested"]);
        assert_eq!(next, None);
        let (first, next) = actions(&world.owner, &format!("{url}?limit=2")).await;
        let next = next.expect("a second page");
        let (second, next) = actions(&world.owner, &format!("{url}?limit=2&cursor={next}")).await;
        assert_eq!([first, second].concat(), all);
        assert_eq!(next, None);

        let page: Value = world.owner.get(&url).await.json();
        let set = &page["items"][0];
        assert_eq!(set["user_agent"], FIREFOX);
        assert_eq!(set["address"], "127.0.0.1");
        assert_eq!(set["place"], Value::Null);
        assert_eq!(set["by"]["kind"], "link_holder");
        assert_eq!(set["by"]["id"], world.ids.user);
        let events = page["items"].as_array().expect("items");
        let created = events.iter().find(|event| event["action"] == "user.created");
        let created = created.expect("she was created");
        assert_eq!(created["by"]["kind"], "api_token");
        assert_eq!(created["user_agent"], Value::Null);
        let elsewhere = world.another_account().await;
        let foreign = format!("/api/v1/users/{}/events", elsewhere.user);
        let here = world.ids.account.parse().expect("an id");
        let helpdesk = world.app.api_token(Role::Helpdesk, Some(here)).await;
        helpdesk.get(&url).await.assert_status(200);
        helpdesk.get(&foreign).await.assert_status(404);
    }

    async fn deliveries_are_told_by_hour_and_by_what_came_of_them(app) {
        let world = World::on(app).await;
        let elsewhere = world.another_account().await;
        let history = |caller: Client, query: String| async move {
            caller.get(&format!("/api/v1/deliveries/history{query}")).await
        };
        let told: Value = history(world.owner.clone(), String::new()).await.json();
        assert_eq!(told["days"], 7);
        assert_eq!(told["funnel"], json!({ "sent": 2, "opened": 0, "password_set": 0 }));
        assert_eq!(told["hours"].as_array().map(Vec::len), Some(24));
        assert_eq!((&told["hours"][23]["sent"], &told["hours"][0]["sent"]), (&json!(2), &json!(0)));
        assert_eq!(told["hours"][23]["failed"], 0);

        let link = world.app.mailbox("ada@example.com").only().password_link();
        let consume = json!({ "token": link.token(), "password": NEW_PASSWORD });
        let used = world.app.anonymous().post_json("/api/v1/password-links/consume", consume).await;
        used.assert_status(204);
        let (here, there) = (&world.ids.account, &elsewhere.account);
        let query = format!("?account_id={here}&days=31");
        let told: Value = history(world.owner.clone(), query).await.json();
        assert_eq!(told["days"], 31);
        assert_eq!(told["funnel"], json!({ "sent": 1, "opened": 1, "password_set": 1 }));

        let account = there.parse().expect("an id");
        let helpdesk = world.app.api_token(Role::Helpdesk, Some(account)).await;
        let told: Value = history(helpdesk.clone(), "?days=1".to_owned()).await.json();
        assert_eq!(told["funnel"], json!({ "sent": 1, "opened": 0, "password_set": 0 }));
        let refused = history(helpdesk, format!("?account_id={here}")).await;
        refused.assert_status(403);
    }

    async fn the_audit_log_is_verified_against_a_head_that_was_kept(app) {
        let world = World::on(app).await;
        let before = verify(&world.owner, json!({})).await;
        assert_eq!(before["intact"], true);
        assert_eq!((&before["sealed"], &before["head"]), (&json!(0), &Value::Null));
        assert!(before["unsealed"].as_u64().is_some_and(|waiting| waiting > 0), "{before}");

        seal(&world.app).await;
        let first = verify(&world.owner, Value::Null).await;
        assert_eq!((&first["intact"], &first["unsealed"]), (&json!(true), &json!(0)));
        assert_eq!(first["sealed"], first["verified"]);
        assert_eq!(first["compared_with_kept_head"], false);
        assert!(first["signed_at"].is_string(), "{first}");
        assert_eq!(
            (&first["problem"], &first["at_event"], &first["continue_from"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );

        world.another_account().await;
        seal(&world.app).await;
        let later = verify(&world.owner, json!({ "since_head": first["head"] })).await;
        assert_eq!((&later["intact"], &later["compared_with_kept_head"]), (&json!(true), &json!(true)));
        assert_ne!(later["head"], first["head"]);
        let rest = verify(&world.owner, json!({ "continue_from": first["head"] })).await;
        assert_eq!((&rest["intact"], &rest["head"]), (&json!(true), &later["head"]));

        let other = format!("1:{}", "0".repeat(64));
        let broken = verify(&world.owner, json!({ "since_head": other })).await;
        assert_eq!((&broken["intact"], &broken["problem"]), (&json!(false), &json!("kept_head_differs")));
        assert!(broken["at_event"].is_string(), "{broken}");
        for (member, value) in [
            ("since_head", "1:abc"),
            ("continue_from", "yesterday"),
            ("continue_from", other.as_str()),
        ] {
            let body = json!({ member: value });
            let answer = world.owner.post_json("/api/v1/audit-events/verify", body).await;
            answer.assert_status(422);
            let problem: Value = answer.json();
            assert_eq!(problem["errors"][0]["field"], member, "{problem}");
        }
    }
}

#[tokio::test]
async fn the_whole_log_is_verified_by_whoever_may_read_all_of_it() {
    let world = World::start().await;
    let here = world.ids.account.parse().expect("an id");
    for (role, account, status) in [
        (Role::Auditor, None, 200),
        (Role::Auditor, Some(here), 403),
        (Role::Owner, Some(here), 403),
        (Role::UserAdmin, None, 403),
    ] {
        let caller = world.app.api_token(role, account).await;
        let answer = caller.post("/api/v1/audit-events/verify").await;
        answer.assert_status(status);
    }
}

#[tokio::test]
async fn a_list_of_users_goes_on_in_its_own_order_only() {
    let world = World::start().await;
    let users = format!("/api/v1/accounts/{}/users", world.ids.account);
    for login in ["grace", "mary"] {
        world.app.clock.advance(Duration::seconds(1));
        let made = world
            .owner
            .post_json(&users, json!({ "login": login }))
            .await;
        id_in(&made);
    }
    let page = |query: String| {
        let (owner, users) = (world.owner.clone(), users.clone());
        async move { owner.get(&format!("{users}?limit=1&{query}")).await }
    };
    let logins = |answer: Value| answer["items"][0]["login"].as_str().map(str::to_owned);
    for (query, first) in [
        ("sort=-name", "mary"),
        ("sort=created", "ada"),
        ("sort=-welcomed", "ada"),
        ("welcome=none", "grace"),
        ("welcome=sent&sort=name", "ada"),
        ("status=pending&welcome=none&sort=-login", "mary"),
    ] {
        let answer: Value = page(query.to_owned()).await.json();
        assert_eq!(logins(answer).as_deref(), Some(first), "{query}");
    }
    let first: Value = page("sort=name".to_owned()).await.json();
    let cursor = first["next_cursor"].as_str().expect("a second page");
    let next: Value = page(format!("sort=name&cursor={cursor}")).await.json();
    assert_eq!(logins(next).as_deref(), Some("grace"));
    let refused = page(format!("sort=-name&cursor={cursor}")).await;
    refused.assert_status(400);
    assert_eq!(refused.problem().code, "malformed_request");
}
