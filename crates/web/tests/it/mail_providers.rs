//! Mail providers: how each is doing, and sending a test mail.

use usher_api_types::{
    mail_provider::{ProviderTest, TranscriptLine},
    problem::ErrorCode,
    welcome_email::Reply,
};

use crate::{
    bodies::{api, may_only, owner, page, provider},
    browser::Browser,
};

const LIST: &str = "GET /api/v1/mail-providers";
const TEST: &str = "POST /api/v1/mail-providers/main/test";
const PATH: &str = "/admin/mail-providers/main/test";

#[tokio::test]
async fn a_providers_state_and_its_last_failure_are_explained() {
    let resting = provider("open", Some("auth: 535 5.7.8 <b>no</b>"));
    let providers = page(vec![resting, provider("half_open", None)]);
    let api = api().on(LIST, 200, &providers);
    let html = Browser::on(&api).get("/admin/mail-providers").await;
    html.is(200)
        .says("smtps://mail.example:465")
        .says("left alone for a while")
        .says("did not accept user name and password")
        .says("auth: 535 5.7.8 &lt;b&gt;no&lt;/b&gt;")
        .says("About to be tried again")
        .says("Emails go to the first one that is in use.")
        .says(&format!("href=\"{PATH}\""))
        .says("USHER__MAIL__SMTP_URL");
    let refused = api.fails(LIST, ErrorCode::Forbidden);
    let html = Browser::on(&refused).get("/admin/mail-providers").await;
    html.is(403).says("Not allowed");
}

#[tokio::test]
async fn captured_mail_is_no_provider_to_worry_about() {
    let mut capture = provider("closed", None);
    capture.name = "capture".to_owned();
    capture.endpoint = "capture".to_owned();
    let api = api().on(LIST, 200, &page(vec![capture]));
    let html = Browser::on(&api).get("/admin/mail-providers").await;
    html.says("Capturing")
        .says("written to a folder")
        .says_nothing_of("smtps://mail.example");
}

#[tokio::test]
async fn the_navigation_shows_only_what_may_be_looked_at() {
    let ways = [
        ("deliveries.read", "href=\"/admin\""),
        ("tokens.manage", "href=\"/admin/api-tokens\""),
        ("tokens.manage", "href=\"/admin/access-keys\""),
        ("audit.read", "href=\"/admin/audit-log\""),
    ];
    let accounts = "/admin/accounts";
    let everything = Browser::on(&api()).get(accounts).await;
    everything.says("href=\"/admin/mail-providers\"");
    for (permission, way) in ways {
        everything.says(way);
        let me = may_only(&["accounts.read", permission]);
        let html = Browser::on(&api().on("GET /api/v1/me", 200, &me))
            .get(accounts)
            .await;
        html.is(200)
            .says(way)
            .says_nothing_of("/admin/mail-providers");
        for (_, other) in ways.iter().skip(1).filter(|(one, _)| *one != permission) {
            html.says_nothing_of(other);
        }
    }
}

fn test(outcome: &str, step: &str, code: u16, text: &str) -> ProviderTest {
    let line = |at_ms, from: &str, text: &str| TranscriptLine {
        at_ms,
        from: from.to_owned(),
        text: text.to_owned(),
    };
    ProviderTest {
        outcome: outcome.to_owned(),
        step: step.to_owned(),
        reply: Some(Reply {
            code: Some(code),
            enhanced: None,
            text: text.to_owned(),
        }),
        duration_ms: 1_234,
        transcript: vec![
            line(0, "note", "connected"),
            line(3, "server", "220 mail.example <ESMTP>"),
            line(4, "usher", "EHLO usher.example"),
        ],
    }
}

#[tokio::test]
async fn a_test_goes_to_ones_own_address_unless_another_is_given() {
    let html = Browser::on(&api()).get(PATH).await;
    html.is(200)
        .says("Test of main")
        .says("value=\"grace.hopper@example.com\"")
        .says(&format!("action=\"{PATH}\""));
    let unknown = Browser::on(&api())
        .get("/admin/mail-providers/other/test")
        .await;
    unknown.is(404);
}

#[tokio::test]
async fn whoever_may_only_look_is_offered_no_test() {
    let mut me = owner();
    me.permissions.retain(|held| held != "welcome_emails.send");
    let browser = Browser::on(&api().on("GET /api/v1/me", 200, &me));
    let html = browser.get("/admin/mail-providers").await;
    html.is(200).says_nothing_of(PATH);
    browser.get(PATH).await.is(404);
}

#[tokio::test]
async fn a_test_tells_what_was_said_by_whom() {
    let api = api().on(TEST, 200, &test("delivered", "end_of_data", 250, "queued"));
    let html = Browser::on(&api)
        .post(PATH, "recipient=ada%40example.com")
        .await;
    html.is(200)
        .says("The mail server took the test email")
        .says("on its way to ada@example.com")
        .says("250 queued")
        .says("1,234 ms")
        .says("220 mail.example &lt;ESMTP&gt;")
        .says("EHLO usher.example")
        .says("value=\"ada@example.com\"");
    assert_eq!(api.call(TEST).body["recipient"], "ada@example.com");
}

#[tokio::test]
async fn a_test_that_fails_says_what_to_do() {
    for (outcome, step, text, advice) in [
        ("provider_down", "connect", "timed out", "a firewall may be"),
        (
            "provider_down",
            "auth",
            "no",
            "Check them in the configuration",
        ),
        ("refused", "rcpt_to", "no", "refused the message for good"),
        ("uncertain", "end_of_data", "", "Look into the mailbox"),
    ] {
        let api = api().on(TEST, 200, &test(outcome, step, 550, text));
        let html = Browser::on(&api).post(PATH, "recipient=").await;
        html.is(200).says(advice);
        assert!(api.call(TEST).body.get("recipient").is_none());
    }
}

#[tokio::test]
async fn a_test_that_cannot_be_made_keeps_what_was_entered() {
    let errors = [("recipient", "That is not an address.")];
    let api = api().fails_on(TEST, ErrorCode::InvalidField, &errors);
    let html = Browser::on(&api).post(PATH, "recipient=ada").await;
    html.is(422)
        .says("id=\"recipient-error\"")
        .says("value=\"ada\"");
    let api = crate::bodies::api().fails(TEST, ErrorCode::TooManyRequests);
    let html = Browser::on(&api)
        .post(PATH, "recipient=a%40b.example")
        .await;
    html.is(429)
        .says("That was too often")
        .says("value=\"a@b.example\"");
}
