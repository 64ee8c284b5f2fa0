//! The pages behind one-time password links.

use axum::{
    body::Body,
    http::{
        Method,
        header::{RETRY_AFTER, SET_COOKIE},
    },
};
use usher_api_types::{account::Branding, problem::ErrorCode};

use crate::{
    bodies::link,
    browser::{Browser, request},
    canned_api::CannedApi,
};

const INSPECT: &str = "POST /api/v1/password-links/inspect";
const CONSUME: &str = "POST /api/v1/password-links/consume";
const RENEW: &str = "POST /api/v1/password-links/renew";

fn with(state: &str, renewable: bool) -> CannedApi {
    CannedApi::default().on(INSPECT, 200, &link(state, renewable))
}

#[tokio::test]
async fn an_open_link_asks_for_a_password_and_tells_the_rule_first() {
    let page = Browser::on(&with("open", false)).get("/welcome/tok").await;
    page.is(200)
        .says("Welcome, Ada Lovelace")
        .says("Choose a password for your account at Analytical Engines.")
        .says("At least 12 characters")
        .says("After that you are signed in.")
        .says("Not expecting this? Close the page; nothing changes.")
        .says("This link works once, until 25 Nov 2026")
        .says("autocomplete=\"new-password\"")
        .says("aria-describedby=\"password-hint password-strength\"")
        .says("data-judge=\"/ui/password-judgement\" data-judge-token=\"tok\"")
        .says("value=\"ada.lovelace\"")
        .says("action=\"/welcome/tok\"")
        .says_nothing_of("wasm")
        .says_nothing_of("maxlength");
}

#[tokio::test]
async fn looking_at_a_link_only_inspects_it() {
    let api = with("open", false);
    let browser = Browser::on(&api);
    browser.get("/welcome/tok").await.is(200);
    let head = request(Method::HEAD, "/welcome/tok")
        .body(Body::empty())
        .expect("a request");
    browser.send(head).await.is(200);
    assert!(api.calls().iter().all(|call| call.name == INSPECT));
}

#[tokio::test]
async fn every_other_state_says_what_happened_and_what_to_do() {
    for (state, renewable, words, way_on) in [
        ("used", false, "already used", "href=\"/sign-in\""),
        (
            "superseded",
            true,
            "There is a newer email",
            "action=\"/welcome/tok/renew\"",
        ),
        (
            "superseded",
            false,
            "There is a newer email",
            "href=\"/sign-in\"",
        ),
        (
            "expired",
            true,
            "has expired",
            "action=\"/welcome/tok/renew\"",
        ),
        ("expired", false, "has expired", "href=\"/forgot-password\""),
        ("void", false, "does not work", "href=\"/forgot-password\""),
        ("void", false, "does not work", "href=\"/sign-in\""),
    ] {
        let page = Browser::on(&with(state, renewable))
            .get("/welcome/tok")
            .await;
        page.is(410)
            .says(words)
            .says(way_on)
            .says_nothing_of("type=\"password\"");
    }
}

#[tokio::test]
async fn before_the_first_owner_nobody_can_be_sent_a_new_link() {
    let page = Browser::on(&with("void", false)).get("/setup/tok").await;
    page.is(410)
        .says("href=\"/sign-in\"")
        .says_nothing_of("/forgot-password");
}

#[tokio::test]
async fn the_first_owner_gives_address_and_account_as_well() {
    let mut setup = link("open", false);
    setup.purpose = Some("setup".to_owned());
    setup.login = None;
    setup.display_name = None;
    let api = CannedApi::default()
        .on(INSPECT, 200, &setup)
        .on(CONSUME, 204, &());
    let browser = Browser::on(&api);
    browser
        .get("/setup/tok")
        .await
        .is(200)
        .says("name=\"email\"")
        .says("name=\"account\"")
        .says_nothing_of("Not expecting this?");
    let form = "email=ada%40example.com&account=Engines&password=correct+horse+battery";
    browser.post("/setup/tok", form).await.is(303);
    let body = api.call(CONSUME).body;
    assert_eq!(body["email"], "ada@example.com");
    assert_eq!(body["account"], "Engines");
    assert_eq!(body["token"], "tok");
}

