//! "My account".

use axum::http::header::SET_COOKIE;
use usher_api_types::{
    problem::ErrorCode,
    session::{Session, SessionKind},
};
use uuid::Uuid;

use crate::{
    bodies::{api, at, nobody, page},
    browser::Browser,
    canned_api::CannedApi,
};

const PASSWORD: &str = "PUT /api/v1/me/password";
const PROFILE: &str = "PATCH /api/v1/me";

fn session(current: bool) -> Session {
    Session {
        id: Uuid::from_u128(u128::from(current)),
        kind: SessionKind::Browser,
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
        .says("This browser")
        .says("Firefox on Linux")
        .says("Sign out everywhere else")
        .says_nothing_of("/admin");
}

#[tokio::test]
async fn a_token_of_a_program_is_told_from_a_browser() {
    let token = Session {
        kind: SessionKind::Program,
        user_agent: Some("keystoneauth1/5.18.1".to_owned()),
        ..session(false)
    };
    let sessions = page(vec![session(true), token]);
    let api =
        api()
            .on("GET /api/v1/me", 200, &nobody())
            .on("GET /api/v1/me/sessions", 200, &sessions);
    let page = Browser::on(&api).get("/account").await;
    page.is(200).says("keystoneauth1").says("A program’s token");
    let browsers = Browser::on(&somebody()).get("/account").await;
    browsers.says_nothing_of("A program’s token");
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

#[tokio::test]
async fn name_and_language_are_changed_without_more_ado() {
    let mut german = nobody();
    german.locale = Some("de".to_owned());
    let api = somebody().on(PROFILE, 200, &german);
    let browser = Browser::on(&api);
    browser
        .get("/account")
        .await
        .says("action=\"/ui/account/profile\"")
        .says("value=\"Grace Hopper\"")
        .says("<option value=\"ar\">العربية</option>");
    let done = browser
        .post("/ui/account/profile", "display_name=Grace+B.&locale=de")
        .await;
    done.is(303);
    assert_eq!(done.location(), "/account?notice=profile_saved");
    assert!(done.header("set-cookie").starts_with("language=de;"));
    assert_eq!(
        api.call(PROFILE).body,
        serde_json::json!({"display_name": "Grace B.", "locale": "de"})
    );
    let forgotten = Browser::on(&somebody().on(PROFILE, 200, &nobody()))
        .post("/ui/account/profile", "display_name=Grace+B.&locale=")
        .await;
    assert!(forgotten.header("set-cookie").starts_with("language=;"));
}

#[tokio::test]
async fn of_the_profile_only_what_was_changed_is_sent_and_the_cookie_follows_all_the_same() {
    let mut me = nobody();
    me.locale = Some("de".to_owned());
    let api = somebody().on("GET /api/v1/me", 200, &me);
    let saving = api.clone().on(PROFILE, 200, &me);
    let browser = Browser::on(&saving);
    let shown = browser.get("/account").await.hidden("shown");
    let form = format!("display_name=Grace+B.&locale=de&shown={shown}");
    let done = browser.post("/ui/account/profile", &form).await;
    assert!(done.header("set-cookie").starts_with("language=de;"));
    let body = saving.call(PROFILE).body;
    assert_eq!(body, serde_json::json!({"display_name": "Grace B."}));

    let refusing = Browser::on(&api.fails(PROFILE, ErrorCode::InvalidField));
    let page = refusing.post("/ui/account/profile", &form).await;
    page.is(422).says("value=\"Grace B.\"");
    assert_eq!(page.hidden("shown"), shown, "still what was shown first");
}

#[tokio::test]
async fn a_new_address_takes_the_present_password() {
    let form = "email=+grace%40navy.example&email_password=hunter2hunter2";
    let api = somebody().on(PROFILE, 200, &nobody());
    let done = Browser::on(&api).post("/ui/account/email", form).await;
    assert_eq!(done.location(), "/account?notice=email_changed");
    assert_eq!(
        api.call(PROFILE).body,
        serde_json::json!({"email": "grace@navy.example", "current_password": "hunter2hunter2"})
    );

    let wrong = serde_json::json!({
        "type": "", "title": "", "status": 422, "detail": "", "code": "invalid_field",
        "errors": [{"field": "current_password", "code": "wrong", "message": ""}],
    });
    let page = Browser::on(&somebody().on(PROFILE, 422, &wrong))
        .post("/ui/account/email", form)
        .await;
    page.is(422)
        .says("id=\"email_password-error\"")
        .says("That is not your present password.")
        .says("value=\" grace@navy.example\"")
        .says("<details open class=\"reveal\">")
        .says_nothing_of("hunter");
}

#[tokio::test]
async fn an_empty_address_is_a_mistake_and_never_takes_the_old_one_away() {
    let api = somebody().on(PROFILE, 200, &nobody());
    let page = Browser::on(&api)
        .post("/ui/account/email", "email=+&email_password=x")
        .await;
    page.is(422).says("id=\"email-error\"");
    assert!(api.calls().iter().all(|call| call.name != PROFILE));
}

#[tokio::test]
async fn what_cannot_be_listed_does_not_hide_the_rest() {
    let api = somebody().fails("GET /api/v1/me/sessions", ErrorCode::Unavailable);
    Browser::on(&api)
        .get("/account")
        .await
        .is(200)
        .says("The list cannot be shown right now.")
        .says("action=\"/ui/account/password\"");
}

#[tokio::test]
async fn reloading_a_refused_form_leads_back_to_the_page() {
    let browser = Browser::on(&somebody());
    for form in ["profile", "email", "password"] {
        let page = browser
            .get(&format!("/ui/account/{form}?language=pt"))
            .await;
        page.is(303);
        assert_eq!(page.location(), "/account?language=pt", "{form}");
    }
}
