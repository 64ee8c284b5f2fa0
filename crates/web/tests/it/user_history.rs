//! The history on a user's page: messages and everything else that happened, in one list.

use usher_api_types::{
    page::Page,
    user_event::{EventActor, UserEvent},
    welcome_email::WelcomeEmail,
};
use uuid::Uuid;

use crate::{
    bodies::{ADA, MAIL, ada, api, at, event, page, welcomed},
    browser::Browser,
    user_messages::{here, messages, tried, with},
};

fn events() -> String {
    format!("GET /api/v1/users/{ADA}/events")
}

#[tokio::test]
async fn messages_and_events_are_one_list_newest_first() {
    let mut asked = event("welcome_email.requested", 1);
    asked.id = Uuid::from_u128(1);
    let signed_in = UserEvent {
        user_agent: Some(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
        ),
        place: Some("Leiden, Netherlands".to_owned()),
        address: Some("192.0.2.9".to_owned()),
        ..event("session.created", 9)
    };
    let disabled = UserEvent {
        by: Some(EventActor {
            kind: "session".to_owned(),
            id: Some(Uuid::from_u128(1)),
            name: Some("Grace Hopper".to_owned()),
        }),
        ..event("user.disabled", 12)
    };
    let listed = page(vec![disabled, signed_in, asked, event("user.created", 0)]);
    let api = with(&tried("sent", "delivered")).on(&events(), 200, &listed);
    let html = Browser::on(&api).get(&here()).await;
    html.says("by Grace Hopper")
        .says("Signed out everywhere; open links stopped working.")
        .says("Firefox on Linux · Leiden, Netherlands · 192.0.2.9")
        .says_nothing_of("Welcome email asked for");
    let places = [
        "User disabled",
        "Signed in<",
        "To ada@example.com",
        "User created",
    ]
    .map(|text| html.html.find(text).unwrap_or_else(|| panic!("no {text}")));
    assert!(places.is_sorted(), "{places:?}");
    let german = Browser::on(&api)
        .get(&format!("{}?language=de", here()))
        .await;
    german
        .says("Benutzer gesperrt")
        .says("von Grace Hopper")
        .says("Benutzer angelegt");
}

#[tokio::test]
async fn older_entries_begin_behind_what_was_shown() {
    let older = WelcomeEmail {
        requested_at: at(5),
        ..tried("sent", "delivered")
    };
    let newer = WelcomeEmail {
        id: Uuid::from_u128(0xbeef),
        requested_at: at(20),
        recipient: "newer@example.com".to_owned(),
        ..tried("sent", "delivered")
    };
    let two = Page {
        items: vec![event("session.created", 30), event("session.ended", 10)],
        next_cursor: Some("e3".to_owned()),
    };
    let api = api()
        .on(&messages(), 200, &page(vec![newer, older]))
        .on(&events(), 200, &two);
    let browser = Browser::on(&api);
    // Below ten minutes events may follow that are newer than the older message.
    let html = browser.get(&here()).await;
    let before = at(10).timestamp_micros();
    let next = format!("{}?messages_before={before}&amp;events=e3#timeline", here());
    html.says("newer@example.com")
        .says_nothing_of("To ada@example.com")
        .says(&format!("href=\"{next}\" rel=\"next\""));

    let last = page(vec![event("user.created", 0)]);
    let api = api.on(&events(), 200, &last);
    let path = format!("{}?messages_before={before}&events=e3", here());
    let html = Browser::on(&api).get(&path).await;
    html.says("To ada@example.com")
        .says("User created")
        .says_nothing_of("newer@example.com")
        .says_nothing_of("rel=\"next\"")
        .says("Back to the newest");
    let asked = api.calls();
    let asked = asked.iter().rfind(|call| call.name == events());
    assert_eq!(asked.expect("a call").query, "limit=20&cursor=e3");
}

#[tokio::test]
async fn the_answer_is_there_on_older_pages_too() {
    let user = welcomed(ada(), "sent");
    let api = api()
        .on(&format!("GET /api/v1/users/{ADA}"), 200, &user)
        .on(&messages(), 200, &page(Vec::<WelcomeEmail>::new()))
        .on(
            &format!("GET /api/v1/welcome-emails/{MAIL}"),
            200,
            &tried("sent", "delivered"),
        );
    let path = format!("{}?messages=end&events=e3", here());
    let html = Browser::on(&api).get(&path).await;
    html.says("Nobody has opened the link yet");
    assert!(!api.calls().iter().any(|call| call.name == messages()));
}

#[tokio::test]
async fn the_facts_name_the_account_and_the_language() {
    let mut user = ada();
    user.locale = Some("de".to_owned());
    let api = api().on(&format!("GET /api/v1/users/{ADA}"), 200, &user);
    Browser::on(&api)
        .get(&here())
        .await
        .says(">Analytical Engines</a>")
        .says("Deutsch")
        .says("ada.lovelace@example.com · ada.lovelace");
}
