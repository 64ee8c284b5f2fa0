//! The greeting after a password was set.

use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{nobody, owner},
    browser::Browser,
    canned_api::CannedApi,
};

#[tokio::test]
async fn the_greeting_leads_on_by_a_link() {
    let mut me = nobody();
    me.continue_url = Some("https://app.example/start".to_owned());
    let greet = |me| Browser::on(&CannedApi::default().on("GET /api/v1/me", 200, &me));
    let page = greet(me.clone()).get("/welcomed").await;
    page.is(200)
        .says("Welcome, Grace Hopper")
        .says("href=\"https://app.example/start\"");

    me.continue_url = Some("javascript:alert(1)".to_owned());
    greet(me)
        .get("/welcomed")
        .await
        .is(200)
        .says_nothing_of("javascript")
        .says("href=\"/account\"");
    greet(owner())
        .get("/welcomed")
        .await
        .says("href=\"/admin\"");

    let blocked = CannedApi::default().fails("GET /api/v1/me", ErrorCode::Unauthenticated);
    let page = Browser::on(&blocked).get("/welcomed").await;
    page.is(200)
        .says("Your password is set")
        .says("href=\"/sign-in\"");
}
