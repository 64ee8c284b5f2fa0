//! Forms that are sent twice, by a double click or a reload, do what they say once.

use http::Method;
use serde_json::Value;
use usher_application::bulk_sends;
use usher_test_support::{Client, TestResponse, on_both_databases};
use uuid::Uuid;

use crate::world::World;

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = field.and_then(|rest| rest.split('"').next());
    value.expect("the field").to_owned()
}

/// The page before a bulk send to the whole account, sent as often as wished with the options it shows.
struct Confirmation {
    submit: String,
    fields: Vec<(&'static str, String)>,
}

impl Confirmation {
    async fn shown(world: &World, browser: &Client) -> Self {
        let account = &world.ids.account;
        let page = format!("/admin/accounts/{account}/new-bulk-send?all=true");
        let html = browser.get(&page).await.text();
        let shown = |name| (name, hidden(&html, name));
        Self {
            submit: format!("/ui/accounts/{account}/bulk-sends"),
            fields: vec![
                ("all", "true".to_owned()),
                shown("expected"),
                shown("request_key"),
                ("canary", "0".to_owned()),
            ],
        }
    }

    async fn send(&self, browser: &Client) -> TestResponse {
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser.post_form(&self.submit, &fields).await
    }
}

async fn runs(world: &World) -> usize {
    let url = format!("/api/v1/accounts/{}/bulk-sends", world.ids.account);
    let listed: Value = world.owner.get(&url).await.json();
    listed["items"].as_array().map_or(0, Vec::len)
}

async fn insert_users(world: &World, count: usize) {
    for number in 0..count {
        let address = format!("user{number}@example.com");
        let account = world.ids.account.parse().expect("an account");
        let user = world.app.account_user(&address).in_account(account);
        user.insert().await;
    }
}

async fn tend(world: &World) {
    let tended = bulk_sends::tend(&world.app.app, Uuid::from_u128(1)).await;
    tended.expect("it goes on");
}

on_both_databases! {
    async fn a_bulk_send_that_is_confirmed_twice_is_one_and_both_see_it(app) {
        let world = World::on(app).await;
        insert_users(&world, 3).await;
        let (browser, before) = (world.app.admin().await, runs(&world).await);
        let page = Confirmation::shown(&world, &browser).await;
        let (first, second) = tokio::join!(page.send(&browser), page.send(&browser));
        first.assert_status(303);
        second.assert_status(303);
        let place = first.header("location").expect("a place").to_owned();
        assert!(place.starts_with("/admin/bulk-sends/"), "{place}");
        assert_eq!(second.header("location"), Some(place.as_str()));

        // Once it has begun, fewer are left to send to than the page said.
        tend(&world).await;
        let third = page.send(&browser).await;
        third.assert_status(303);
        assert_eq!(third.header("location"), Some(place.as_str()));
        assert_eq!(runs(&world).await, before + 1);
        world.app.deliver_mail().await;
        for number in 0..3 {
            let mailbox = world.app.mailbox(&format!("user{number}@example.com"));
            assert_eq!(mailbox.len(), 1);
        }
    }

    async fn another_choice_on_a_page_that_was_used_is_looked_at_again(app) {
        let world = World::on(app).await;
        insert_users(&world, 2).await;
        let browser = world.app.admin().await;
        let mut page = Confirmation::shown(&world, &browser).await;
        page.send(&browser).await.assert_status(303);
        let before = runs(&world).await;
        page.fields.push(("skip_welcomed_within_hours", "0".to_owned()));
        let again = page.send(&browser).await;
        again.assert_status(422);
        assert!(again.text().contains("This page was used to start a bulk send."));
        assert_eq!(runs(&world).await, before);
        let fresh = hidden(&again.text(), "request_key");
        assert!(page.fields.iter().all(|(_, value)| *value != fresh));
        world.app.deliver_mail().await;
    }

    async fn a_user_who_is_created_twice_is_one_and_an_email_is_called_off_once(app) {
        let world = World::on(app).await;
        let (browser, account) = (world.app.admin().await, &world.ids.account);
        let form = browser.get(&format!("/admin/accounts/{account}/users/new")).await.text();
        let key = hidden(&form, "request_key");
        let fields = [
            ("email", "grace@example.com"),
            ("send_welcome", "on"),
            ("request_key", &key),
        ];
        let create = format!("/ui/accounts/{account}/users");
        let first = browser.post_form(&create, &fields).await;
        first.assert_status(303);
        let second = browser.post_form(&create, &fields).await;
        second.assert_status(303);
        assert_eq!(first.header("location"), second.header("location"));

        let users = format!("/api/v1/accounts/{account}/users?search=grace");
        let users: Value = world.owner.get(&users).await.json();
        let message = users["items"][0]["latest_welcome"]["id"].as_str().expect("a message");
        for _ in 0..2 {
            let gone = world.owner.delete(&format!("/api/v1/welcome-emails/{message}")).await;
            gone.assert_status(204);
        }
        let audited = format!("/api/v1/audit-events?action=welcome_email.cancelled&account_id={account}");
        let events: Value = world.owner.get(&audited).await.json();
        let events = events["items"].as_array().expect("events").iter();
        let ours = events.filter(|event| event["details"].as_str().is_some_and(|text| text.contains(message)));
        assert_eq!(ours.count(), 1);
    }

    async fn an_import_that_is_started_twice_runs_once_and_both_follow_it(app) {
        let world = World::on(app).await;
        let (browser, account) = (world.app.admin().await, &world.ids.account);
        let url = format!("/api/v1/accounts/{account}/user-imports?dry_run=true&send_welcome=false");
        let file = "login,email\ngrace,grace@example.com\n";
        let request = world.owner.request(Method::POST, &url).body("text/csv", file);
        let import: Value = request.send().await.json();
        let id = import["id"].as_str().expect("an id");
        let start = format!("/ui/user-imports/{id}/start");
        let place = format!("/admin/user-imports/{id}?watch=1");
        for _ in 0..2 {
            let started = browser.post_form(&start, &[]).await;
            started.assert_status(303);
            assert_eq!(started.header("location"), Some(place.as_str()));
        }
        let audited = format!("/api/v1/audit-events?action=user_import.started&account_id={account}");
        let events: Value = world.owner.get(&audited).await.json();
        let started = events["items"].as_array().expect("events").iter();
        let details = started.map(|event| event["details"].as_str().expect("details"));
        let ours = details.filter(|details| details.contains(id));
        assert_eq!(ours.count(), 1, "{events}");
    }
}
