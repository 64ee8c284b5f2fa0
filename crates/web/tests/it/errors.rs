//! Error pages.

use axum::{
    body::Body,
    http::{Method, header},
};
use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{ADA, api},
    browser::{Browser, Page, request},
    canned_api::CannedApi,
};

#[tokio::test]
async fn an_unknown_page_says_so_in_the_look_of_all_pages() {
    let browser = Browser::on(&CannedApi::default());
    browser
        .get("/nowhere")
        .await
        .is(404)
        .says("Page not found")
        .says("/assets/usher-");
    Browser::on(&api())
        .get("/admin/users/not-an-id")
        .await
        .is(404)
        .says("Page not found");
}

#[tokio::test]
async fn a_program_gets_the_answer_of_the_api_instead() {
    let mut json = request(Method::GET, "/nowhere")
        .body(Body::empty())
        .expect("a request");
    json.headers_mut()
        .insert(header::ACCEPT, "application/json".parse().expect("a value"));
    let page = Browser::on(&CannedApi::default()).send(json).await;
    page.is(404).says("\"code\":\"not_found\"");
}

#[tokio::test]
async fn a_page_that_only_posts_says_what_it_answers() {
    let page = Browser::on(&CannedApi::default()).get("/ui/sign-out").await;
    page.is(405).says("This address works differently");
    assert_eq!(page.header("allow"), "POST");
}

#[tokio::test]
async fn refusals_and_failures_of_the_api_become_pages() {
    let user = format!("GET /api/v1/users/{ADA}");
    for (code, words) in [
        (ErrorCode::Forbidden, "Not allowed"),
        (ErrorCode::NotFound, "Page not found"),
        (ErrorCode::Internal, "Something went wrong"),
        (ErrorCode::Unavailable, "Not available right now"),
    ] {
        let browser = Browser::on(&api().fails(&user, code));
        let page = browser.get(&format!("/admin/users/{ADA}")).await;
        page.is(code.status()).says(words).says("req-7");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_our_failure() {
    let api = api().on(&format!("GET /api/v1/users/{ADA}"), 200, &"nonsense");
    Browser::on(&api)
        .get(&format!("/admin/users/{ADA}"))
        .await
        .is(500);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_with_a_page() {
    let request = request(Method::POST, "/sign-in")
        .body(Body::from("{}"))
        .expect("a request");
    let page = Browser::on(&CannedApi::default()).send(request).await;
    page.is(400).says("That could not be read");
}

#[tokio::test]
async fn whoever_answers_around_the_pages_has_a_page_for_it() {
    let request = request(Method::POST, "/sign-in")
        .header(header::ACCEPT_LANGUAGE, "de")
        .body(Body::empty())
        .expect("a request");
    let reader = usher_web::Reader::of(&request);
    for (code, words) in [
        (
            ErrorCode::CrossSite,
            "Das Formular kam von einer fremden Website",
        ),
        (ErrorCode::Internal, "Etwas ist schiefgegangen"),
        (ErrorCode::Unavailable, "Gerade nicht erreichbar"),
    ] {
        let page = Page::read(reader.told(code, Some("req-7".to_owned()))).await;
        page.is(code.status())
            .says("lang=\"de\"")
            .says(words)
            .says("req-7")
            .says("href=\"/\"");
    }
}
