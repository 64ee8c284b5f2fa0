//! The way on that a user's page offers: sending, or what has to come before it.

use usher_api_types::{account_user::AccountUser, welcome_email::WelcomeEmail};

use crate::{
    bodies::{ADA, MAIL, ada, api, at, may_only, message, page, welcomed},
    browser::{Browser, Page as Html},
    canned_api::CannedApi,
    user_messages::{here, messages, tried, unopened},
};

const PRIMARY: &str = "class=\"button button-primary\"";

fn with(user: &AccountUser, message: &WelcomeEmail) -> CannedApi {
    api().on(&format!("GET /api/v1/users/{ADA}"), 200, user).on(
        &messages(),
        200,
        &page(vec![message.clone()]),
    )
}

async fn shown(api: &CannedApi) -> Html {
    let html = Browser::at(api, at(60)).get(&here()).await;
    html.is(200);
    html
}

/// What the page's primary buttons and links say.
fn primary(html: &Html) -> Vec<&str> {
    let parts = html.html.split(PRIMARY).skip(1);
    parts
        .map(|rest| {
            let (_, rest) = rest.split_once("</svg>").expect("an icon");
            rest.split('<').next().unwrap_or_default()
        })
        .collect()
}

#[tokio::test]
async fn an_address_that_the_server_blames_is_corrected_before_it_is_tried_again() {
    let mut ada = welcomed(ada(), "failed");
    ada.email = Some("ada@example.com".to_owned());
    let html = shown(&with(&ada, &message("failed"))).await;
    assert_eq!(primary(&html), ["Correct the address"]);
    html.says("Send again")
        .says_nothing_of(&format!("/ui/welcome-emails/{MAIL}/retry"));
    let links = html.html.matches("/edit#email\"").count();
    assert_eq!(links, 1, "the history does not repeat it");

    let api = with(&ada, &message("failed"));
    let helpdesk = may_only(&["users.read", "welcome_emails.send"]);
    let html = shown(&api.on("GET /api/v1/me", 200, &helpdesk)).await;
    assert_eq!(primary(&html), ["Send again"]);
    let full = shown(&with(&ada, &tried("failed", "refused"))).await;
    assert_eq!(primary(&full), ["Send again"]);
}

#[tokio::test]
async fn neither_a_way_up_nor_actions_are_announced_where_there_are_none() {
    let (up, actions) = ("class=\"crumbs\"", "class=\"actions user-actions\"");
    let html = Browser::on(&api()).get(&here()).await;
    html.is(200).says(up).says(actions);
    let looking = api().on("GET /api/v1/me", 200, &may_only(&["deliveries.read"]));
    let html = Browser::on(&looking).get(&here()).await;
    html.is(200).says_nothing_of(up).says_nothing_of(actions);
}

#[tokio::test]
async fn nobody_who_is_in_is_urged_to_be_sent_another() {
    let mut ada = welcomed(ada(), "sent");
    ada.status = "active".to_owned();
    let html = shown(&with(&ada, &tried("sent", "delivered"))).await;
    assert!(primary(&html).is_empty());
    html.says("Send again");
}

#[tokio::test]
async fn what_keeps_an_email_from_being_sent_can_be_changed_at_once() {
    let mut unreachable = ada();
    unreachable.email = None;
    let mut disabled = welcomed(ada(), "sent");
    disabled.status = "disabled".to_owned();
    let mut void = tried("sent", "delivered");
    void.link = Some(unopened("void"));

    let html = shown(&with(&unreachable, &void)).await;
    assert_eq!(primary(&html), ["Add email address"]);
    html.says(&format!("href=\"{}/edit#email\"", here()));

    let api = with(&disabled, &void);
    let html = shown(&api).await;
    assert_eq!(primary(&html), ["Enable user"]);
    html.says("A disabled user gets no email.").says(
        "The user is disabled, so the link stopped working. Enabling the user does not revive it",
    );
    let enable = format!("action=\"/ui/users/{ADA}/enable\"");
    assert_eq!(html.html.matches(&enable).count(), 1);

    let helpdesk = may_only(&["users.read", "welcome_emails.send"]);
    let html = shown(&api.on("GET /api/v1/me", 200, &helpdesk)).await;
    assert!(primary(&html).is_empty());
    html.says("A disabled user gets no email.")
        .says_nothing_of(&enable);
}

#[tokio::test]
async fn what_happened_is_read_before_what_is_looked_up() {
    let html = shown(&api()).await;
    let at = |id: &str| html.html.find(id).expect("a heading");
    let parts = [
        "id=\"answer\"",
        "id=\"timeline\"",
        "id=\"details\"",
        "id=\"roles\"",
    ];
    let places = parts.map(at);
    assert!(places.is_sorted(), "{places:?}");
}
