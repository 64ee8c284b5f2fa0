//! Accounts: the list, a new one, settings, the switcher.

use axum::{
    body::Body,
    http::{Method, header},
};
use usher_api_types::{account::Account, account_user::AccountUser, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, account, api, may_only, page},
    browser::{Browser, Page, request},
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
        .says("name=\"link_life\" type=\"text\" value=\"7\"")
        .says("value=\"days\" selected");
    let form = "name=Engines&continue_url=&link_life=1&link_life_unit=days&locale=de&send_welcome_on_create=yes&sender_name=+Engines+&reply_to=&accent_color=%230b6b67&welcome_emails_per_hour=+500+";
    let done = browser.post(&format!("/ui/accounts/{ACCOUNT}"), form).await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}?notice=account_saved")
    );
    let body = api.call(&patch).body;
    assert_eq!(body["continue_url"], "");
    assert_eq!(body["link_life_hours"], 24);
    assert_eq!(body["send_welcome_on_create"], true);
    assert_eq!(body["sender_name"], "Engines");
    assert_eq!(body["reply_to"], "");
    assert_eq!(body["accent_color"], "#0b6b67");
    assert_eq!(body["welcome_emails_per_hour"], 500);
}

#[tokio::test]
async fn a_limit_is_shown_taken_away_by_an_empty_field_and_a_number() {
    let limited = Account {
        welcome_emails_per_hour: Some(250),
        ..account()
    };
    let get = format!("GET /api/v1/accounts/{ACCOUNT}");
    let patch = format!("PATCH /api/v1/accounts/{ACCOUNT}");
    let api = api().on(&get, 200, &limited).on(&patch, 200, &limited);
    let browser = Browser::on(&api);
    let page = format!("/admin/accounts/{ACCOUNT}");
    browser.get(&page).await.is(200).says("value=\"250\"");
    let form = "name=Engines&link_life=7&link_life_unit=days&welcome_emails_per_hour=";
    let form_url = format!("/ui/accounts/{ACCOUNT}");
    browser.post(&form_url, form).await.is(303);
    assert_eq!(api.call(&patch).body["welcome_emails_per_hour"], 0);
    let html = browser.post(&form_url, &format!("{form}many")).await;
    html.is(422)
        .says("id=\"welcome_emails_per_hour-error\"")
        .says("value=\"many\"");
}

#[tokio::test]
async fn a_name_that_is_taken_is_told_beside_the_name() {
    let browser = Browser::on(&api().fails("POST /api/v1/accounts", ErrorCode::AccountNameTaken));
    let page = browser
        .post(
            "/ui/accounts",
            "name=Engines&link_life=72&link_life_unit=hours",
        )
        .await;
    page.is(422)
        .says("id=\"name-error\"")
        .says("Another account has this name.")
        .says("value=\"Engines\"");
    page.says("value=\"72\"").says("value=\"hours\" selected");
}

#[tokio::test]
async fn a_new_account_opens_with_its_users() {
    let browser = Browser::on(&api().on("POST /api/v1/accounts", 201, &account()));
    let form = "name=Engines&link_life=7&link_life_unit=days";
    let done = browser.post("/ui/accounts", form).await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}/users?notice=account_created")
    );
}

#[tokio::test]
async fn a_life_that_is_no_number_is_told_before_anything_is_asked() {
    let api = api();
    let browser = Browser::on(&api);
    let form = "name=Engines&link_life=soon&link_life_unit=days";
    for path in ["/ui/accounts", &format!("/ui/accounts/{ACCOUNT}")] {
        let html = browser.post(path, form).await;
        html.is(422)
            .says("id=\"link_life-error\"")
            .says("value=\"soon\"");
    }
    let changing = |name: &str| name.starts_with("POST") || name.starts_with("PATCH");
    assert!(!api.calls().iter().any(|call| changing(&call.name)));
}

#[tokio::test]
async fn a_life_that_the_api_refuses_is_told_beside_the_number() {
    let errors = [("link_life_hours", "Too long.")];
    let patch = format!("PATCH /api/v1/accounts/{ACCOUNT}");
    let api = api().fails_on(&patch, ErrorCode::InvalidField, &errors);
    let form = "name=Engines&link_life=99&link_life_unit=days";
    let html = Browser::on(&api)
        .post(&format!("/ui/accounts/{ACCOUNT}"), form)
        .await;
    html.is(422)
        .says("href=\"#link_life\">Choose a time from 1 hour to 30 days.");
}

#[tokio::test]
async fn settings_of_another_account_lead_back_to_all_accounts() {
    let other = Uuid::from_u128(0xb);
    let mut second = account();
    second.id = other;
    let show = format!("GET /api/v1/accounts/{other}");
    let api = api().on(&show, 200, &second);
    let browser = Browser::on(&api);
    let path_to_it = "aria-label=\"Path to this page\"";
    let html = browser.get(&format!("/admin/accounts/{other}")).await;
    html.is(200).says(path_to_it);
    // One's own is at home in the menu.
    let html = browser.get(&format!("/admin/accounts/{ACCOUNT}")).await;
    html.is(200).says_nothing_of(path_to_it);
}

