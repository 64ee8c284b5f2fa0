//! Accounts: the list, a new one, settings, the switcher.

use usher_api_types::problem::ErrorCode;
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, account, api, page},
    browser::Browser,
};

#[tokio::test]
async fn the_list_leads_to_users_and_settings() {
    let page = Browser::on(&api()).get("/admin/accounts").await;
    page.is(200)
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users\""))
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}\""))
        .says("href=\"/admin/accounts/new\"");
}

#[tokio::test]
async fn several_accounts_can_be_switched_between() {
    let mut other = account();
    other.id = Uuid::from_u128(0xb);
    other.name = "Bletchley Park".to_owned();
    let api = api().on("GET /api/v1/accounts", 200, &page(vec![account(), other]));
    let html = Browser::on(&api)
        .get(&format!("/admin/accounts/{ACCOUNT}/users"))
        .await;
    html.says("Bletchley Park").says("All accounts");
    let html = Browser::on(&crate::bodies::api())
        .get(&format!("/admin/accounts/{ACCOUNT}/users"))
        .await;
    html.says_nothing_of("All accounts");
}

#[tokio::test]
async fn settings_are_saved_whole_and_an_emptied_one_is_cleared() {
    let patch = format!("PATCH /api/v1/accounts/{ACCOUNT}");
    let api = api().on(&patch, 200, &account());
    let browser = Browser::on(&api);
    let page = browser.get(&format!("/admin/accounts/{ACCOUNT}")).await;
    page.is(200)
        .says("value=\"Analytical Engines\"")
        .says("7 days");
    let form = "name=Engines&continue_url=&link_life_hours=24&locale=de&send_welcome_on_create=yes";
    let done = browser.post(&format!("/ui/accounts/{ACCOUNT}"), form).await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}?notice=account_saved")
    );
    let body = api.call(&patch).body;
    assert_eq!(body["continue_url"], "");
    assert_eq!(body["link_life_hours"], 24);
    assert_eq!(body["send_welcome_on_create"], true);
}

#[tokio::test]
async fn a_name_that_is_taken_is_told_beside_the_name() {
    let browser = Browser::on(&api().fails("POST /api/v1/accounts", ErrorCode::AccountNameTaken));
    let page = browser
        .post("/ui/accounts", "name=Engines&link_life_hours=72")
        .await;
    page.is(422)
        .says("id=\"name-error\"")
        .says("Another account has this name.")
        .says("value=\"Engines\"");
    assert!(page.html.contains("value=\"72\" selected"));
}

#[tokio::test]
async fn a_new_account_opens_with_its_users() {
    let browser = Browser::on(&api().on("POST /api/v1/accounts", 201, &account()));
    let done = browser.post("/ui/accounts", "name=Engines").await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}/users?notice=account_created")
    );
}
