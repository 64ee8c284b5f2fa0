//! Signing in and out.

use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use usher_api_types::problem::ErrorCode;

use crate::{bodies::api, browser::Browser, canned_api::CannedApi};

const SESSIONS: &str = "POST /api/v1/sessions";

fn accepting() -> CannedApi {
    CannedApi::default()
        .on(SESSIONS, 201, &serde_json::json!({}))
        .with_header(SESSIONS, SET_COOKIE, "__Host-usher_session=new; HttpOnly")
}

#[tokio::test]
async fn whoever_is_not_signed_in_signs_in_and_comes_back() {
    let api = CannedApi::default().fails("GET /api/v1/me", ErrorCode::Unauthenticated);
    let page = Browser::on(&api)
        .get("/admin/accounts?search=a%26b&notice=user_saved")
        .await;
    page.is(303);
    assert_eq!(
        page.location(),
        "/sign-in?next=%2Fadmin%2Faccounts%3Fsearch%3Da%2526b"
    );
}

#[tokio::test]
async fn signing_in_sets_the_cookie_and_goes_where_one_wanted() {
    let api = accepting();
    let form = "login=+ada%40example.com&password=secret&account=&next=%2Fadmin%2Faccounts";
    let page = Browser::on(&api).post("/sign-in", form).await;
    page.is(303);
    assert_eq!(page.location(), "/admin/accounts");
    assert_eq!(
        page.header("set-cookie"),
        "__Host-usher_session=new; HttpOnly"
    );
    let body = api.call(SESSIONS).body;
    assert_eq!(
        body,
        serde_json::json!({"login": "ada@example.com", "password": "secret"})
    );
}

#[tokio::test]
async fn next_never_leads_to_another_site() {
    let browser = Browser::on(&accepting());
    for next in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "javascript%3A1",
    ] {
        let page = browser.get(&format!("/sign-in?next={next}")).await;
        page.is(200)
            .says_nothing_of("name=\"next\"")
            .says_nothing_of("\"//")
            .says_nothing_of("https://")
            .says_nothing_of("javascript:");
        let page = browser
            .post("/sign-in", &format!("login=a&password=b&next={next}"))
            .await;
        assert_eq!(page.location(), "/admin", "{next}");
    }
}

#[tokio::test]
async fn a_failed_sign_in_keeps_the_name_and_never_the_password() {
    let api = CannedApi::default().fails(SESSIONS, ErrorCode::SignInFailed);
    let page = Browser::on(&api)
        .post("/sign-in", "login=ada&password=hunter2hunter2")
        .await;
    page.is(401)
        .says("role=\"alert\"")
        .says("Login, password or account is wrong.")
        .says("value=\"ada\"")
        .says("<title>Error: Sign in · Usher</title>")
        .says("<details open class=\"reveal\">")
        .says_nothing_of("hunter2");
}

#[tokio::test]
async fn too_many_failures_say_how_long_to_wait() {
    let api = CannedApi::default()
        .fails(SESSIONS, ErrorCode::TooManyRequests)
        .with_header(SESSIONS, RETRY_AFTER, "300");
    let page = Browser::on(&api)
        .post("/sign-in", "login=ada&password=x")
        .await;
    page.is(429).says("Try again in 5 minutes.");
    assert_eq!(page.header("retry-after"), "300");
}

#[tokio::test]
async fn signing_out_takes_the_cookie_away() {
    let name = "DELETE /api/v1/sessions/current";
    let api = api()
        .on(name, 204, &())
        .with_header(name, SET_COOKIE, "usher_session=; Max-Age=0");
    let page = Browser::on(&api).post("/ui/sign-out", "").await;
    page.is(303);
    assert_eq!(page.location(), "/sign-in?notice=signed_out");
    assert_eq!(page.header("set-cookie"), "usher_session=; Max-Age=0");
}

#[tokio::test]
async fn a_forgotten_password_is_answered_the_same_for_everybody() {
    let api = CannedApi::default().on("POST /api/v1/password-resets", 202, &());
    let browser = Browser::on(&api);
    let page = browser.post("/forgot-password", "login=whoever").await;
    page.is(303);
    browser
        .get(page.location())
        .await
        .is(200)
        .says("If that name belongs to a user")
        .says_nothing_of("whoever");
}
