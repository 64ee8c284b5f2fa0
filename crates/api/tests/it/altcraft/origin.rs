//! The initiator whom the mail tells about: platform, place and time.

use super::*;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

async fn behind_a_proxy() -> Altcraft {
    let known = |address: std::net::IpAddr| {
        (address.to_string() == "198.51.100.7").then(|| "Bonn, Germany".to_owned())
    };
    let app = TestApp::builder().behind_a_proxy().places(known);
    let altcraft = Altcraft::on(app.start().await).await;
    altcraft
        .app
        .account_user("mia@example.com")
        .login("mia")
        .insert()
        .await;
    altcraft
}

async fn welcome(altcraft: &Altcraft, hops: &str) -> String {
    let body = json!({ "token": altcraft.token, "account_id": altcraft.account, "name": "mia" });
    let request = altcraft.request(WELCOME).header("user-agent", FIREFOX);
    let request = request.header("x-forwarded-for", hops).json(&body);
    assert_json(&request.send().await, 200, DONE);
    altcraft.deliver().await;
    let mailbox = altcraft.app.mailbox("mia@example.com");
    let message = &mailbox.latest().message;
    let in_both = [&message.text, &message.html].map(|text| text.contains("Bonn, Germany"));
    assert_eq!(in_both[0], in_both[1], "text and HTML say the same");
    message.text.clone()
}

#[tokio::test]
async fn the_mail_tells_platform_place_and_time_of_whoever_asked() {
    let altcraft = behind_a_proxy().await;
    let at = usher_test_support::usher_domain::clock::Clock::now(&*altcraft.app.clock);
    let text = welcome(&altcraft, "203.0.113.9, 198.51.100.7").await;
    assert!(text.contains("Firefox on Linux"), "{text}");
    assert!(text.contains("Bonn, Germany"), "{text}");
    assert!(text.contains(&at.format("%H:%M").to_string()), "{text}");
    assert!(!text.contains("198.51.100.7"), "{text}");
}

#[tokio::test]
async fn the_place_is_left_out_when_it_is_not_known() {
    let altcraft = behind_a_proxy().await;
    // The client is the rightmost hop that is no proxy of ours, not what it says about itself.
    for hops in ["198.51.100.7, 203.0.113.9", "127.0.0.1", ""] {
        let text = welcome(&altcraft, hops).await;
        assert!(text.contains("Firefox on Linux"), "{text}");
        assert!(!text.contains("Bonn") && !text.contains("Near:"), "{text}");
    }
}

#[tokio::test]
async fn places_are_kept_with_sessions_and_with_messages_of_the_native_api() {
    let altcraft = behind_a_proxy().await;
    let user = altcraft.app.account_user("ada@example.com").with_password();
    let user = user.insert().await;
    let from = ("x-forwarded-for", "198.51.100.7");
    let body = json!({ "login": "ada@example.com", "password": usher_test_support::PASSWORD });
    let request = altcraft.caller.request(Method::POST, "/api/v1/sessions");
    let signed_in = request.header(from.0, from.1).json(&body).send().await;
    signed_in.assert_status(201);
    let url = format!("/api/v1/users/{}/events", user.id);
    let events: Value = altcraft.owner.get(&url).await.json();
    let places: Vec<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["place"].as_str())
        .collect();
    assert_eq!(places, ["Bonn, Germany"], "{events}");

    let url = format!("/api/v1/users/{}/welcome-emails", user.id);
    let request = altcraft.owner.request(Method::POST, &url);
    let made: Value = request.header(from.0, from.1).send().await.json();
    assert_eq!(made["requested_by"]["place"], "Bonn, Germany", "{made}");
    altcraft.app.deliver_mail().await;
}
