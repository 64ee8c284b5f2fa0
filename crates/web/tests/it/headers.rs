//! Headers of pages and assets.

use crate::{
    bodies::{ACCOUNT, ADA, api, link},
    browser::Browser,
    canned_api::CannedApi,
};

#[tokio::test]
async fn every_page_forbids_foreign_content_and_frames() {
    let page = Browser::on(&api()).get("/admin/accounts").await;
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    page.says("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\">");
    page.says_nothing_of("<script>").says_nothing_of("style=\"");
}

#[tokio::test]
async fn no_page_has_comments() {
    let browser = Browser::on(&api());
    for path in [
        "/admin",
        "/admin/accounts",
        "/admin/mail-providers",
        "/admin/api-tokens/new",
        "/sign-in",
        "/nowhere",
        &format!("/admin/users/{ADA}"),
        &format!("/admin/accounts/{ACCOUNT}/users"),
    ] {
        let page = browser.get(path).await;
        page.says_nothing_of("<!-").says_nothing_of("-->");
        page.says_nothing_of("<!>");
    }
}

#[tokio::test]
async fn a_link_page_tells_nobody_its_url() {
    let inspect = "POST /api/v1/password-links/inspect";
    for state in ["open", "used", "void"] {
        let api = CannedApi::default().on(inspect, 200, &link(state, false));
        let page = Browser::on(&api).get("/welcome/token").await;
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{state}");
        assert_eq!(page.header("cache-control"), "no-store", "{state}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_good_under_the_name_of_its_content() {
    let browser = Browser::on(&CannedApi::default());
    let page = browser.get("/sign-in").await;
    let start = page.html.find("/assets/usher-").expect("a style sheet");
    let path: String = page.html[start..]
        .chars()
        .take_while(|c| *c != '"')
        .collect();
    let css = browser.get(&path).await;
    css.is(200).says("color-scheme: light dark");
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(
        css.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    css.says_nothing_of("http");
    browser.get("/favicon.ico").await.is(200).says("<svg");
}
