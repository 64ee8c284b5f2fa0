//! One user: creating, changing, deleting, her links.

use usher_api_types::{password_link::RevealedLink, problem::ErrorCode};

use crate::{
    bodies::{ACCOUNT, ADA, MAIL, ada, api, at, user},
    browser::{Browser, PUBLIC_URL, Page},
};

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
    form.is(200)
        .says("Send welcome email at once")
        .says("checked");
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

/// What a new user's form is called.
const KEY: &str = "5e7d0000-0000-4000-8000-00000000000a";

fn new_user() -> String {
    format!("display_name=Ada&email=ada%40example.com&send_welcome=yes&request_key={KEY}")
}

/// The key of a form as it is shown again.
#[track_caller]
fn key_of(page: &Page) -> String {
    page.hidden("request_key").replace("%2D", "-")
}

#[tokio::test]
async fn a_refused_or_failed_form_keeps_its_name() {
    let create = format!("POST /api/v1/accounts/{ACCOUNT}/users");
    let path = format!("/ui/accounts/{ACCOUNT}/users");
    for (code, status) in [
        (ErrorCode::InvalidField, 422),
        (ErrorCode::LoginTaken, 422),
        (ErrorCode::Unavailable, 503),
    ] {
        let api = api().fails(&create, code);
        let page = Browser::on(&api).post(&path, &new_user()).await;
        assert_eq!(key_of(page.is(status)), KEY, "{code:?}");
        assert_eq!(api.call(&create).headers["idempotency-key"], KEY);
    }
    let browser = Browser::on(&api());
    let page = browser
        .post(&path, &format!("display_name=Ada&request_key={KEY}"))
        .await;
    assert_eq!(key_of(page.is(422)), KEY);
    // A program that fills the form in without having opened it.
    let page = browser.post(&path, "display_name=Ada").await;
    assert_ne!(key_of(page.is(422)), KEY);
}

#[tokio::test]
async fn a_form_that_was_sent_before_comes_back_with_what_was_entered() {
    let create = format!("POST /api/v1/accounts/{ACCOUNT}/users");
    let path = format!("/ui/accounts/{ACCOUNT}/users");
    for (code, status, told, keeps) in [
        (
            ErrorCode::IdempotencyKeyReused,
            422,
            "Look whether that user is in the list before you send it again.",
            false,
        ),
        (
            ErrorCode::RequestUnderWay,
            409,
            "This user is being created.",
            true,
        ),
    ] {
        let browser = Browser::on(&api().fails(&create, code));
        let page = browser.post(&path, &new_user()).await;
        page.is(status).says(told).says("value=\"ada@example.com\"");
        assert_eq!(key_of(&page) == KEY, keeps, "{code:?}");
    }
}

#[tokio::test]
async fn a_language_is_chosen_by_its_own_name_and_an_unusual_one_stays() {
    let mut user = ada();
    user.locale = Some("nl".to_owned());
    let api = api().on(&format!("GET /api/v1/users/{ADA}"), 200, &user);
    let form = Browser::on(&api)
        .get(&format!("/admin/users/{ADA}/edit?language=de"))
        .await;
    form.is(200)
        .says("<option value=\"\">Wie das Konto</option>")
        .says("<option value=\"ar\">العربية</option>")
        .says("<option value=\"nl\" selected>nl (keine Sprache von Usher)</option>");
}

#[tokio::test]
async fn ones_own_address_asks_for_the_present_password() {
    let own = format!("/admin/users/{}/edit", uuid::Uuid::from_u128(1));
    let me = user(uuid::Uuid::from_u128(1), "Grace Hopper");
    let api = api().on(&format!("GET /api/v1/users/{}", me.id), 200, &me);
    let browser = Browser::on(&api);
    browser.get(&own).await.says("name=\"current_password\"");
    browser
        .get(&format!("/admin/users/{ADA}/edit"))
        .await
        .says_nothing_of("current_password");
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
async fn editing_sends_what_was_changed_and_disabling_only_the_one() {
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

    // What the form showed when it was opened is left to whoever changes it meanwhile.
    let touched = api().on(&patch, 200, &ada());
    let browser = Browser::on(&touched);
    let page = browser.get(&format!("/admin/users/{ADA}/edit")).await;
    let shown = page.hidden("shown");
    let (name, email, login) = ("Ada+Lovelace", "ada.lovelace%40example.com", "ada.lovelace");
    let form = format!(
        "display_name={name}&email={email}&login={login}&phone=%2B49+228&locale=&shown={shown}"
    );
    browser
        .post(&format!("/ui/users/{ADA}"), &form)
        .await
        .is(303);
    assert_eq!(
        touched.call(&patch).body,
        serde_json::json!({"phone": "+49 228"})
    );
    let refused = api().fails(&patch, ErrorCode::LoginTaken);
    let page = Browser::on(&refused)
        .post(&format!("/ui/users/{ADA}"), &form)
        .await;
    assert_eq!(
        page.is(422).hidden("shown"),
        shown,
        "still what was shown first"
    );

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
async fn the_address_of_a_new_user_is_not_called_optional() {
    let html = Browser::on(&api())
        .get(&format!("/admin/accounts/{ACCOUNT}/users/new"))
        .await;
    html.is(200)
        .says(">Email</label>")
        .says("Needed for the welcome email. Without one, give a login.");
}

#[tokio::test]
async fn deleting_asks_first_and_returns_to_the_list() {
    let api = api().on(&format!("DELETE /api/v1/users/{ADA}"), 204, &());
    let browser = Browser::on(&api);
    let page = browser.get(&format!("/admin/users/{ADA}/delete")).await;
    page.is(200)
        .says("Delete Ada Lovelace?")
        .says(&format!(
            "href=\"/admin/users/{ADA}\" class=\"breakable\">Ada Lovelace</a>"
        ))
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
