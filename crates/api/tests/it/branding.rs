//! How an account presents itself: its settings, its logo, and where both are seen.

use http::Method;
use serde_json::{Value, json};
use usher_test_support::{Client, TestResponse};

use crate::world::World;

fn png(width: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(1_u32.to_be_bytes());
    bytes
}

fn jpeg() -> Vec<u8> {
    b"\xff\xd8\xff\xe0\0\x04JF\xff\xc0\0\x11\x08\0\x01\0\x01".to_vec()
}

impl World {
    fn account(&self) -> String {
        format!("/api/v1/accounts/{}", self.ids.account)
    }

    async fn put_logo(&self, media_type: &str, image: Vec<u8>) -> TestResponse {
        let url = format!("{}/logo", self.account());
        let request = self.owner.request(Method::PUT, &url);
        request.body(media_type, image).send().await
    }

    async fn logo_url(&self) -> Value {
        let account: Value = self.owner.get(&self.account()).await.json();
        account["logo_url"].clone()
    }

    /// Ada, whom the world has welcomed, by her link.
    async fn inspected(&self) -> Value {
        let link = self.app.mailbox("ada@example.com").only().password_link();
        let body = json!({ "token": link.token() });
        let anyone = self.app.anonymous();
        anyone
            .post_json("/api/v1/password-links/inspect", body)
            .await
            .json()
    }
}

async fn cached(client: &Client, url: &str, tag: &str) -> u16 {
    let request = client.request(Method::GET, url);
    let answer = request.header("if-none-match", tag).send().await;
    assert_eq!(answer.header("content-type"), None);
    answer.status().as_u16()
}

#[tokio::test]
async fn settings_of_mail_and_colour_are_set_cleared_and_refused_by_name() {
    let world = World::start().await;
    let set = json!({
        "sender_name": " Difference Engines ",
        "reply_to": "help@example.com",
        "accent_color": "#0A7C5E",
    });
    let answer: Value = world.owner.patch(&world.account(), set).await.json();
    assert_eq!(answer["sender_name"], "Difference Engines");
    assert_eq!(answer["reply_to"], "help@example.com");
    assert_eq!(answer["accent_color"], "#0a7c5e");
    assert_eq!(answer["logo_url"], Value::Null);

    let wrong = json!({
        "sender_name": "ceo@bank.example",
        "reply_to": "nobody",
        "accent_color": "red; }",
    });
    let answer = world.owner.patch(&world.account(), wrong.clone()).await;
    answer.assert_status(422);
    let mut new = wrong;
    new["name"] = json!("Bletchley Park");
    let created = world.owner.post_json("/api/v1/accounts", new).await;
    created.assert_status(422);
    for body in [answer.json::<Value>(), created.json()] {
        let codes: Vec<_> = body["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| (error["field"].clone(), error["code"].clone()))
            .collect();
        let expected = [
            ("sender_name", "invalid_character"),
            ("reply_to", "invalid_address"),
            ("accent_color", "invalid_color"),
        ];
        assert_eq!(
            codes,
            expected.map(|(field, code)| (json!(field), json!(code)))
        );
    }

    // Not every server on the way to a reader can carry it.
    let unanswerable = json!({ "reply_to": "hilfe-für@example.com" });
    let answer = world.owner.patch(&world.account(), unanswerable).await;
    answer.assert_status(422);
    assert_eq!(
        answer.json::<Value>()["errors"][0]["code"],
        "invalid_address"
    );

    let clear = json!({ "sender_name": "", "reply_to": " ", "accent_color": "" });
    let answer: Value = world.owner.patch(&world.account(), clear).await.json();
    for member in ["sender_name", "reply_to", "accent_color"] {
        assert_eq!(answer[member], Value::Null, "{member}");
    }
}

#[tokio::test]
async fn a_logo_is_shown_to_anybody_and_can_be_kept_for_ever() {
    let world = World::start().await;
    // What it is said to be does not matter.
    world.put_logo("text/html", png(1)).await.assert_status(204);
    let url = world.logo_url().await;
    let url = url.as_str().expect("a path of ours");
    let anyone = world.app.anonymous();
    let image = anyone.get(url).await;
    image.assert_status(200);
    assert_eq!(image.bytes(), png(1));
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(image.header(name), Some(value));
    }
    let tag = image.header("etag").expect("a tag");
    assert_eq!(cached(&anyone, url, tag).await, 304);
    assert_eq!(cached(&anyone, url, &format!("\"x\", W/{tag}")).await, 304);
    let head = anyone.request(Method::HEAD, url).send().await;
    head.assert_status(200);
    assert!(head.bytes().is_empty());

    world
        .put_logo("image/jpeg", jpeg())
        .await
        .assert_status(204);
    let newer = world.logo_url().await;
    let newer = newer.as_str().expect("another path");
    assert_ne!(newer, url);
    let image = anyone.get(newer).await;
    assert_eq!(image.header("content-type"), Some("image/jpeg"));
    anyone.get(url).await.assert_status(404);

    let logo = format!("{}/logo", world.account());
    for _ in 0..2 {
        world.owner.delete(&logo).await.assert_status(204);
    }
    assert_eq!(world.logo_url().await, Value::Null);
    anyone.get(newer).await.assert_status(404);
}