#[tokio::test]
async fn setting_a_password_signs_in_and_greets() {
    let api = with("open", false).on(CONSUME, 204, &()).with_header(
        CONSUME,
        SET_COOKIE,
        "__Host-usher_session=new",
    );
    let page = Browser::on(&api)
        .post("/welcome/tok", "username=x&password=correct+horse+battery")
        .await;
    page.is(303);
    assert_eq!(page.location(), "/welcomed");
    assert_eq!(page.header("set-cookie"), "__Host-usher_session=new");
}

#[tokio::test]
async fn a_weak_password_is_explained_beside_its_field_and_never_sent_back() {
    let problem = serde_json::json!({
        "type": "https://usher.example/api/v1/errors/weak_password",
        "title": "", "status": 422, "detail": "", "code": "weak_password",
        "errors": [{"field": "password", "code": "guessable", "message": ""}],
    });
    let api = with("open", false).on(CONSUME, 422, &problem);
    let page = Browser::on(&api)
        .post("/welcome/tok", "password=qwertyuiop12")
        .await;
    page.is(422)
        .says("<title>Error: Set your password · Usher</title>")
        .says("href=\"#password\"")
        .says("aria-invalid=\"true\"")
        .says("aria-describedby=\"password-hint password-error ")
        .says("It is easy to guess.")
        .says_nothing_of("qwertyuiop12");
}

#[tokio::test]
async fn a_busy_server_keeps_the_form() {
    let api = with("open", false)
        .fails(CONSUME, ErrorCode::Unavailable)
        .with_header(CONSUME, RETRY_AFTER, "2");
    let page = Browser::on(&api)
        .post("/welcome/tok", "password=correct+horse+battery")
        .await;
    page.is(503)
        .says("Try again shortly.")
        .says("name=\"password\"");
    assert_eq!(page.header("retry-after"), "2");
}

#[tokio::test]
async fn a_failing_server_does_not_give_the_link_away() {
    let api = CannedApi::default().fails(INSPECT, ErrorCode::Internal);
    let page = Browser::on(&api).get("/welcome/tok").await;
    page.is(500)
        .says_nothing_of("href=\"http")
        .says_nothing_of("src=\"http");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn a_link_that_ended_meanwhile_shows_what_became_of_it() {
    let api = with("used", false).fails(CONSUME, ErrorCode::LinkUsed);
    let page = Browser::on(&api)
        .post("/welcome/tok", "password=correct+horse+battery")
        .await;
    page.is(410).says("already used");
}

#[tokio::test]
async fn a_fresh_link_is_sent_at_the_press_of_a_button() {
    let api = with("expired", true).on(RENEW, 202, &());
    let browser = Browser::on(&api);
    let page = browser.post("/welcome/tok/renew", "").await;
    page.is(303);
    assert_eq!(page.location(), "/welcome/tok?notice=fresh_link_sent");
    browser
        .get(page.location())
        .await
        .says("A fresh link is on its way");

    let api = with("expired", true)
        .fails(RENEW, ErrorCode::TooManyRequests)
        .with_header(RENEW, RETRY_AFTER, "840");
    let page = Browser::on(&api).post("/welcome/tok/renew", "").await;
    page.is(429)
        .says("Try again in 14 minutes.")
        .says("action=\"/welcome/tok/renew\"");
}

#[tokio::test]
async fn reloading_a_refused_wish_for_a_fresh_link_leads_back_to_the_link() {
    let page = Browser::on(&with("expired", true))
        .get("/welcome/tok/renew")
        .await;
    page.is(303);
    assert_eq!(page.location(), "/welcome/tok");
}

#[tokio::test]
async fn the_page_looks_like_the_account_of_the_person() {
    let mut branded = link("open", false);
    branded.branding = Some(Branding {
        account_name: "Analytical Engines".to_owned(),
        accent_color: Some("#7a1fa2".to_owned()),
        logo_url: Some("/branding/0123abcd".to_owned()),
    });
    for state in ["open", "used", "expired"] {
        branded.state = state.to_owned();
        let api = CannedApi::default().on(INSPECT, 200, &branded);
        let page = Browser::on(&api).get("/welcome/tok").await;
        page.says("src=\"/branding/0123abcd\"")
            .says("alt=\"Analytical Engines\"")
            .says(" · Analytical Engines</title>")
            .says_nothing_of("style=\"");
    }
}
