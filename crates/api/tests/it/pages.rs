//! Pages and their forms on the real API: whatever is entered, people get a page, never a failure.

use http::Method;
use usher_test_support::{Client, TestResponse, on_both_databases};

use crate::world::World;

/// What people, and worse, enter.
const ENTRIES: [&str; 14] = [
    "",
    " ",
    "\0",
    "a\0b",
    "Ada\r\nBcc: everybody@example.com",
    "\u{202e}moc.elpmaxe@ada",
    "👩🏽‍🚀",
    "ada@exämple.com",
    "пользователь@пример.рф",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "//evil.example",
    "-1",
    "99999999999999999999",
];

/// The fields of an account.
const ACCOUNT: &[&str] = &["name", "continue_url", "link_life_hours", "locale"];

/// The fields of a user, and where to go from there.
const USER: &[&str] = &["login", "email", "display_name", "phone", "locale", "back"];

/// The forms of an installation, with their fields.
fn forms(world: &World, link: &str) -> Vec<(String, &'static [&'static str])> {
    let (account, user, message) = (&world.ids.account, &world.ids.user, &world.ids.message);
    vec![
        (link.to_owned(), &["password", "email", "account"]),
        (format!("{link}/renew"), &[]),
        ("/welcome/none".to_owned(), &["password"]),
        ("/setup/none".to_owned(), &["password", "email", "account"]),
        ("/ui/accounts".to_owned(), ACCOUNT),
        (format!("/ui/accounts/{account}"), ACCOUNT),
        ("/ui/accounts/none".to_owned(), ACCOUNT),
        (format!("/ui/accounts/{account}/users"), USER),
        (format!("/ui/users/{user}"), USER),
        ("/ui/users/%00".to_owned(), USER),
        (format!("/ui/users/{user}/disable"), &["back"]),
        (format!("/ui/users/{user}/enable"), &["back"]),
        (format!("/ui/users/{user}/welcome-emails"), &["back"]),
        (
            format!("/ui/users/{user}/password-links/reveal"),
            &["password"],
        ),
        (format!("/ui/users/{user}/password-links/revoke"), &["back"]),
        (format!("/ui/welcome-emails/{message}/retry"), &["back"]),
        (format!("/ui/welcome-emails/{message}/cancel"), &["back"]),
        (
            "/ui/account/password".to_owned(),
            &["current_password", "new_password"],
        ),
        ("/forgot-password".to_owned(), &["login"]),
        (
            "/sign-in".to_owned(),
            &["login", "password", "account", "next"],
        ),
    ]
}

#[track_caller]
fn is_a_page(answer: &TestResponse, what: &str) {
    let status = answer.status();
    assert!(!status.is_server_error(), "{what}: {status}");
    assert!(answer.header("x-request-id").is_some(), "{what}");
    let text = answer.text();
    assert!(
        !text.contains("<script>alert(1)"),
        "{what} is not escaped: {text}"
    );
    if status.is_redirection() {
        let to = answer.header("location").expect("a place to go");
        assert!(
            to.starts_with('/') && !to.starts_with("//"),
            "{what} leads to {to}"
        );
    } else {
        let media_type = answer.header("content-type");
        assert_eq!(
            media_type,
            Some("text/html; charset=utf-8"),
            "{what}: {status} {text}"
        );
    }
}

async fn post(browser: &Client, url: &str, media_type: &str, body: String) -> TestResponse {
    let request = browser
        .request(Method::POST, url)
        .header("accept", "text/html");
    request.body(media_type, body).send().await
}

on_both_databases! {
    async fn whatever_is_entered_into_a_form_a_page_answers(app) {
        let world = World::on(app).await;
        let browser = world.app.admin().await;
        let mail = world.app.mailbox("ada@example.com").only().password_link();
        for (url, fields) in forms(&world, mail.path()) {
            for field in fields {
                for entry in ENTRIES {
                    let filled: Vec<_> = fields
                        .iter()
                        .map(|name| (*name, if name == field { entry } else { "words" }))
                        .collect();
                    let answer = browser.post_form(&url, &filled).await;
                    is_a_page(&answer, &format!("{url} {field}={entry:?}"));
                }
            }
        }
        world.app.deliver_mail().await;
    }
}

#[tokio::test]
async fn a_body_that_no_form_of_ours_sends_is_answered_with_a_page() {
    let world = World::start().await;
    let browser = world.app.admin().await;
    let mail = world.app.mailbox("ada@example.com").only().password_link();
    let form = "application/x-www-form-urlencoded";
    let large = format!("login={}", "x".repeat(2 * 1024 * 1024));
    let bodies = [
        (form, ""),
        (form, "%"),
        (form, "%FF=%FF"),
        (form, "&&==&"),
        (form, "name=a&name=b&login=a&login=b&password=a&password=b"),
        (form, large.as_str()),
        ("application/json", "{}"),
        ("multipart/form-data; boundary=x", "--x--"),
        ("ü", "login=a"),
    ];
    for (url, _) in forms(&world, mail.path()) {
        for (media_type, body) in bodies {
            let answer = post(&browser, &url, media_type, body.to_owned()).await;
            is_a_page(&answer, &format!("{url} {media_type} {body:.20}"));
        }
    }
    world.app.deliver_mail().await;
}

#[tokio::test]
async fn nothing_in_a_query_breaks_a_page() {
    let world = World::start().await;
    let browser = world.app.admin().await;
    let (account, user) = (&world.ids.account, &world.ids.user);
    let pages = [
        "/".to_owned(),
        "/sign-in".to_owned(),
        "/forgot-password".to_owned(),
        "/welcomed".to_owned(),
        "/account".to_owned(),
        "/admin".to_owned(),
        "/admin/accounts".to_owned(),
        format!("/admin/accounts/{account}"),
        format!("/admin/accounts/{account}/users"),
        format!("/admin/users/{user}"),
        format!("/admin/users/{user}/edit"),
        "/admin/captured-mail".to_owned(),
        "/admin/users/none".to_owned(),
        "/nowhere".to_owned(),
    ];
    let long = format!("search={}", "a".repeat(5_000));
    let queries = [
        "%FF=%FF",
        "limit=-1&limit=0",
        "cursor=%00",
        "cursor=AAAA",
        "search=%00",
        "search=%22%27%3B--",
        "search=%3Cscript%3Ealert(1)%3C/script%3E",
        "status=asleep&sort=none",
        "notice=%3Cscript%3Ealert(1)%3C/script%3E&error=none",
        "next=//evil.example&watch=%00",
        &long,
    ];
    for page in &pages {
        for query in queries {
            let request = browser.request(Method::GET, &format!("{page}?{query}"));
            let answer = request.header("accept", "text/html").send().await;
            is_a_page(&answer, &format!("{page}?{query:.40}"));
        }
    }
}
