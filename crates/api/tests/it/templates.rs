//! Email templates over HTTP: made, shown, refused with the line, tried out, and chosen for a mail.

use chrono::Duration;
use serde_json::{Value, json};
use usher_test_support::{Client, TestApp, TestResponse, usher_domain::role::Role};

use crate::world::{World, greeting, id_in};

fn url(world: &World, rest: &str) -> String {
    format!("/api/v1/accounts/{}/templates{rest}", world.ids.account)
}

fn text(locale: &str, html: &str) -> Value {
    json!({ "locale": locale, "subject": "Hello", "html": html, "text": "{{ link }}" })
}

/// The members that are refused, with codes and lines.
fn refused(answer: &TestResponse) -> Vec<(String, String, Option<u64>)> {
    assert_eq!(answer.problem().code, "invalid_field");
    let body: Value = answer.json();
    let errors = body["errors"].as_array().expect("errors").iter();
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    errors
        .map(|error| {
            (
                word(&error["field"]),
                word(&error["code"]),
                error["line"].as_u64(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_template_is_made_shown_changed_and_deleted() {
    let world = World::start().await;
    let (owner, one) = (&world.owner, url(&world, "/spring_24"));
    let body = json!({
        "name": "Spring",
        "is_default": true,
        "texts": [text("en", "{{ link }}"), text("de", "<b>{{ link }}</b>")],
    });
    let made = owner.put(&one, body.clone()).await;
    made.assert_status(201);
    assert_eq!(made.header("location"), Some(one.as_str()));
    let made: Value = made.json();
    let shown: Value = owner.get(&one).await.json();
    assert_eq!(made, shown);
    assert_eq!(
        (
            &shown["id"],
            &shown["name"],
            &shown["is_default"],
            &shown["version"]
        ),
        (
            &json!("spring_24"),
            &json!("Spring"),
            &json!(true),
            &json!(1)
        )
    );
    assert_eq!(
        shown["texts"],
        json!([text("de", "<b>{{ link }}</b>"), text("en", "{{ link }}")])
    );
    assert_eq!(shown["versions"][0]["locales"], json!(["de", "en"]));

    let same = owner.put(&one, body).await;
    same.assert_status(200);
    assert_eq!(
        same.json::<Value>()["version"],
        1,
        "the same texts are no new version"
    );
    let changed = owner
        .put(&one, json!({ "texts": [text("en", "Hi {{ link }}")] }))
        .await;
    changed.assert_status(200);
    let changed: Value = changed.json();
    assert_eq!(
        (&changed["version"], &changed["name"]),
        (&json!(2), &json!("Spring"))
    );
    assert_eq!(changed["versions"].as_array().map(Vec::len), Some(2));

    let list: Value = owner.get(&url(&world, "")).await.json();
    let ids: Vec<_> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [&json!("email01"), &json!("spring_24")]);
    owner.delete(&one).await.assert_status(204);
    assert_eq!(owner.delete(&one).await.problem().code, "not_found");
    assert_eq!(owner.get(&one).await.problem().code, "not_found");
}

#[tokio::test]
async fn mistakes_are_told_by_member_and_line() {
    let world = World::start().await;
    let (owner, one) = (&world.owner, url(&world, "/a"));
    let put = |texts: Value| owner.put(&one, json!({ "texts": texts }));
    let told = |field: &str, code: &str, line| (field.to_owned(), code.to_owned(), line);

    let broken = json!([text("en", "{{ link }}"), {
        "locale": "de",
        "subject": "{{ 7 * 7 }}",
        "html": "{{ link }}\n{{ pasword }}",
        "text": "{{ link }}\n\n{% if link %}",
    }]);
    assert_eq!(
        refused(&put(broken).await),
        [
            told("texts.1.subject", "not_available", Some(1)),
            told("texts.1.html", "unknown_variable", Some(2)),
            told("texts.1.text", "template_syntax", Some(3)),
        ]
    );
    let forgotten = put(json!([text("en", "no link")])).await;
    assert_eq!(
        refused(&forgotten),
        [told("texts.0.html", "link_missing", None)]
    );
    let long = format!("{{{{ link{} }}}}", " | upper".repeat(100));
    let long = put(json!([text("en", &long)])).await;
    assert_eq!(
        refused(&long),
        [told("texts.0.html", "too_complex", Some(1))]
    );
    let huge = "x".repeat(65_537);
    assert_eq!(
        refused(&put(json!([text("e", " "), text("de", &huge)])).await),
        [
            told("texts.0.locale", "invalid_language", None),
            told("texts.0.html", "empty", None),
            told("texts.1.html", "too_long", None),
        ]
    );
    let good = || text("de", "{{ link }}");
    assert_eq!(
        refused(&put(json!([])).await),
        [told("texts", "required", None)]
    );
    assert_eq!(
        refused(&put(json!([good(), text("DE", "{{ link }}")])).await),
        [told("texts.1.locale", "duplicate", None)]
    );
    let many: Vec<Value> = (0..21)
        .map(|n| text(&format!("de-{n:02}"), "{{ link }}"))
        .collect();
    assert_eq!(
        refused(&put(json!(many)).await),
        [told("texts", "too_many", None)]
    );
    let named = owner
        .put(&url(&world, "/a%20b"), json!({ "texts": [good()] }))
        .await;
    assert_eq!(
        refused(&named),
        [told("template_id", "invalid_character", None)]
    );
    assert_eq!(
        owner.get(&one).await.problem().code,
        "not_found",
        "nothing was saved"
    );
}

#[tokio::test]
async fn who_may_see_the_account_sees_its_templates_and_who_may_change_it_changes_them() {
    let world = World::start().await;
    let account = world.ids.account.parse().expect("an identifier");
    let one = url(&world, "/email01");
    let helpdesk = world.app.api_token(Role::Helpdesk, Some(account)).await;
    helpdesk.get(&one).await.assert_status(200);
    helpdesk.get(&url(&world, "")).await.assert_status(200);
    helpdesk
        .post(&format!("{one}/preview"))
        .await
        .assert_status(200);
    let saved = helpdesk.put(&one, greeting()).await;
    let sent = helpdesk.post(&format!("{one}/test-send")).await;
    for answer in [saved, sent, helpdesk.delete(&one).await] {
        assert_eq!(answer.problem().code, "forbidden");
    }
    let other = world
        .another_account()
        .await
        .account
        .parse()
        .expect("an identifier");
    let stranger = world.app.api_token(Role::Owner, Some(other)).await;
    let saved = stranger.put(&one, greeting()).await;
    for answer in [saved, stranger.get(&one).await, stranger.delete(&one).await] {
        assert_eq!(answer.problem().code, "not_found");
    }
}

#[tokio::test]
async fn a_preview_is_in_the_language_asked_for_and_opens_nothing() {
    let world = World::start().await;
    let one = url(&world, "/a");
    let html = "<p lang=\"{{ locale }}\">{{ account_name }} {{ link_life.text }} {{ link }}</p>";
    let body = json!({ "texts": [text("en", html), text("de", html)] });
    world.owner.put(&one, body).await.assert_status(201);
    let preview = |body: Value| {
        let url = format!("{one}/preview");
        let owner = &world.owner;
        async move { owner.post_json(&url, body).await }
    };
    let german: Value = preview(json!({ "locale": "de" })).await.json();
    let html = german["html"].as_str().expect("a text");
    assert!(
        html.contains("<p lang=\"de\">Difference Engines 7 Tage http://"),
        "{html}"
    );
    assert_eq!(german["subject"], "Hello");
    let link = german["text"].as_str().expect("a text").trim().to_owned();
    assert!(html.contains(&link), "the same bytes");
    let (_, token) = link.rsplit_once('/').expect("a path");
    let opened = world
        .app
        .anonymous()
        .get(&format!("/api/v1/password-links/{token}"))
        .await;
    assert!(opened.status().is_client_error());

    let default: Value = preview(json!({})).await.json();
    assert!(
        default["html"]
            .as_str()
            .is_some_and(|html| html.contains("lang=\"en\""))
    );
    let framed = world
        .owner
        .get(&format!("{one}/preview/html?locale=de"))
        .await;
    framed.assert_status(200);
    assert_eq!(framed.text(), german["html"].as_str().expect("a text"));
    let policy = framed.header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("sandbox ") && policy.contains("default-src 'none'"),
        "{policy}"
    );

    let unknown = preview(json!({ "locale": "pt" })).await;
    assert_eq!(
        refused(&unknown),
        [("locale".to_owned(), "unknown".to_owned(), None)]
    );
}

#[tokio::test]
async fn a_test_mail_tells_how_it_fared_and_needs_somebody_to_go_to() {
    let world = World::start().await;
    let test = url(&world, "/email01/test-send");
    let answer = world
        .owner
        .post_json(&test, json!({ "to": "ada@example.com", "locale": "en" }))
        .await;
    answer.assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!({ "outcome": "captured", "reply": null })
    );
    assert_eq!(world.owner.post(&test).await.problem().code, "no_address");
    let to = |to: &str| json!({ "to": to });
    let nobody = world.owner.post_json(&test, to("nobody")).await;
    assert_eq!(refused(&nobody)[0].0, "to");
    for _ in 0..5 {
        world
            .owner
            .post_json(&test, to("ada@example.com"))
            .await
            .assert_status(200);
    }
    let answer = world.owner.post_json(&test, to("ada@example.com")).await;
    assert_eq!(answer.problem().code, "too_many_requests");
}

async fn ask(owner: &Client, user: &str, body: Value) -> TestResponse {
    owner
        .post_json(&format!("/api/v1/users/{user}/welcome-emails"), body)
        .await
}

#[tokio::test]
async fn a_welcome_email_is_written_with_the_template_that_is_named() {
    let world = World::start().await;
    let user = json!({ "login": "bob", "email": "bob@example.com" });
    let users = format!("/api/v1/accounts/{}/users", world.ids.account);
    let user = id_in(&world.owner.post_json(&users, user).await);
    let sent = ask(&world.owner, &user, json!({ "template_id": "email01" })).await;
    sent.assert_status(202);
    assert_eq!(sent.json::<Value>()["template_id"], "email01");
    let again = ask(&world.owner, &user, json!({ "template_id": "email01" })).await;
    assert_eq!(id_in(&again), id_in(&sent), "a double click");
    world.app.deliver_mail().await;
    let mailbox = world.app.mailbox("bob@example.com");
    let mail = mailbox.only();
    assert_eq!(mail.message.subject, "Hello from Difference Engines");
    assert!(mail.message.text.starts_with("Start: http://"));

    for (body, field) in [
        (json!({ "template_id": "nope" }), "unknown"),
        (json!({ "template_id": "a b" }), "invalid_character"),
    ] {
        let answer = ask(&world.owner, &user, body).await;
        assert_eq!(
            refused(&answer),
            [("template_id".to_owned(), field.to_owned(), None)]
        );
    }
    let plain = ask(&world.owner, &user, json!({ "template_id": "" })).await;
    assert_eq!(
        id_in(&plain),
        id_in(&sent),
        "none is named, and one is under way"
    );
}

#[tokio::test]
async fn an_account_has_a_hundred_templates_at_most() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let made = owner
        .post_json("/api/v1/accounts", json!({ "name": "Acme" }))
        .await;
    let account = id_in(&made);
    for number in 0..100 {
        let url = format!("/api/v1/accounts/{account}/templates/t{number}");
        owner.put(&url, greeting()).await.assert_status(201);
        // Nobody saves so many at once.
        app.clock.advance(Duration::seconds(10));
    }
    let url = format!("/api/v1/accounts/{account}/templates");
    assert_eq!(
        owner
            .put(&format!("{url}/one"), greeting())
            .await
            .problem()
            .code,
        "conflict"
    );
    owner
        .put(&format!("{url}/t7"), greeting())
        .await
        .assert_status(200);
    owner.delete(&format!("{url}/t7")).await.assert_status(204);
    owner
        .put(&format!("{url}/one"), greeting())
        .await
        .assert_status(201);
}
