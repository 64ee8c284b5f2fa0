//! Captured mail as an inbox.

use usher_api_types::{
    captured_email::{CapturedEmail, CapturedEmailContent},
    page::Page,
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, MAIL, api, at, owner, page},
    browser::{Browser, PUBLIC_URL},
    canned_api::CannedApi,
};

const LIST: &str = "GET /api/v1/captured-emails";
const PATH: &str = "/admin/captured-mail";

fn email(id: Uuid, recipient: &str, purpose: &str) -> CapturedEmail {
    CapturedEmail {
        id,
        account_id: ACCOUNT,
        user_id: ADA,
        recipient: recipient.to_owned(),
        purpose: purpose.to_owned(),
        captured_at: at(0),
    }
}

fn content() -> CapturedEmailContent {
    CapturedEmailContent {
        email: email(MAIL, "ada@example.com", "welcome"),
        from: "Usher <no-reply@example.com>".to_owned(),
        to: "Ada Lovelace <ada@example.com>".to_owned(),
        subject: "Welcome <here>".to_owned(),
        text: format!("Hello\n{PUBLIC_URL}/welcome/t0ken\nhttps://elsewhere.example/x\n"),
        html: "<p>Hello</p>".to_owned(),
    }
}

fn captured() -> CannedApi {
    let other = Uuid::from_u128(0x2);
    let emails = Page {
        items: vec![
            email(MAIL, "ada@example.com", "welcome"),
            email(other, "bob@example.com", "reset"),
        ],
        next_cursor: Some("c2".to_owned()),
    };
    let mut me = owner();
    me.mail_is_captured = true;
    api()
        .on("GET /api/v1/me", 200, &me)
        .on(LIST, 200, &emails)
        .on(
            &format!("GET /api/v1/captured-emails/{MAIL}"),
            200,
            &content(),
        )
}

#[tokio::test]
async fn the_inbox_lists_and_opens_nothing_by_itself() {
    let api = captured();
    let html = Browser::on(&api).get(PATH).await;
    html.is(200)
        .says("ada@example.com")
        .says("Password reset")
        .says(&format!("href=\"{PATH}/{MAIL}\""))
        .says(&format!("href=\"{PATH}?cursor=c2\""))
        .says("Choose an email to read it.")
        .says("noted in the audit log");
    // Opening one is on record, so the list must not.
    let opened = format!("GET /api/v1/captured-emails/{MAIL}");
    assert!(!api.calls().iter().any(|call| call.name == opened));
}

#[tokio::test]
async fn a_mail_is_shown_in_a_frame_without_scripts_beside_the_list() {
    let html = Browser::on(&captured())
        .get(&format!("{PATH}/{MAIL}?cursor=c1"))
        .await;
    html.is(200)
        .says("<title>Welcome &lt;here&gt; · Usher</title>")
        .says("Usher &lt;no-reply@example.com&gt;")
        .says(&format!("href=\"/admin/users/{ADA}\""))
        .says("sandbox=\"\"")
        .says(&format!("src=\"/api/v1/captured-emails/{MAIL}/html\""))
        .says(&format!(
            "href=\"{PATH}/{MAIL}?cursor=c1\" aria-current=\"true\""
        ))
        .says(&format!("href=\"{PATH}/{MAIL}?part=text&amp;cursor=c1\""))
        .says(&format!(
            "href=\"{PUBLIC_URL}/welcome/t0ken\" rel=\"noreferrer\""
        ))
        .says("Open the password link")
        .says("bob@example.com");
}

#[tokio::test]
async fn each_password_link_of_a_mail_has_a_button_and_nothing_else_has() {
    let mut several = content();
    several.text = format!(
        "{PUBLIC_URL}/reset/one\n{PUBLIC_URL}/reset/two\n{PUBLIC_URL}/sign-in\nhttps://elsewhere.example/reset/x\n"
    );
    let get = format!("GET /api/v1/captured-emails/{MAIL}");
    let html = Browser::on(&captured().on(&get, 200, &several))
        .get(&format!("{PATH}/{MAIL}"))
        .await;
    html.is(200)
        .says(&format!("href=\"{PUBLIC_URL}/reset/one\""))
        .says("Open password link 1")
        .says("Open password link 2")
        .says_nothing_of("Open password link 3")
        .says_nothing_of("href=\"https://elsewhere.example");
}

#[tokio::test]
async fn in_the_text_only_our_own_links_can_be_followed() {
    let html = Browser::on(&captured())
        .get(&format!("{PATH}/{MAIL}?part=text"))
        .await;
    html.is(200)
        .says(&format!("<a href=\"{PUBLIC_URL}/welcome/t0ken\""))
        .says("https://elsewhere.example/x")
        .says_nothing_of("href=\"https://elsewhere.example")
        .says_nothing_of("<iframe");
}

#[tokio::test]
async fn a_mail_that_went_with_its_link_says_so_beside_the_others() {
    let gone = Uuid::from_u128(0xdead);
    let html = Browser::on(&captured())
        .get(&format!("{PATH}/{gone}"))
        .await;
    html.is(404)
        .says("This email went with its link")
        .says("bob@example.com");
    let refused = captured().fails(
        &format!("GET /api/v1/captured-emails/{MAIL}"),
        ErrorCode::Forbidden,
    );
    Browser::on(&refused)
        .get(&format!("{PATH}/{MAIL}"))
        .await
        .is(403);
}

#[tokio::test]
async fn an_empty_inbox_says_why() {
    let none = page(Vec::<CapturedEmail>::new());
    let html = Browser::on(&captured().on(LIST, 200, &none))
        .get(PATH)
        .await;
    html.is(200)
        .says("Send a welcome email, and it appears here.");
    let html = Browser::on(&api().on(LIST, 200, &none)).get(PATH).await;
    html.is(200).says("They go out through a mail server");
}
