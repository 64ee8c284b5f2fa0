//! The overview and the mail providers.

use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{ACCOUNT, api, at, may_only, owner, page, provider, summary},
    browser::Browser,
};

#[tokio::test]
async fn the_overview_counts_and_leads_on() {
    let mut counts = summary();
    counts.deferred = 12;
    counts.oldest_waiting_since = Some(at(0));
    let html = Browser::on(&api().on("GET /api/v1/deliveries/summary", 200, &counts))
        .get("/admin")
        .await;
    html.is(200)
        .says("<title>Overview · Usher</title>")
        .says("<dt>Deferred</dt><dd><span class=\"figure-count\">12</span>")
        .says("<span class=\"figure-count\">1,234</span>")
        .says("The oldest waiting message was asked for on")
        .says("Nothing right now.")
        .says("In use")
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users\""))
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users/new\""));
}

#[tokio::test]
async fn failures_resting_providers_and_captured_mail_need_somebody() {
    let mut counts = summary();
    counts.failed_last_day = 1;
    let resting = provider("open", Some("connect: Connection refused <b>"));
    let mut me = owner();
    me.mail_is_captured = true;
    let api = api()
        .on("GET /api/v1/me", 200, &me)
        .on("GET /api/v1/deliveries/summary", 200, &counts)
        .on("GET /api/v1/mail-providers", 200, &page(vec![resting]));
    let html = Browser::on(&api).get("/admin").await;
    html.is(200)
        .says("1 message failed for good within the last day.")
        .says("The mail provider main failed.")
        .says("Check host and port")
        .says("mail.smtp_url")
        .says_nothing_of("Nothing right now.");
}

#[tokio::test]
async fn whoever_looks_after_one_account_is_told_what_is_counted_and_asks_for_no_providers() {
    let me = may_only(&["users.read", "deliveries.read", "mail_providers.read"]);
    let api = api().on("GET /api/v1/me", 200, &me);
    let html = Browser::on(&api).get("/admin").await;
    html.is(200)
        .says("Counted in the accounts that you look after.")
        .says_nothing_of("/admin/mail-providers")
        .says_nothing_of("New user");
    let asked = api.calls();
    assert!(
        !asked
            .iter()
            .any(|call| call.name.contains("mail-providers"))
    );
}

#[tokio::test]
async fn a_providers_state_and_its_last_failure_are_explained() {
    let resting = provider("open", Some("auth: 535 5.7.8 <b>no</b>"));
    let providers = page(vec![resting, provider("half_open", None)]);
    let api = api().on("GET /api/v1/mail-providers", 200, &providers);
    let html = Browser::on(&api).get("/admin/mail-providers").await;
    html.is(200)
        .says("smtps://mail.example:465")
        .says("left alone for a while")
        .says("did not accept user name and password")
        .says("auth: 535 5.7.8 &lt;b&gt;no&lt;/b&gt;")
        .says("About to be tried again")
        .says("Messages go to the first that is not resting.");
    let refused = api.fails("GET /api/v1/mail-providers", ErrorCode::Forbidden);
    let html = Browser::on(&refused).get("/admin/mail-providers").await;
    html.is(403).says("Not allowed");
}

#[tokio::test]
async fn captured_mail_is_no_provider_to_worry_about() {
    let mut capture = provider("closed", None);
    capture.name = "capture".to_owned();
    capture.endpoint = "capture".to_owned();
    let api = api().on("GET /api/v1/mail-providers", 200, &page(vec![capture]));
    let html = Browser::on(&api).get("/admin/mail-providers").await;
    html.says("Capturing")
        .says("written to a folder")
        .says_nothing_of("<code");
}

#[tokio::test]
async fn the_navigation_shows_only_what_may_be_looked_at() {
    let ways = [
        ("deliveries.read", "href=\"/admin\">Overview"),
        ("tokens.manage", "href=\"/admin/api-tokens\""),
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
        html.is(200).says(way);
        for (_, other) in ways.iter().filter(|(one, _)| *one != permission) {
            html.says_nothing_of(other);
        }
    }
}
