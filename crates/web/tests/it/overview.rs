//! The overview.

use usher_api_types::{account_user::AccountUser, delivery::DeliverySummary};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, account, ada, api, at, may_only, owner, page, provider, summary, user},
    browser::Browser,
    canned_api::CannedApi,
};

const USERS: &str = "GET /api/v1/accounts/00000000-0000-0000-0000-00000000acc0/users";
const SUMMARY: &str = "GET /api/v1/deliveries/summary";

/// An installation in which nobody needs anything.
fn calm() -> CannedApi {
    api().on(USERS, 200, &page(Vec::<AccountUser>::new()))
}

fn nothing_sent() -> DeliverySummary {
    DeliverySummary {
        sent_last_day: 0,
        ..summary()
    }
}

#[tokio::test]
async fn all_is_well_and_says_so() {
    let html = Browser::on(&calm()).get("/admin").await;
    html.is(200)
        .says("<title>Overview · Usher</title>")
        .says("Mail is going out normally.")
        .says("Nothing waits.")
        .says("Nothing needs you right now.")
        .says("<span class=\"figure-count\">1,234</span>")
        .says("In use")
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users\""))
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users/new\""))
        .says_nothing_of("First steps");
}

#[tokio::test]
async fn pictures_can_be_read_as_text() {
    let html = Browser::on(&calm()).get("/admin").await;
    html.says("Welcome emails of the last 7 days")
        .says("80% of those sent")
        .says("50% of those sent")
        .says("aria-label=\"40 emails were sent, and one failed.\"");
}

#[tokio::test]
async fn users_who_need_somebody_are_named_with_the_list_that_shows_them() {
    let html = Browser::on(&api().on(USERS, 200, &page(vec![ada()])))
        .get("/admin")
        .await;
    let list = format!("href=\"/admin/accounts/{ACCOUNT}/users");
    let ada = format!("<a href=\"/admin/users/{}\">Ada Lovelace</a>", ada().id);
    html.says("In Analytical Engines, the latest welcome email did not reach ")
        .says(&ada)
        .says(&format!("{list}?welcome=failed\""))
        .says("no welcome email was ever sent to ")
        .says(&format!("{list}?status=pending&amp;welcome=none\""))
        .says_nothing_of("Nothing needs you right now.");
}

#[tokio::test]
async fn who_never_set_a_password_is_told_once_the_link_has_expired() {
    let sent = |name: &str, link: &str| {
        let mut user = crate::bodies::welcomed(user(Uuid::from_u128(9), name), "sent");
        if let Some(latest) = &mut user.latest_welcome {
            latest.link_state = Some(link.to_owned());
        }
        user
    };
    let list = format!(
        "href=\"/admin/accounts/{ACCOUNT}/users?status=pending&amp;welcome=sent&amp;sort=welcomed\""
    );
    let one = page(vec![
        sent("Emmy Noether", "expired"),
        sent("Sophie Germain", "open"),
    ]);
    let html = Browser::on(&api().on(USERS, 200, &one)).get("/admin").await;
    html.says("never set a password, and the link has expired.")
        .says(&list);
    let (_, told) = html.html.split_once("Link expired").expect("told");
    let (told, _) = told.split_once("</p>").expect("its end");
    assert!(told.contains("Emmy Noether") && !told.contains("Sophie Germain"));
    assert!(!told.contains("and others"));

    let all: Vec<_> = (0..5).map(|_| sent("Emmy Noether", "expired")).collect();
    let html = Browser::on(&api().on(USERS, 200, &page(all)))
        .get("/admin")
        .await;
    html.says("and others never set a password");
    let none = page(vec![sent("Sophie Germain", "open")]);
    let html = Browser::on(&api().on(USERS, 200, &none))
        .get("/admin")
        .await;
    html.says_nothing_of("Link expired").says_nothing_of(&list);
}

#[tokio::test]
async fn only_what_waits_long_needs_somebody() {
    let waits_since = |minutes| {
        let mut counts = summary();
        counts.deferred = 12;
        counts.oldest_waiting_since = Some(at(minutes));
        api().on(SUMMARY, 200, &counts)
    };
    let html = Browser::on(&waits_since(-20)).get("/admin").await;
    html.says("12 messages wait for another try.")
        .says("The oldest waiting message was asked for on")
        .says_nothing_of("Under way in");
    let html = Browser::on(&waits_since(-120)).get("/admin").await;
    html.says("12 messages wait for another try, the oldest since")
        .says(&format!(
            "href=\"/admin/accounts/{ACCOUNT}/users?welcome=under_way\""
        ));
}

