//! What a user's page says about each message, and how far her latest welcome email got.

use usher_api_types::welcome_email::{LinkStatus, Reply, Try, WelcomeEmail};

use crate::{
    bodies::{ADA, MAIL, ada, api, at, may_only, message, page, welcomed},
    browser::{Browser, Page as Html},
    canned_api::CannedApi,
};

pub(crate) fn here() -> String {
    format!("/admin/users/{ADA}")
}

pub(crate) fn messages() -> String {
    format!("GET /api/v1/users/{ADA}/welcome-emails")
}

/// An API whose only message is this one, Ada's latest.
pub(crate) fn with(message: &WelcomeEmail) -> CannedApi {
    let mut user = welcomed(ada(), &message.status);
    user.email = Some("ada@example.com".to_owned());
    api()
        .on(&format!("GET /api/v1/users/{ADA}"), 200, &user)
        .on(&messages(), 200, &page(vec![message.clone()]))
}

pub(crate) async fn shown(message: &WelcomeEmail, language: &str) -> Html {
    let path = format!("{}?language={language}", here());
    let html = Browser::at(&with(message), at(60)).get(&path).await;
    html.is(200);
    html
}

fn attempt(outcome: &str, reply: Option<Reply>) -> Try {
    Try {
        provider: "main".to_owned(),
        started_at: at(2),
        finished_at: Some(at(2)),
        outcome: outcome.to_owned(),
        reply,
    }
}

fn reply(code: u16, enhanced: &str, text: &str) -> Reply {
    Reply {
        code: Some(code),
        enhanced: (!enhanced.is_empty()).then(|| enhanced.to_owned()),
        text: text.to_owned(),
    }
}

/// A message in a state, after one try that ended so.
pub(crate) fn tried(status: &str, outcome: &str) -> WelcomeEmail {
    let mut message = message(status);
    message.tries = vec![attempt(outcome, None)];
    message.link = Some(unopened("open"));
    message
}

pub(crate) fn unopened(state: &str) -> LinkStatus {
    LinkStatus {
        state: state.to_owned(),
        expires_at: at(10_000),
        used_at: None,
        first_opened_at: None,
        visits: 0,
        looks_like_scanner: false,
    }
}

#[tokio::test]
async fn a_message_tells_who_asked_what_the_server_said_and_what_it_means() {
    let html = shown(&message("failed"), "en").await;
    html.says("Asked for by Grace Hopper")
        .says("Firefox on Linux · 192.0.2.7")
        .says("Refused by the mail server")
        .says("There is no mailbox with this address.")
        .says("550 5.1.1 no such user here")
        .says("looks like a mail scanner")
        .says(&format!("href=\"{}/edit#email\"", here()));
}

#[tokio::test]
async fn a_deferred_message_says_when_it_is_tried_next() {
    let mut message = tried("deferred", "deferred");
    message.next_attempt_at = Some(at(72));
    message.tries[0].reply = Some(reply(450, "4.7.1", "come back later"));
    shown(&message, "en")
        .await
        .says("Next try: 18 Nov 2026, 12:18 UTC (in 12 min).")
        .says("Next try in 12 min")
        .says("greylisting")
        .says("450 4.7.1 come back later");
    shown(&message, "de").await.says("(in 12 Min.)");
}

