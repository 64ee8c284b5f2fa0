//! What surrounds every page: the ways to go, the languages, an account's colour, what is loaded.

use axum::http::Method;
use usher_api_types::password_link::InspectedLink;

use crate::{
    bodies::{api, link},
    browser::{Browser, request},
    canned_api::CannedApi,
};

#[tokio::test]
async fn the_languages_lead_to_the_same_page_and_keep_its_parameters() {
    let browser = Browser::on(&CannedApi::default());
    let page = browser
        .get("/sign-in?next=%2Fadmin%2Fusers%3Fa%3D1&language=de")
        .await;
    page.is(200)
        .says("<nav aria-label=\"Sprache\" class=\"languages\">")
        .says("href=\"/sign-in?next=%2Fadmin%2Fusers%3Fa%3D1&amp;language=ar\" hreflang=\"ar\" lang=\"ar\"")
        .says("hreflang=\"de\" lang=\"de\" aria-current=\"true\">Deutsch</a>")
        .says_nothing_of("aria-current=\"true\">English</a>");
}

#[tokio::test]
async fn a_refused_form_offers_the_languages_of_the_page_it_stands_on() {
    let page = Browser::on(&CannedApi::default())
        .post("/sign-in", "login=&password=")
        .await;
    page.says("href=\"/sign-in?language=pt\"");
}

#[tokio::test]
async fn an_account_brings_its_colour_and_its_name() {
    let inspected = InspectedLink {
        branding: Some(usher_api_types::account::Branding {
            account_name: "Analytical Engines".to_owned(),
            accent_color: Some("#ffd400".to_owned()),
            logo_url: None,
        }),
        ..link("open", false)
    };
    let api = CannedApi::default().on("POST /api/v1/password-links/inspect", 200, &inspected);
    let browser = Browser::on(&api);
    browser
        .get("/welcome/token")
        .await
        .is(200)
        .says("<link rel=\"stylesheet\" href=\"/assets/accent/ffd400\">")
        .says("class=\"avatar avatar-square avatar-brand\">AE</span>");

    let style = browser.get("/assets/accent/ffd400").await;
    style
        .is(200)
        .says("--accent-fill: light-dark(#ffd400, #ffd400);")
        .says("--on-accent: light-dark(#000000, #000000);");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test]
async fn nothing_but_a_colour_becomes_a_style_sheet() {
    let browser = Browser::on(&CannedApi::default());
    for name in ["ffd40", "ffd400a", "red", "%23ffd40", "ffd4%30%7D"] {
        browser.get(&format!("/assets/accent/{name}")).await.is(404);
    }
}

#[tokio::test]
async fn the_style_sheet_names_fonts_that_are_there() {
    let browser = Browser::on(&CannedApi::default());
    let page = browser.get("/sign-in").await;
    let address = |text: &str, begin: &str, end: char| {
        let rest = text
            .split_once(begin)
            .unwrap_or_else(|| panic!("no {begin} in {text}"))
            .1;
        let rest = rest.split(end).next().expect("an end");
        format!(
            "{}{rest}",
            begin.split('"').next_back().expect("a beginning")
        )
    };
    let style = browser
        .get(&address(&page.html, "href=\"/assets/usher-", '"'))
        .await;
    for font in [
        "url(\"/assets/inter-latin-",
        "url(\"/assets/inter-latin-ext-",
    ] {
        let path = address(&style.html, font, '"');
        let asked = request(Method::HEAD, &path).body(axum::body::Body::empty());
        let font = browser.send(asked.expect("a request")).await;
        assert_eq!(
            (font.status.as_u16(), font.header("content-type")),
            (200, "font/woff2")
        );
    }
}

#[tokio::test]
async fn the_ways_to_go_open_without_a_script() {
    let page = Browser::on(&api()).get("/admin/accounts").await;
    page.is(200)
        .says("popovertarget=\"navigation\"")
        .says("id=\"navigation\" popover=\"auto\"")
        .says("<a href=\"/admin/accounts\" aria-current=\"page\">");
}

/// The review page is for those who work on the pages; it needs nobody and no API.
#[tokio::test]
#[cfg(debug_assertions)]
async fn the_review_page_shows_every_component_once_for_each_theme() {
    let browser = Browser::on(&CannedApi::default());
    let page = browser.get("/admin/components").await;
    page.is(200);
    for class in ["specimen specimen-light", "specimen specimen-dark"] {
        assert_eq!(page.html.matches(class).count(), 13, "{class}");
    }
    browser.get("/admin/components/specimens.css").await.is(200);
    browser
        .get("/admin/components/public?accent=b4232a")
        .await
        .is(200);
}
