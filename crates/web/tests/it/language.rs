//! Which language a page is in.

use axum::{
    body::Body,
    http::{Method, header},
};
use usher_api_types::{me::Me, password_link::InspectedLink, problem::ErrorCode, session::Session};

use crate::{
    bodies::{api, link, nobody, page},
    browser::{Browser, Page, request},
    canned_api::CannedApi,
};

pub(crate) const INSPECT: &str = "POST /api/v1/password-links/inspect";
const CONSUME: &str = "POST /api/v1/password-links/consume";
pub(crate) const RENEW: &str = "POST /api/v1/password-links/renew";

/// A request with what a browser and a cookie say about languages.
async fn fetch(api: &CannedApi, path: &str, cookie: Option<&str>, header: Option<&str>) -> Page {
    let mut asked = request(Method::GET, path);
    if let Some(tag) = cookie {
        asked = asked.header(header::COOKIE, format!("language={tag}"));
    }
    if let Some(tags) = header {
        asked = asked.header(header::ACCEPT_LANGUAGE, tags);
    }
    let asked = asked.body(Body::empty()).expect("a request");
    Browser::on(api).send(asked).await
}

/// The same page as somebody's browser in that language asks for it.
pub(crate) async fn read_in(api: &CannedApi, path: &str, language: &str) -> Page {
    fetch(api, path, None, Some(language)).await
}

pub(crate) async fn post_in(api: &CannedApi, path: &str, form: &str, language: &str) -> Page {
    let asked = request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT_LANGUAGE, language)
        .body(Body::from(form.to_owned()))
        .expect("a request");
    Browser::on(api).send(asked).await
}

pub(crate) fn spoken(page: &Page) -> &str {
    let (_, rest) = page.html.split_once("<html").expect("a document");
    let (_, rest) = rest.split_once("lang=\"").expect("a language");
    rest.split('"').next().expect("a tag")
}

fn opened(own: Option<&str>, account: Option<&str>) -> CannedApi {
    let link = InspectedLink {
        locale: own.map(str::to_owned),
        account_locale: account.map(str::to_owned),
        ..link("open", false)
    };
    CannedApi::default().on(INSPECT, 200, &link)
}

pub(crate) fn signed_in(own: Option<&str>, account: Option<&str>) -> CannedApi {
    let me = Me {
        locale: own.map(str::to_owned),
        account_locale: account.map(str::to_owned),
        ..nobody()
    };
    CannedApi::default().on("GET /api/v1/me", 200, &me).on(
        "GET /api/v1/me/sessions",
        200,
        &page::<Session>(Vec::new()),
    )
}

#[tokio::test]
async fn the_choice_goes_before_the_person_her_account_the_cookie_and_the_browser() {
    // query, own, account, cookie, header → language
    let cases = [
        (
            "?language=ar",
            Some("de"),
            Some("pt"),
            Some("en"),
            Some("en"),
            "ar",
        ),
        (
            "?language=xx",
            Some("de"),
            Some("pt"),
            Some("ar"),
            Some("en"),
            "de",
        ),
        ("", Some("de-AT"), Some("pt"), Some("ar"), Some("en"), "de"),
        ("", Some("nl"), Some("pt-BR"), Some("ar"), Some("en"), "pt"),
        ("", None, Some("pt"), Some("ar"), Some("en"), "pt"),
        ("", None, Some("nl"), Some("ar"), Some("de"), "ar"),
        ("", None, None, Some("xx"), Some("nl, de;q=0.5"), "de"),
        ("", None, None, None, Some("nl"), "en"),
        ("", None, None, None, None, "en"),
    ];
    for (query, own, account, cookie, header, expected) in cases {
        let said = format!("{query} {own:?} {account:?} {cookie:?} {header:?}");
        let path = format!("/welcome/tok{query}");
        let page = fetch(&opened(own, account), &path, cookie, header).await;
        assert_eq!(spoken(page.is(200)), expected, "a link: {said}");
        let path = format!("/account{query}");
        let page = fetch(&signed_in(own, account), &path, cookie, header).await;
        assert_eq!(spoken(page.is(200)), expected, "an account: {said}");
    }
}

#[tokio::test]
async fn a_choice_is_kept_in_a_cookie_and_in_the_form() {
    let page = fetch(
        &opened(Some("en"), None),
        "/welcome/tok?language=de",
        None,
        None,
    )
    .await;
    assert!(page.header("set-cookie").starts_with("language=de;"));
    assert!(page.header("vary").contains("Accept-Language"));
    page.says("action=\"/welcome/tok?language=de\"");

    let api = opened(Some("en"), None).on(CONSUME, 204, &());
    let done = post_in(&api, "/welcome/tok?language=de", "password=x", "pt").await;
    assert_eq!(done.location(), "/welcomed?language=de");

    let expired = CannedApi::default()
        .on(INSPECT, 200, &link("expired", true))
        .on(RENEW, 202, &());
    fetch(&expired, "/welcome/tok?language=ar", None, None)
        .await
        .says("action=\"/welcome/tok/renew?language=ar\"");
    let renewed = post_in(&expired, "/welcome/tok/renew?language=ar", "", "en").await;
    assert_eq!(
        renewed.location(),
        "/welcome/tok?language=ar&notice=fresh_link_sent"
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_in_the_language_of_the_person() {
    let api = opened(Some("ar"), None).fails(CONSUME, ErrorCode::WeakPassword);
    let page = post_in(&api, "/welcome/tok", "password=qwertyuiop12", "en").await;
    assert_eq!(spoken(page.is(422)), "ar");
    let api = CannedApi::default()
        .on(
            INSPECT,
            200,
            &InspectedLink {
                locale: Some("de".to_owned()),
                ..link("used", false)
            },
        )
        .fails(CONSUME, ErrorCode::LinkUsed);
    let page = post_in(&api, "/welcome/tok", "password=qwertyuiop12", "en").await;
    page.is(410).says("Dieser Link wurde schon benutzt");
}

#[tokio::test]
async fn administrators_read_english_where_the_administration_does_not_speak_their_language() {
    let mut me = crate::bodies::owner();
    for (own, expected) in [("ar", "en"), ("de", "de")] {
        me.locale = Some(own.to_owned());
        let api = api().on("GET /api/v1/me", 200, &me).on(
            "GET /api/v1/me/sessions",
            200,
            &page::<Session>(Vec::new()),
        );
        for path in ["/admin/accounts", "/account"] {
            let page = read_in(&api, path, "pt").await;
            assert_eq!(spoken(page.is(200)), expected, "{own} {path}");
        }
        let page = read_in(&api, "/welcomed", "pt").await;
        assert_eq!(spoken(&page), own, "the greeting is everybody's");
    }
}

#[tokio::test]
async fn pages_of_nobody_in_particular_speak_as_the_browser_does() {
    for (path, status) in [
        ("/nowhere", 404),
        ("/ui/sign-out", 405),
        ("/.well-known/x", 404),
    ] {
        for language in ["en", "de", "pt", "ar"] {
            let page = read_in(&signed_in(Some("en"), None), path, language).await;
            assert_eq!(spoken(page.is(status)), language, "{path}");
            page.says("req-7").says("href=\"/\"");
        }
    }
}
