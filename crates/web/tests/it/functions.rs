//! Server functions, as an island calls them.

use axum::{
    body::Body,
    http::{Method, header},
};
use serde_json::{Value, json};
use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{ADA, ada, api, welcomed},
    browser::{Browser, Page, request},
    canned_api::CannedApi,
};

const SEND: &str = "/ui/fn/send-welcome-email";
const WATCH: &str = "/ui/fn/watch-welcome-emails";

fn sent() -> String {
    format!("POST /api/v1/users/{ADA}/welcome-emails")
}

fn looked_up() -> String {
    format!("GET /api/v1/users/{ADA}")
}

async fn call(api: &CannedApi, name: &str, arguments: Value) -> Page {
    call_as(api, name, arguments.to_string(), "en").await
}

async fn call_as(api: &CannedApi, name: &str, body: String, language: &str) -> Page {
    let request = request(Method::POST, name)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT_LANGUAGE, language)
        .header(header::REFERER, "https://usher.example/admin");
    let request = request.body(Body::from(body)).expect("a request");
    Browser::on(api).send(request).await
}

fn json_of(page: &Page) -> Value {
    serde_json::from_str(&page.html).expect("JSON")
}

#[tokio::test]
async fn a_welcome_email_is_sent_as_whoever_asks_and_its_state_comes_back_in_words() {
    let api = api()
        .on(&sent(), 202, &json!({}))
        .on(&looked_up(), 200, &welcomed(ada(), "queued"));
    let answer = call(&api, SEND, json!({ "user": ADA })).await;
    answer.is(200);
    let state = json_of(&answer);
    assert_eq!(state["status"], "queued");
    assert_eq!(state["moving"], true);
    assert_eq!(state["said"], "Welcome email to Ada Lovelace: Queued");
    assert!(state["html"].as_str().expect("text").contains(">Queued<"));
    let call = api.call(&sent());
    assert_eq!(call.headers["cookie"], "__Host-usher_session=abc");
    assert_eq!(call.context.expect("a context").request_id, "req-7");
}

#[tokio::test]
async fn watching_tells_of_those_who_are_there_and_sends_nothing() {
    let api = api().on(&looked_up(), 200, &welcomed(ada(), "sent"));
    let stranger = uuid::Uuid::from_u128(0xdead);
    let answer = call(&api, WATCH, json!({ "users": [stranger, ADA] })).await;
    answer.is(200);
    let states = json_of(&answer);
    assert_eq!(states.as_array().expect("a list").len(), 1);
    assert_eq!(states[0]["user"], ADA.to_string());
    assert_eq!(states[0]["moving"], false);
    let posts = api
        .calls()
        .iter()
        .filter(|call| call.name.starts_with("POST"))
        .count();
    assert_eq!(posts, 0);
}

#[tokio::test]
async fn a_refusal_is_a_code_and_a_sentence_in_the_language_of_the_reader() {
    let api = api().fails(&sent(), ErrorCode::NoAddress);
    for (language, sentence) in [
        (
            "en",
            "The user has no email address to send to. Add one first.",
        ),
        ("de", "keine E-Mail-Adresse"),
    ] {
        let answer = call_as(&api, SEND, json!({ "user": ADA }).to_string(), language).await;
        answer.is(ErrorCode::NoAddress.status());
        let refusal = json_of(&answer);
        assert_eq!(refusal["code"], "no_address");
        assert!(
            refusal["text"].as_str().expect("text").contains(sentence),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn whoever_is_signed_out_is_told_so_and_not_led_away() {
    let api = api().fails("GET /api/v1/me", ErrorCode::Unauthenticated);
    let answer = call(&api, SEND, json!({ "user": ADA })).await;
    answer.is(401);
    assert_eq!(json_of(&answer)["code"], "unauthenticated");
    assert!(api.calls().iter().all(|call| call.name != sent()));
}

#[tokio::test]
async fn what_is_no_argument_reaches_no_api() {
    for body in ["", "{}", "[]", "{\"user\":\"../../accounts\"}", "user=1"] {
        let api = api();
        let answer = call_as(&api, SEND, body.to_owned(), "en").await;
        answer.is(400);
        assert!(
            api.calls()
                .iter()
                .all(|call| !call.name.starts_with("POST")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn nothing_is_called_by_a_link_or_a_form() {
    let api = api().on(&sent(), 202, &json!({}));
    let browser = Browser::on(&api);
    for name in [SEND, WATCH] {
        browser.get(&format!("{name}?user={ADA}")).await.is(405);
        browser.post(name, &format!("user={ADA}")).await.is(400);
    }
    browser.post("/ui/fn/nothing", "").await.is(404);
    assert!(api.calls().iter().all(|call| call.name != sent()));
}
