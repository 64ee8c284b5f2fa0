//! The accounts that a user belongs to, as the native API lists them.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{TestApp, usher_domain::role::Role};

#[tokio::test]
async fn the_accounts_of_a_user_are_listed_primary_first_as_far_as_the_caller_sees_them() {
    let app = TestApp::start().await;
    let home = app.account().await.id;
    let other = app.insert_account("Bletchley Park").await.id;
    let ada = app.account_user("ada@example.com").insert().await.id;
    let owner = app.api_token(Role::Owner, None).await;
    let url = format!("/api/v1/users/{ada}/memberships");
    let primary = json!({ "account_id": home.to_string(), "primary": true });
    let alone = json!({ "items": [primary] });

    let listed = owner.get(&url).await;
    listed.assert_status(200);
    assert_eq!(listed.json::<Value>(), alone);
    let there = app.api_token(Role::Helpdesk, Some(other)).await;
    assert_eq!(there.get(&url).await.problem().code, "not_found");

    let member = format!("/api/v1/accounts/{other}/members/{ada}");
    let added = owner.request(Method::PUT, &member).send().await;
    added.assert_status(204);
    let both = json!({ "items": [primary, { "account_id": other.to_string(), "primary": false }] });
    for caller in [&owner, &there] {
        assert_eq!(caller.get(&url).await.json::<Value>(), both);
    }
    let here = app.api_token(Role::Owner, Some(home)).await;
    assert_eq!(here.get(&url).await.json::<Value>(), alone);

    owner.delete(&member).await.assert_status(204);
    assert_eq!(owner.get(&url).await.json::<Value>(), alone);
    assert_eq!(there.get(&url).await.problem().code, "not_found");
}

#[tokio::test]
async fn roles_in_accounts_that_the_caller_cannot_see_are_not_told() {
    let app = TestApp::start().await;
    let home = app.account().await.id;
    let other = app.insert_account("Bletchley Park").await.id;
    let ada = app.account_user("ada@example.com").insert().await.id;
    let owner = app.api_token(Role::Owner, None).await;
    let here = app.api_token(Role::Owner, Some(home)).await;
    let url = format!("/api/v1/users/{ada}/roles");
    let in_other = json!({ "role": "helpdesk", "account_id": other.to_string() });
    let at_home = json!({ "role": "auditor", "account_id": home.to_string() });
    let both = json!([at_home, in_other]);
    owner.put(&url, both).await.assert_status(200);
    let held = async || {
        let held = owner.get(&url).await.json::<Value>();
        held.as_array().map(Vec::len)
    };
    assert_eq!(held().await, Some(2));
    assert_eq!(here.get(&url).await.json::<Value>(), json!([at_home]));
    let joined = format!("/api/v1/accounts/{other}/members/{ada}");
    owner.put(&joined, json!({})).await.assert_status(204);
    let events = format!("/api/v1/users/{ada}/events");
    for (caller, told) in [(&owner, 4), (&here, 2)] {
        let found: Value = caller.get(&events).await.json();
        assert_eq!(
            found["items"].as_array().map(Vec::len),
            Some(told),
            "{found}"
        );
    }
    // Nobody changes the roles of whoever may do more than she, wherever that is.
    here.put(&url, json!([])).await.assert_status(403);
    assert_eq!(held().await, Some(2));
}