#[tokio::test]
async fn resting_providers_are_told_once_and_captured_mail_needs_somebody() {
    let resting = provider("open", Some("connect: Connection refused <b>"));
    let mut me = owner();
    let api = calm().on("GET /api/v1/mail-providers", 200, &page(vec![resting]));
    let html = Browser::on(&api).get("/admin").await;
    html.is(200)
        .says("No mail is going out: the mail server cannot be used.")
        .says("None is lost")
        .says("Check host and port")
        .says("Down, trying again")
        .says("<a href=\"/admin/mail-providers\">See mail providers</a>")
        .says_nothing_of("Needs attention")
        .says_nothing_of("Nothing needs you right now.");
    me.mail_is_captured = true;
    let html = Browser::on(&api.on("GET /api/v1/me", 200, &me))
        .get("/admin")
        .await;
    html.says("mail.smtp_url")
        .says("href=\"/admin/captured-mail\">Read captured mail");
}

#[tokio::test]
async fn what_waits_leads_to_who_waits() {
    let waiting = |count| {
        let mut counts = summary();
        counts.deferred = count;
        counts.oldest_waiting_since = Some(at(-20));
        api()
            .on(SUMMARY, 200, &counts)
            .on(USERS, 200, &page(vec![ada()]))
    };
    let list = format!("href=\"/admin/accounts/{ACCOUNT}/users?welcome=under_way\">Show who waits");
    let html = Browser::on(&waiting(1)).get("/admin").await;
    html.says("notice notice-careful")
        .says("It was asked for on")
        .says(&list);
    let html = Browser::on(&waiting(2)).get("/admin").await;
    html.says("The oldest waiting message was asked for on")
        .says(&list);
}

#[tokio::test]
async fn failures_that_no_list_shows_are_told_all_the_same() {
    let mut counts = summary();
    counts.failed_last_day = 1;
    let me = may_only(&["deliveries.read"]);
    let api = api()
        .on("GET /api/v1/me", 200, &me)
        .on(SUMMARY, 200, &counts);
    let html = Browser::on(&api).get("/admin").await;
    html.is(200)
        .says("One message failed for good within the last day.")
        .says_nothing_of("?welcome=failed");
    assert!(!api.calls().iter().any(|call| call.name == USERS));
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
async fn a_new_installation_begins_with_its_first_steps() {
    let grace = user(Uuid::from_u128(1), "Grace Hopper");
    let api = api().on(SUMMARY, 200, &nothing_sent());
    let alone = api.clone().on(USERS, 200, &page(vec![grace.clone()]));
    let html = Browser::on(&alone).get("/admin").await;
    html.is(200)
        .says("First steps")
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/users/new\""))
        .says("Emails go out through a mail server.")
        .says_nothing_of("Nothing needs you right now.");

    let mut me = owner();
    me.mail_is_captured = true;
    let two = api
        .on(USERS, 200, &page(vec![ada(), grace]))
        .on("GET /api/v1/me", 200, &me);
    let html = Browser::on(&two).get("/admin").await;
    html.says(&format!("href=\"/admin/users/{}\"", ada().id))
        .says("USHER__MAIL__SMTP_URL")
        .says_nothing_of("users/new\"");
}

#[tokio::test]
async fn the_first_steps_are_over_once_somebody_was_welcomed() {
    let welcomed = crate::bodies::welcomed(ada(), "sent");
    let quiet = api().on(SUMMARY, 200, &nothing_sent());
    let html = Browser::on(&quiet.clone().on(USERS, 200, &page(vec![welcomed])))
        .get("/admin")
        .await;
    html.says_nothing_of("First steps");
    let mut second = account();
    second.id = Uuid::from_u128(0xb);
    let several = quiet.on("GET /api/v1/accounts", 200, &page(vec![account(), second]));
    let html = Browser::on(&several).get("/admin").await;
    html.says_nothing_of("First steps");
}

#[tokio::test]
async fn the_overview_speaks_german() {
    let html = Browser::on(&calm()).get("/admin?language=de").await;
    html.is(200)
        .says("<html lang=\"de\"")
        .says("E-Mails gehen normal hinaus.")
        .says("Willkommens-E-Mails der letzten 7 Tage")
        .says("1.234");
}