#[tokio::test]
async fn settings_show_what_users_will_see_in_their_language() {
    let mut branded = account();
    branded.locale = Some("de-AT".to_owned());
    branded.accent_color = Some("#ffd400".to_owned());
    branded.logo_url = Some("/branding/abc".to_owned());
    let show = format!("GET /api/v1/accounts/{ACCOUNT}");
    let html = Browser::on(&api().on(&show, 200, &branded))
        .get(&format!("/admin/accounts/{ACCOUNT}"))
        .await;
    html.is(200)
        .says("lang=\"de\"")
        .says("fill=\"#ffd400\"")
        .says("fill=\"#000000\"")
        .says("Willkommen bei Analytical Engines")
        .says("src=\"/branding/abc\"")
        .says("value=\"de-AT\" selected");
}

#[tokio::test]
async fn whoever_may_not_change_an_account_sees_no_form() {
    let me = may_only(&["accounts.read", "users.read"]);
    let html = Browser::on(&api().on("GET /api/v1/me", 200, &me))
        .get(&format!("/admin/accounts/{ACCOUNT}"))
        .await;
    html.is(200)
        .says("not change its settings")
        .says_nothing_of("name=\"accent_color\"")
        .says_nothing_of("type=\"file\"");
}

#[tokio::test]
async fn a_logo_is_passed_on_as_it_is() {
    let put = format!("PUT /api/v1/accounts/{ACCOUNT}/logo");
    let api = api().on(&put, 204, &());
    let browser = Browser::on(&api);
    let done = upload(&browser, b"\x89PNG\r\n\x1a\n...").await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}?notice=logo_saved")
    );
    let call = api.call(&put);
    assert_eq!(call.headers["content-type"], "application/octet-stream");
    assert_eq!(call.bytes, b"\x89PNG\r\n\x1a\n...");
}

#[tokio::test]
async fn a_logo_that_will_not_do_is_told_beside_its_field() {
    let put = format!("PUT /api/v1/accounts/{ACCOUNT}/logo");
    let api = api().fails(&put, ErrorCode::PayloadTooLarge);
    let html = upload(&Browser::on(&api), b"GIF89a").await;
    html.is(422)
        .says("id=\"logo-error\"")
        .says("The file is too large");
    let html = upload(&Browser::on(&api), b"").await;
    html.is(422).says("Choose an image file first.");
    let calls = api.calls();
    assert_eq!(calls.iter().filter(|call| call.name == put).count(), 1);
}

#[tokio::test]
async fn a_logo_can_be_removed_and_an_account_deleted() {
    let browser = Browser::on(
        &api()
            .on(&format!("DELETE /api/v1/accounts/{ACCOUNT}/logo"), 204, &())
            .fails(
                &format!("DELETE /api/v1/accounts/{ACCOUNT}"),
                ErrorCode::AccountNotEmpty,
            ),
    );
    let here = format!("/admin/accounts/{ACCOUNT}");
    let done = browser
        .post(&format!("/ui/accounts/{ACCOUNT}/logo/remove"), "")
        .await;
    assert_eq!(done.location(), format!("{here}?notice=logo_removed"));
    let done = browser
        .post(&format!("/ui/accounts/{ACCOUNT}/delete"), "")
        .await;
    assert_eq!(done.location(), format!("{here}?error=account_not_empty"));
    let gone = api().on(&format!("DELETE /api/v1/accounts/{ACCOUNT}"), 204, &());
    let done = Browser::on(&gone)
        .post(&format!("/ui/accounts/{ACCOUNT}/delete"), "")
        .await;
    assert_eq!(done.location(), "/admin/accounts?notice=account_deleted");
}

#[tokio::test]
async fn only_an_empty_account_offers_its_end() {
    let path = format!("/admin/accounts/{ACCOUNT}");
    let delete = format!("action=\"/ui/accounts/{ACCOUNT}/delete\"");
    let html = Browser::on(&api()).get(&path).await;
    html.says("Only an account without users can be deleted.")
        .says_nothing_of(&delete);
    let users = format!("GET /api/v1/accounts/{ACCOUNT}/users");
    let empty = api().on(&users, 200, &page(Vec::<AccountUser>::new()));
    Browser::on(&empty).get(&path).await.says(&delete);
}

async fn upload(browser: &Browser, image: &[u8]) -> Page {
    let head = "--edge\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\
                Content-Type: image/png\r\n\r\n";
    let body = [head.as_bytes(), image, b"\r\n--edge--\r\n"].concat();
    let request = request(Method::POST, &format!("/ui/accounts/{ACCOUNT}/logo"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .expect("a request");
    browser.send(request).await
}
