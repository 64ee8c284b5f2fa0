//! The ways in.

use axum::{
    body::Body,
    http::{Method, header},
};
use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{ACCOUNT, ADA, api, may_only, nobody, owner},
    browser::{Browser, request},
    canned_api::CannedApi,
};

#[tokio::test]
async fn the_root_leads_people_in_and_leaves_data_to_the_api() {
    let signed_out = CannedApi::default().fails("GET /api/v1/me", ErrorCode::Unauthenticated);
    assert_eq!(
        Browser::on(&signed_out).get("/").await.location(),
        "/sign-in"
    );
    assert_eq!(Browser::on(&api()).get("/").await.location(), "/admin");

    let api = CannedApi::default().on("GET /", 200, &"versions");
    let mut json = request(Method::GET, "/")
        .body(Body::empty())
        .expect("a request");
    json.headers_mut()
        .insert(header::ACCEPT, "application/json".parse().expect("a value"));
    Browser::on(&api).send(json).await.is(200).says("versions");
}

#[tokio::test]
async fn whoever_names_no_type_is_led_in_too() {
    let browser = Browser::on(&api());
    for method in [Method::GET, Method::HEAD] {
        for accept in ["*/*", ""] {
            let mut any = request(method.clone(), "/")
                .body(Body::empty())
                .expect("a request");
            any.headers_mut()
                .insert(header::ACCEPT, accept.parse().expect("a value"));
            let page = browser.send(any).await;
            page.is(303);
            assert_eq!(page.location(), "/admin", "{method} {accept}");
        }
    }
}

#[tokio::test]
async fn whoever_may_not_see_deliveries_begins_with_the_users_of_her_account() {
    let me = may_only(&["users.read", "accounts.read"]);
    let page = Browser::on(&api().on("GET /api/v1/me", 200, &me))
        .get("/admin")
        .await;
    page.is(303);
    assert_eq!(page.location(), format!("/admin/accounts/{ACCOUNT}/users"));
}

#[tokio::test]
async fn whoever_has_no_permission_only_ever_meets_her_own_account() {
    let browser = Browser::on(&api().on("GET /api/v1/me", 200, &nobody()));
    for path in [
        "/admin",
        "/admin/accounts",
        &format!("/admin/users/{ADA}"),
        "/admin/captured-mail",
        "/admin/api-tokens",
        "/admin/api-tokens/new",
        "/admin/access-keys",
        "/admin/access-keys/new",
        "/admin/audit-log",
        "/admin/mail-providers",
        &format!("/admin/users/{ADA}/roles"),
    ] {
        let page = browser.get(path).await;
        page.is(303);
        assert_eq!(page.location(), "/account", "{path}");
    }
    let page = browser
        .post(&format!("/ui/users/{ADA}/welcome-emails"), "")
        .await;
    assert_eq!(page.location(), "/account");
}

#[tokio::test]
async fn the_well_known_name_of_changing_a_password_is_the_only_one() {
    let browser = Browser::on(&CannedApi::default());
    let page = browser.get("/.well-known/change-password").await;
    page.is(302);
    assert_eq!(page.location(), "/account");
    browser
        .get("/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200")
        .await
        .is(404);
}

#[tokio::test]
async fn calls_carry_who_the_browser_is() {
    let api = api();
    Browser::on(&api).get("/admin/accounts").await.is(200);
    let call = api.call("GET /api/v1/me");
    assert_eq!(call.headers[header::COOKIE], "__Host-usher_session=abc");
    assert_eq!(call.headers[header::USER_AGENT], "Mozilla/5.0 (Tests)");
    let context = call.context.expect("the context of the call");
    assert_eq!(context.client, Some([192, 0, 2, 7].into()));
    assert_eq!(context.request_id, "req-7");
}

#[tokio::test]
async fn only_calls_with_a_body_name_its_type() {
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let change = format!("PATCH /api/v1/users/{ADA}");
    let api = api().on(&send, 202, &()).on(&change, 200, &());
    let browser = Browser::on(&api);
    let path = format!("/ui/users/{ADA}");
    browser
        .post(&format!("{path}/welcome-emails"), "")
        .await
        .is(303);
    browser.post(&format!("{path}/disable"), "").await.is(303);
    assert_eq!(api.call(&send).headers.get(header::CONTENT_TYPE), None);
    assert_eq!(
        api.call(&change).headers[header::CONTENT_TYPE],
        "application/json"
    );
}

#[tokio::test]
async fn captured_mail_is_announced_on_every_page_of_the_administration() {
    let mut me = owner();
    me.mail_is_captured = true;
    let browser = Browser::on(&api().on("GET /api/v1/me", 200, &me));
    for path in [
        "/admin/accounts",
        &format!("/admin/users/{ADA}"),
        &format!("/admin/accounts/{ACCOUNT}/users"),
    ] {
        let page = browser.get(path).await;
        page.is(200)
            .says("Mail is captured, not sent.")
            .says("href=\"/admin/captured-mail\"");
    }
}
