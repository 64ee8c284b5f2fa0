//! The page before a bulk send: what it shows, what it sends, and that it sends it once.

use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::ADA,
    browser::{Browser, Page},
    bulk_sends::{choose, here, preview, run, sends, submit, with_preview},
    canned_api::{Call, CannedApi},
    users::{ALAN, list},
};

#[tokio::test]
async fn nothing_is_sent_before_it_was_said_what_will_be() {
    let api = with_preview(&preview(1_200));
    let asked = format!("{}?user_ids={ADA}&user_ids={ALAN}", choose());
    let html = Browser::on(&api).get(&asked).await;
    html.is(200)
        .says("2 selected users")
        .says("No email address")
        .says("Welcomed a short while ago")
        .says_nothing_of("Welcomed by their own account")
        .says("Send 1,200 welcome emails")
        .says("name=\"expected\" value=\"1200\"")
        .says("Spring &lt;term&gt;")
        .says("Nothing has been sent yet.");
    let call = api.call(&sends("POST"));
    assert_eq!(call.body["dry_run"], true);
    let ids = serde_json::json!([ADA, ALAN]);
    assert_eq!(
        (&call.body["user_ids"], call.body.get("filter")),
        (&ids, None)
    );
    let one = Browser::on(&with_preview(&preview(1)));
    let asked = format!("{}?all=true&status=pending&language=de", choose());
    let german = one.get(&asked).await;
    german
        .says("1 Willkommens-E-Mail senden")
        .says("Alle Treffer für: Status: ")
        .says("name=\"all\" value=\"true\"");
}

/// The name that a page has for what it asks for.
fn key_of(page: &Page) -> String {
    let field = page.html.split("name=\"request_key\" value=\"").nth(1);
    let key = field.and_then(|rest| rest.split('"').next());
    key.expect("a key").to_owned()
}

fn asked_to_send(api: &CannedApi) -> Vec<Call> {
    let calls = api.calls().into_iter();
    calls.filter(|call| call.name == sends("POST")).collect()
}

const KEY: &str = "01010101-0101-4101-8101-010101010101";

#[tokio::test]
async fn what_was_seen_is_sent_with_the_options_that_were_chosen() {
    let api = with_preview(&preview(2)).on(&sends("POST"), 202, &run("running"));
    let form = format!(
        "all=true&search=ada&expected=2&request_key={KEY}&template_id=email01&pace_per_minute=60\
         &canary=0&failure_threshold_percent=50&skip_welcomed_within_hours=0"
    );
    let done = Browser::on(&api).post(&submit(), &form).await;
    done.is(303);
    assert_eq!(done.location(), here());
    let calls = asked_to_send(&api);
    assert_eq!(calls.len(), 1);
    assert_eq!(
        calls[0].body,
        serde_json::json!({
            "filter": {"search": "ada"}, "template_id": "email01", "pace_per_minute": 60,
            "canary": 0, "failure_threshold_percent": 50, "skip_welcomed_within_hours": 0,
            "expected_to_send": 2,
        })
    );
    assert_eq!(calls[0].headers["idempotency-key"], KEY);
}

#[tokio::test]
async fn each_look_has_a_name_of_its_own_and_looking_sends_none() {
    let api = with_preview(&preview(2));
    let browser = Browser::on(&api);
    let asked = format!("{}?all=true&request_key={KEY}", choose());
    let (first, second) = (browser.get(&asked).await, browser.get(&asked).await);
    let keys = [KEY.to_owned(), key_of(&first), key_of(&second)];
    assert!(keys[0] != keys[1] && keys[1] != keys[2], "{keys:?}");
    for call in asked_to_send(&api) {
        assert!(!call.headers.contains_key("idempotency-key"));
    }
}

#[tokio::test]
async fn a_page_that_is_sent_twice_leads_to_what_the_first_one_has_started() {
    // The first has begun, so that fewer are left; asked once more, the API knows it.
    let form = format!("all=true&expected=2&request_key={KEY}");
    let api = with_preview(&preview(2))
        .on(&sends("POST"), 202, &run("running"))
        .fails_first(&sends("POST"), ErrorCode::Conflict);
    let done = Browser::on(&api).post(&submit(), &form).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, &*here()));
    let calls = asked_to_send(&api);
    assert!(
        calls
            .iter()
            .all(|call| call.headers["idempotency-key"] == KEY)
    );
    assert_eq!(calls.len(), 2);

    // The page was used before with another choice.
    let api =
        with_preview(&preview(5)).fails_first(&sends("POST"), ErrorCode::IdempotencyKeyReused);
    let html = Browser::on(&api).post(&submit(), &form).await;
    html.is(422)
        .says("5 more users would get an email")
        .says("name=\"expected\" value=\"5\"");
    assert_ne!(key_of(&html), KEY);
}

#[tokio::test]
async fn what_has_changed_meanwhile_is_shown_instead_of_sent() {
    for (to_send, form, told) in [
        (5, "all=true&expected=2", "5 users would get an email now"),
        (2, "all=true&expected=2", "too many bulk sends"),
        (1, "all=true", "1 user would get an email now"),
        (0, "all=true&expected=0", "nobody would get an email"),
    ] {
        let changed = ErrorCode::Conflict;
        let api = with_preview(&preview(to_send))
            .fails_first(&sends("POST"), changed)
            .fails_first(&sends("POST"), changed);
        let form = format!("{form}&request_key={KEY}");
        let html = if form.contains("expected=2") {
            Browser::on(&api).post(&submit(), &form).await
        } else {
            // Nobody was seen: nothing is asked for but another look.
            let api = with_preview(&preview(to_send));
            let html = Browser::on(&api).post(&submit(), &form).await;
            assert_eq!(asked_to_send(&api)[0].body["dry_run"], true);
            html
        };
        html.is(422).says(told);
    }
    let unnamed = with_preview(&preview(2));
    let html = Browser::on(&unnamed)
        .post(&submit(), "all=true&expected=2")
        .await;
    html.is(422).says("Look again, then send.");
    assert_eq!(asked_to_send(&unnamed)[0].body["dry_run"], true);
    let nobody = Browser::on(&with_preview(&preview(2)))
        .post(&submit(), "")
        .await;
    nobody.is(422).says("Nobody is selected");
    let browser = Browser::on(&with_preview(&preview(0)));
    let html = browser.get(&format!("{}?all=true", choose())).await;
    html.is(200).says_nothing_of("button-primary");
    browser
        .get(&choose())
        .await
        .is(422)
        .says("Nobody is selected");
    let back = browser.get(&submit()).await;
    assert_eq!(back.location(), list());
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_a_refusal_has_its_page() {
    let wrong = with_preview(&preview(2)).fails_on(
        &sends("POST"),
        ErrorCode::InvalidField,
        &[("pace_per_minute", "must be between 1 and 100000")],
    );
    let form = "all=true&expected=2&pace_per_minute=%3Cfast%3E";
    let html = Browser::on(&wrong).post(&submit(), form).await;
    html.is(422)
        .says("id=\"pace_per_minute-error\"")
        .says("value=\"&lt;fast&gt;\"")
        .says_nothing_of("Nothing has been sent yet.");
    for (code, status) in [(ErrorCode::Forbidden, 403), (ErrorCode::NotFound, 404)] {
        let refusing = with_preview(&preview(2)).fails(&sends("POST"), code);
        let browser = Browser::on(&refusing);
        browser.post(&submit(), form).await.is(status);
        browser
            .get(&format!("{}?all=true", choose()))
            .await
            .is(status);
    }
}