#[tokio::test]
async fn what_a_link_is_worth_is_told_beside_its_message() {
    for (status, state, text) in [
        (
            "sent",
            "open",
            "It works until 25 Nov 2026, 09:46 UTC. Nobody has opened it yet.",
        ),
        ("queued", "open", "Nobody has it: it comes with the email."),
        ("sent", "superseded", "A newer email took its place."),
        ("sent", "expired", "It expired on 25 Nov 2026, 09:46 UTC."),
        ("sent", "void", "It no longer works: it was revoked"),
        ("sent", "expired", "09:46 UTC. Nobody ever opened it."),
        ("failed", "open", "Nobody received it: the email failed."),
        (
            "cancelled",
            "open",
            "Nobody received it: the email was cancelled.",
        ),
        (
            "cancelled",
            "void",
            "It was called off together with the email.",
        ),
    ] {
        let mut message = tried(status, "delivered");
        message.link = Some(unopened(state));
        shown(&message, "en").await.says(text);
    }
    let mut used = tried("sent", "delivered");
    used.link = Some(LinkStatus {
        used_at: Some(at(40)),
        first_opened_at: Some(at(30)),
        visits: 1,
        looks_like_scanner: true,
        ..unopened("used")
    });
    // Whoever set the password was no scanner.
    shown(&used, "en")
        .await
        .says("A password was set with it on 18 Nov 2026, 11:46 UTC. First opened on 18 Nov 2026, 11:36 UTC.")
        .says_nothing_of("scanner");
}

#[tokio::test]
async fn earlier_tries_are_folded_away_and_the_last_is_not() {
    let mut message = tried("sent", "delivered");
    message.tries = vec![
        attempt("deferred", Some(reply(451, "", "first"))),
        attempt("deferred", Some(reply(451, "", "second"))),
        attempt("delivered", Some(reply(250, "2.0.0", "queued as 4F2A"))),
    ];
    let html = shown(&message, "en").await;
    html.says("<summary>2 earlier tries</summary>")
        .says("250 2.0.0 queued as 4F2A");
    let (_, folded) = html.html.split_once("2 earlier tries").expect("a fold");
    let (folded, last) = folded.split_once("</details>").expect("its end");
    assert!(folded.contains("451 first") && folded.contains("451 second"));
    assert!(last.contains("queued as 4F2A"));
}

#[tokio::test]
async fn only_what_the_api_would_do_is_offered() {
    let retry = format!("action=\"/ui/welcome-emails/{MAIL}/retry\"");
    let cancel = format!("action=\"/ui/welcome-emails/{MAIL}/cancel\"");
    shown(&tried("failed", "refused"), "en")
        .await
        .says(&retry)
        .says_nothing_of(&cancel);
    shown(&tried("cancelled", "deferred"), "en")
        .await
        .says(&retry);
    shown(&tried("deferred", "deferred"), "en")
        .await
        .says(&cancel)
        .says_nothing_of(&retry);
    shown(&tried("sent", "delivered"), "en")
        .await
        .says_nothing_of(&retry)
        .says_nothing_of(&cancel);
    let mut replaced = tried("failed", "refused");
    replaced.link = Some(unopened("superseded"));
    shown(&replaced, "en").await.says_nothing_of(&retry);
    let mut elsewhere = tried("failed", "refused");
    elsewhere.recipient = "old@example.com".to_owned();
    shown(&elsewhere, "en").await.says_nothing_of(&retry);
    let mut reset = tried("failed", "refused");
    reset.purpose = "reset".to_owned();
    shown(&reset, "en")
        .await
        .says("Password reset email")
        .says_nothing_of(&retry);
}

#[tokio::test]
async fn cancelling_returns_to_the_user() {
    let cancel = format!("DELETE /api/v1/welcome-emails/{MAIL}");
    let browser = Browser::on(&api().on(&cancel, 204, &()));
    let path = format!("/ui/welcome-emails/{MAIL}/cancel");
    let done = browser
        .post(&path, &format!("back=%2Fadmin%2Fusers%2F{ADA}"))
        .await;
    assert_eq!(
        done.location(),
        format!("{}?notice=welcome_cancelled", here())
    );
}

#[tokio::test]
async fn a_captured_message_can_be_read_by_those_who_may_see_links() {
    let captured = with(&tried("captured", "captured"));
    let link = format!("href=\"/admin/captured-mail/{MAIL}\"");
    Browser::on(&captured).get(&here()).await.says(&link);
    let helpdesk = may_only(&["users.read", "welcome_emails.send"]);
    let browser = Browser::on(&captured.on("GET /api/v1/me", 200, &helpdesk));
    browser.get(&here()).await.is(200).says_nothing_of(&link);
}
