//! The list of users.

use usher_api_types::{page::Page, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, ada, api, may_only, page, user, welcomed},
    browser::Browser,
};

fn list() -> String {
    format!("/admin/accounts/{ACCOUNT}/users")
}

fn users() -> String {
    format!("GET /api/v1/accounts/{ACCOUNT}/users")
}

#[tokio::test]
async fn every_row_has_a_button_that_names_its_user() {
    let turing = Uuid::from_u128(0x7);
    let listed = page(vec![ada(), user(turing, "Alan Turing")]);
    let html = Browser::on(&api().on(&users(), 200, &listed))
        .get(&list())
        .await;
    html.is(200);
    for (id, name) in [(ADA, "Ada Lovelace"), (turing, "Alan Turing")] {
        html.says(&format!("action=\"/ui/users/{id}/welcome-emails\""))
            .says(&format!(
                "<span class=\"visually-hidden\"> to {name}</span>"
            ));
    }
}

#[tokio::test]
async fn paging_keeps_what_was_searched_filtered_and_sorted() {
    let api = api().on(
        &users(),
        200,
        &Page {
            items: vec![ada()],
            next_cursor: Some("c/2=".to_owned()),
        },
    );
    let path = format!(
        "{}?search=a%26b&status=pending&sort=-created&cursor=c1",
        list()
    );
    let html = Browser::on(&api).get(&path).await;
    let filter = format!(
        "{}?search=a%26b&amp;status=pending&amp;sort=-created",
        list()
    );
    html.says(&format!(
        "href=\"{filter}&amp;cursor=c%2F2%3D\" rel=\"next\""
    ))
    .says(&format!("href=\"{filter}\""));
    assert_eq!(
        api.call(&users()).query,
        "search=a%26b&status=pending&sort=-created&cursor=c1&limit=50"
    );
}

#[tokio::test]
async fn nonsense_in_the_url_shows_the_list_all_the_same() {
    let api = api();
    let path = format!("{}?status=x&sort=name;drop&search=%FF", list());
    Browser::on(&api).get(&path).await.is(200);
    assert!(!api.call(&users()).query.contains("drop"));
}

#[tokio::test]
async fn names_cannot_bring_markup_in() {
    let mut evil = ada();
    evil.display_name = "<script>alert(1)</script>\"'".to_owned();
    evil.email = Some("\"><img src=x>@example.com".to_owned());
    let api = api().on(&users(), 200, &page(vec![evil.clone()])).on(
        &format!("GET /api/v1/users/{ADA}"),
        200,
        &evil,
    );
    let browser = Browser::on(&api);
    for path in [
        list(),
        format!("/admin/users/{ADA}"),
        format!("/admin/users/{ADA}/edit"),
        format!("/admin/users/{ADA}/delete"),
    ] {
        let html = browser.get(&path).await;
        html.is(200)
            .says("&lt;script&gt;")
            .says_nothing_of("<script")
            .says_nothing_of("<img");
    }
}

#[tokio::test]
async fn sending_goes_back_to_the_row_and_follows_the_delivery_for_a_while() {
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let queued = page(vec![welcomed(ada(), "queued")]);
    let api = api()
        .on(&send, 202, &serde_json::json!({}))
        .on(&users(), 200, &queued);
    let browser = Browser::on(&api);
    let back = format!("{}%3Fsearch%3Dada", list().replace('/', "%2F"));
    let done = browser
        .post(
            &format!("/ui/users/{ADA}/welcome-emails"),
            &format!("back={back}"),
        )
        .await;
    done.is(303);
    let expected = format!(
        "{}?search=ada&notice=welcome_requested&watch=1#user-{ADA}",
        list()
    );
    assert_eq!(done.location(), expected);

    let path = expected.split('#').next().expect("a path");
    let html = browser.get(path).await;
    html.says("The welcome email is on its way.")
        .says(">Queued</span>");
    html.says("http-equiv=\"refresh\"").says("watch=2");
    browser
        .get(&list())
        .await
        .says_nothing_of("http-equiv=\"refresh\"");
    browser
        .get(&format!("{}?watch=8", list()))
        .await
        .says_nothing_of("http-equiv=\"refresh\"");
}

#[tokio::test]
async fn a_refusal_travels_as_a_code_and_is_told_in_our_words() {
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let browser = Browser::on(&api().fails(&send, ErrorCode::NoAddress));
    let refused = browser
        .post(
            &format!("/ui/users/{ADA}/welcome-emails"),
            "back=//evil.example",
        )
        .await;
    refused.is(303);
    assert_eq!(
        refused.location(),
        format!("/admin/users/{ADA}?error=no_address")
    );
    browser
        .get(refused.location())
        .await
        .says("no email address to send to");
    let forged = browser
        .get(&format!("{}?error=You+were+hacked&notice=Call+us", list()))
        .await;
    forged
        .is(200)
        .says_nothing_of("hacked")
        .says_nothing_of("Call us");
}

#[tokio::test]
async fn only_what_one_may_do_is_offered() {
    let browser = Browser::on(&api().on("GET /api/v1/me", 200, &may_only(&["users.read"])));
    let html = browser.get(&list()).await;
    html.is(200)
        .says("Ada Lovelace")
        .says_nothing_of("Send welcome email")
        .says_nothing_of("New user");
    let html = browser.get(&format!("/admin/users/{ADA}")).await;
    html.says_nothing_of("/delete")
        .says_nothing_of("/edit")
        .says_nothing_of("/reveal-link");
}

#[tokio::test]
async fn an_empty_list_says_why_it_is_empty() {
    let browser = Browser::on(&api().on(&users(), 200, &page(Vec::<()>::new())));
    browser.get(&list()).await.says("No users yet");
    browser
        .get(&format!("{}?search=zoe", list()))
        .await
        .says("Nobody matches")
        .says("Show all users");
}
