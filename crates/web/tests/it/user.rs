//! One user: creating, changing, her timeline, her links.

use usher_api_types::{captured_email, password_link::RevealedLink, problem::ErrorCode};

use crate::{
    bodies::{ACCOUNT, ADA, MAIL, ada, api, at, may_only, message},
    browser::{Browser, PUBLIC_URL},
};

#[tokio::test]
async fn the_timeline_tells_who_asked_what_the_server_said_and_what_it_means() {
    let html = Browser::on(&api())
        .get(&format!("/admin/users/{ADA}"))
        .await;
    html.is(200)
        .says(" by Grace Hopper")
        .says("Firefox on Linux · 192.0.2.7")
        .says("Refused by the mail server")
        .says("There is no mailbox with this address.")
        .says("550 5.1.1 no such user here")
        .says("looks like a mail scanner")
        .says(&format!("action=\"/ui/welcome-emails/{MAIL}/retry\""));
}

#[tokio::test]
async fn a_captured_message_can_be_read_by_those_who_may_see_links() {
    let one = format!("GET /api/v1/welcome-emails/{MAIL}");
    let captured = api().on(&one, 200, &message("captured"));
    let path = format!("/admin/users/{ADA}");
    let link = format!("href=\"/admin/captured-mail/{MAIL}\"");
    Browser::on(&captured).get(&path).await.says(&link);
    let helpdesk = may_only(&["users.read", "welcome_emails.send"]);
    let browser = Browser::on(&captured.on("GET /api/v1/me", 200, &helpdesk));
    browser.get(&path).await.is(200).says_nothing_of(&link);
}

#[tokio::test]
async fn waiting_messages_can_be_cancelled() {
    let one = format!("GET /api/v1/welcome-emails/{MAIL}");
    let cancel = format!("DELETE /api/v1/welcome-emails/{MAIL}");
    let api = api()
        .on(&one, 200, &message("deferred"))
        .on(&cancel, 204, &());
    let browser = Browser::on(&api);
    let path = format!("/ui/welcome-emails/{MAIL}/cancel");
    browser
        .get(&format!("/admin/users/{ADA}"))
        .await
        .says(&format!("action=\"{path}\""));
    let done = browser
        .post(&path, &format!("back=%2Fadmin%2Fusers%2F{ADA}"))
        .await;
    assert_eq!(
        done.location(),
        format!("/admin/users/{ADA}?notice=welcome_cancelled")
    );
}

#[tokio::test]
async fn a_new_user_without_a_login_gets_the_address_and_is_welcomed_at_once() {
    let create = format!("POST /api/v1/accounts/{ACCOUNT}/users");
    let mut created = ada();
    created.welcome_email_id = Some(MAIL);
    let api = api().on(&create, 201, &created);
    let browser = Browser::on(&api);
    let form = browser
        .get(&format!("/admin/accounts/{ACCOUNT}/users/new"))
        .await;
    form.is(200).says("Send welcome email now").says("checked");
    let form = "display_name=Ada&email=ada%40example.com&login=&phone=&locale=&send_welcome=yes";
    let done = browser
        .post(&format!("/ui/accounts/{ACCOUNT}/users"), form)
        .await;
    done.is(303);
    assert_eq!(
        done.location(),
        format!("/admin/users/{ADA}?notice=user_created_and_welcomed&watch=1")
    );
    let body = api.call(&create).body;
    assert_eq!(body["login"], "ada@example.com");
    assert_eq!(body["send_welcome"], true);
}

#[tokio::test]
async fn what_was_entered_stays_and_each_error_is_beside_its_field() {
    let create = format!("POST /api/v1/accounts/{ACCOUNT}/users");
    let errors = [
        ("email", "That is no email address."),
        ("phone", "That is no telephone number."),
    ];
    let browser = Browser::on(&api().fails_on(&create, ErrorCode::InvalidField, &errors));
    let page = browser
        .post(
            &format!("/ui/accounts/{ACCOUNT}/users"),
            "display_name=Ada&email=x&phone=y",
        )
        .await;
    page.is(422)
        .says("value=\"Ada\"")
        .says("<a href=\"#email\">That is no email address.</a>")
        .says("id=\"phone-error\"")
        .says("aria-describedby=\"email-hint email-error\"")
        .says("<title>Error: New user · Usher</title>");
    let taken = Browser::on(&api().fails(&create, ErrorCode::LoginTaken));
    let page = taken
        .post(&format!("/ui/accounts/{ACCOUNT}/users"), "login=ada")
        .await;
    page.is(422)
        .says("id=\"login-error\"")
        .says("Another user of the account has this login.");
}