#[tokio::test]
async fn what_is_no_small_image_is_refused() {
    let world = World::start().await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
    for (image, status, code, max) in [
        (svg, 422, "invalid_image", Value::Null),
        (Vec::new(), 422, "invalid_image", Value::Null),
        (png(1)[..20].to_vec(), 422, "invalid_image", Value::Null),
        (png(1025), 422, "too_many_pixels", json!(1024)),
    ] {
        let answer = world.put_logo("image/png", image).await;
        answer.assert_status(status);
        let body: Value = answer.json();
        assert_eq!(body["errors"][0]["field"], "logo");
        assert_eq!(body["errors"][0]["code"], code);
        assert_eq!(body["errors"][0]["max"], max);
    }
    let mut padded = png(1);
    padded.resize(128 * 1024, 0);
    world
        .put_logo("image/png", padded.clone())
        .await
        .assert_status(204);
    padded.push(0);
    let answer = world.put_logo("image/png", padded).await;
    assert_eq!(answer.problem().code, "payload_too_large");
}

#[tokio::test]
async fn nothing_but_the_one_form_of_a_hash_names_a_logo() {
    let world = World::start().await;
    world.put_logo("image/png", png(1)).await.assert_status(204);
    let url = world.logo_url().await;
    let hash = url.as_str().and_then(|url| url.strip_prefix("/branding/"));
    let hash = hash.expect("a path of ours").to_owned();
    let anyone = world.app.anonymous();
    for other in [
        hash.to_uppercase(),
        hash[1..].to_owned(),
        "0".repeat(64),
        "%ff".to_owned(),
    ] {
        let answer = anyone.get(&format!("/branding/{other}")).await;
        answer.assert_status(404);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let answer = anyone.post(&format!("/branding/{hash}")).await;
    answer.assert_status(405);
}

#[tokio::test]
async fn a_users_pages_carry_the_branding_of_her_account_and_void_links_nothing() {
    let world = World::start().await;
    let settings = json!({ "accent_color": "#0a7c5e", "locale": "de" });
    world
        .owner
        .patch(&world.account(), settings)
        .await
        .assert_status(200);
    world.put_logo("image/png", png(1)).await.assert_status(204);
    let user = format!("/api/v1/users/{}", world.ids.user);
    world
        .owner
        .patch(&user, json!({ "locale": "pt" }))
        .await
        .assert_status(200);
    let branding = json!({
        "account_name": "Difference Engines",
        "accent_color": "#0a7c5e",
        "logo_url": world.logo_url().await,
    });
    let open = world.inspected().await;
    assert_eq!(open["branding"], branding);
    assert_eq!(
        (&open["locale"], &open["account_locale"]),
        (&json!("pt"), &json!("de"))
    );

    let account = world.ids.account.parse().expect("an identifier");
    let joan = world
        .app
        .account_user("joan@example.com")
        .in_account(account);
    joan.with_password().insert().await;
    let me: Value = world
        .app
        .signed_in("joan@example.com")
        .await
        .get("/api/v1/me")
        .await
        .json();
    assert_eq!(me["branding"], branding);
    assert_eq!(
        (&me["locale"], &me["account_locale"]),
        (&Value::Null, &json!("de"))
    );
    let robot: Value = world.owner.get("/api/v1/me").await.json();
    assert_eq!(robot["branding"], Value::Null);

    world
        .owner
        .post(&format!("{user}/password-links/revoke"))
        .await
        .assert_status(204);
    let void = world.inspected().await;
    assert_eq!(void["state"], "void");
    for member in ["branding", "locale", "account_locale", "account_name"] {
        assert_eq!(void[member], Value::Null, "{member}");
    }
}
