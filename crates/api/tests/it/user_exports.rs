//! Files of all users of an account: who may ask for one, and what asking leaves behind.

use http::Method;
use serde_json::Value;
use usher_test_support::{Client, TestResponse, usher_domain::role::Role};

use crate::world::World;

fn file_of(world: &World) -> String {
    format!("/api/v1/accounts/{}/users.csv", world.ids.account)
}

/// How many exports the audit log tells of.
async fn exports(world: &World) -> usize {
    let url = "/api/v1/audit-events?action=users.exported";
    let events: Value = world.owner.get(url).await.json();
    events["items"].as_array().expect("events").len()
}

async fn from(site: &str, caller: &Client, method: Method, url: &str) -> TestResponse {
    let request = caller.request(method, url);
    request.header("sec-fetch-site", site).send().await
}

#[tokio::test]
async fn looking_for_a_file_exports_nobody() {
    let world = World::start().await;
    let url = file_of(&world);
    let told = world.owner.request(Method::HEAD, &url).send().await;
    told.assert_status(200);
    assert_eq!(told.text(), "");
    assert_eq!(exports(&world).await, 0);
    let shown = world.owner.get(&url).await;
    assert_eq!(exports(&world).await, 1);
    for name in ["content-type", "content-disposition", "content-length"] {
        assert_eq!(told.header(name), shown.header(name), "{name}");
    }
    let elsewhere = world.another_account().await.account.parse().ok();
    let stranger = world.app.api_token(Role::Owner, elsewhere).await;
    let told = stranger.request(Method::HEAD, &url).send().await;
    told.assert_status(404);
    stranger.get(&url).await.assert_status(404);
    let wrong = format!("{url}?status=asleep");
    let wrong = world.owner.request(Method::HEAD, &wrong).send().await;
    wrong.assert_status(400);
    assert_eq!(exports(&world).await, 1);
}

#[tokio::test]
async fn another_site_makes_nobody_export() {
    let world = World::start().await;
    let (url, browser) = (file_of(&world), world.app.admin().await);
    for site in ["cross-site", "same-site", "elsewhere"] {
        for method in [Method::GET, Method::HEAD] {
            let refused = from(site, &browser, method.clone(), &url).await;
            refused.assert_status(403);
            if method == Method::GET {
                assert_eq!(refused.problem().code, "cross_site");
            }
        }
    }
    assert_eq!(exports(&world).await, 0);
    // The link of our page, and an address that she typed.
    for site in ["same-origin", "none"] {
        let file = from(site, &browser, Method::GET, &url).await;
        file.assert_status(200);
        assert!(file.text().contains("ada@example.com"), "{site}");
    }
    // A program puts its token in by itself, wherever it runs.
    let file = from("cross-site", &world.owner, Method::GET, &url).await;
    file.assert_status(200);
    assert_eq!(exports(&world).await, 3);
}