#[tokio::test]
async fn a_welcome_email_needs_an_address() {
    let page = Browser::on(&api())
        .post(
            &format!("/ui/accounts/{ACCOUNT}/users"),
            "login=ada&send_welcome=yes",
        )
        .await;
    page.is(422).says("id=\"email-error\"");
}

#[tokio::test]
async fn editing_sends_every_field_and_disabling_only_the_one() {
    let patch = format!("PATCH /api/v1/users/{ADA}");
    let edited = api().on(&patch, 200, &ada());
    let form = "display_name=Ada&email=&login=ada&phone=&locale=de";
    let done = Browser::on(&edited)
        .post(&format!("/ui/users/{ADA}"), form)
        .await;
    assert_eq!(
        done.location(),
        format!("/admin/users/{ADA}?notice=user_saved")
    );
    assert_eq!(edited.call(&patch).body["email"], "");

    let disabled = api().on(&patch, 200, &ada());
    Browser::on(&disabled)
        .post(&format!("/ui/users/{ADA}/disable"), "")
        .await
        .is(303);
    assert_eq!(
        disabled.call(&patch).body,
        serde_json::json!({"enabled": false})
    );
}

#[tokio::test]
async fn deleting_asks_first_and_returns_to_the_list() {
    let api = api().on(&format!("DELETE /api/v1/users/{ADA}"), 204, &());
    let browser = Browser::on(&api);
    let page = browser.get(&format!("/admin/users/{ADA}/delete")).await;
    page.is(200)
        .says("Delete Ada Lovelace?")
        .says("It cannot be undone.");
    assert!(
        !api.calls()
            .iter()
            .any(|call| call.name.starts_with("DELETE"))
    );
    let done = browser.post(&format!("/ui/users/{ADA}/delete"), "").await;
    assert_eq!(
        done.location(),
        format!("/admin/accounts/{ACCOUNT}/users?notice=user_deleted")
    );
}

#[tokio::test]
async fn a_link_is_shown_only_for_ones_own_password() {
    let reveal = format!("POST /api/v1/users/{ADA}/password-links/reveal");
    let path = format!("/ui/users/{ADA}/password-links/reveal");
    let wrong = Browser::on(&api().fails(&reveal, ErrorCode::SignInFailed));
    let page = wrong.post(&path, "password=hunter2hunter2").await;
    page.is(422)
        .says("That is not your password.")
        .says_nothing_of("hunter2");

    let link = RevealedLink {
        url: format!("{PUBLIC_URL}/welcome/tok"),
        expires_at: at(9),
    };
    let page = Browser::on(&api().on(&reveal, 200, &link))
        .post(&path, "password=right")
        .await;
    page.is(200)
        .says("value=\"https://usher.example/welcome/tok\"");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_captured_mail_is_shown_in_a_frame_without_rights_and_its_link_can_be_followed() {
    let mail = captured_email::CapturedEmailContent {
        email: captured_email::CapturedEmail {
            id: MAIL,
            account_id: ACCOUNT,
            user_id: ADA,
            recipient: "ada@example.com".to_owned(),
            purpose: "welcome".to_owned(),
            captured_at: at(1),
        },
        from: "Usher <no-reply@localhost>".to_owned(),
        to: "ada@example.com".to_owned(),
        subject: "Welcome <b>".to_owned(),
        text: format!("Hello\n{PUBLIC_URL}/welcome/tok\nhttps://evil.example/x <b>"),
        html: String::new(),
    };
    let api = api().on(&format!("GET /api/v1/captured-emails/{MAIL}"), 200, &mail);
    let page = Browser::on(&api)
        .get(&format!("/admin/captured-mail/{MAIL}"))
        .await;
    page.is(200)
        .says("sandbox=\"\"")
        .says(&format!("src=\"/api/v1/captured-emails/{MAIL}/html\""))
        .says("href=\"https://usher.example/welcome/tok\"")
        .says_nothing_of("href=\"https://evil.example")
        .says_nothing_of("<b>");
}
