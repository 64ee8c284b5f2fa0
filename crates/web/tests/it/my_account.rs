//! "My account".

use axum::http::header::SET_COOKIE;
use usher_api_types::{problem::ErrorCode, session::Session};
use uuid::Uuid;

use crate::{
    bodies::{api, at, nobody, page},
    browser::Browser,
    canned_api::CannedApi,
};

const PASSWORD: &str = "PUT /api/v1/me/password";

fn session(current: bool) -> Session {
    Session {
        id: Uuid::from_u128(u128::from(current)),
        current,
        user_agent: Some("Firefox on Linux".to_owned()),
        address: Some("192.0.2.7".to_owned()),
        created_at: at(0),
        last_used_at: at(60),
        expires_at: at(10_000),
    }
}

fn somebody() -> CannedApi {
    api().on("GET /api/v1/me", 200, &nobody()).on(
        "GET /api/v1/me/sessions",
        200,
        &page(vec![session(true), session(false)]),
    )
}

#[tokio::test]
async fn it_shows_who_one_is_and_where_one_is_signed_in() {
    let page = Browser::on(&somebody()).get("/account").await;
    page.is(200)
        .says("Grace Hopper")
        .says("This browser.")
        .says("Firefox on Linux")
        .says("Sign out everywhere else")
        .says_nothing_of("/admin");
}

#[tokio::test]
async fn changing_the_password_keeps_this_browser_signed_in() {
    let api =
        somebody()
            .on(PASSWORD, 204, &())
            .with_header(PASSWORD, SET_COOKIE, "usher_session=new");
    let done = Browser::on(&api)
        .post(
            "/ui/account/password",
            "current_password=old&new_password=correct+horse+battery",
        )
        .await;
    done.is(303);
    assert_eq!(done.location(), "/account?notice=password_changed");
    assert_eq!(done.header("set-cookie"), "usher_session=new");
}

#[tokio::test]
async fn each_of_the_two_passwords_has_its_own_error() {
    let form = "current_password=hunter2hunter2&new_password=hunter3hunter3";
    for (code, field) in [
        (ErrorCode::SignInFailed, "current_password-error"),
        (ErrorCode::WeakPassword, "new_password-error"),
    ] {
        let page = Browser::on(&somebody().fails(PASSWORD, code))
            .post("/ui/account/password", form)
            .await;
        page.is(422)
            .says(&format!("id=\"{field}\""))
            .says_nothing_of("hunter");
    }
}

#[tokio::test]
async fn other_sessions_end_at_the_press_of_a_button() {
    let api = somebody().on("DELETE /api/v1/me/sessions", 204, &());
    let done = Browser::on(&api)
        .post("/ui/account/sign-out-others", "")
        .await;
    assert_eq!(done.location(), "/account?notice=others_signed_out");
}
