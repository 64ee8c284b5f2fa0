//! The list of users.

use usher_api_types::page::Page;
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, ada, api, at, may_only, page, user, welcomed},
    browser::Browser,
};

pub(crate) const ALAN: Uuid = Uuid::from_u128(0x7);

pub(crate) fn list() -> String {
    format!("/admin/accounts/{ACCOUNT}/users")
}

pub(crate) fn users() -> String {
    format!("GET /api/v1/accounts/{ACCOUNT}/users")
}

#[tokio::test]
async fn every_row_has_a_button_that_names_its_user() {
    let listed = page(vec![ada(), welcomed(user(ALAN, "Alan Turing"), "sent")]);
    let html = Browser::on(&api().on(&users(), 200, &listed))
        .get(&list())
        .await;
    html.is(200).says("id=\"results\"");
    for (id, label, name) in [
        (ADA, "Send welcome email", "Ada Lovelace"),
        (ALAN, "Send again", "Alan Turing"),
    ] {
        html.says(&format!("action=\"/ui/users/{id}/welcome-emails\""))
            .says(&format!(
                "{label}<span class=\"visually-hidden\"> ({name})</span>"
            ));
    }
}

#[tokio::test]
async fn the_latest_email_says_its_state_and_how_long_ago() {
    let listed = page(vec![welcomed(ada(), "failed"), user(ALAN, "Alan Turing")]);
    let api = api().on(&users(), 200, &listed);
    let browser = Browser::at(&api, at(5 + 125));
    let html = browser.get(&list()).await;
    html.says(">Failed<")
        .says(">2 h ago</time>")
        .says("title=\"18 Nov 2026, 11:11 UTC\"")
        .says("Never sent");
    let html = browser.get(&format!("{}?language=de", list())).await;
    html.says(">Fehlgeschlagen<")
        .says(">vor 2 Std.</time>")
        .says("Nie gesendet")
        .says("E-Mail senden");
}

#[tokio::test]
async fn who_cannot_be_sent_anything_is_told_why() {
    let mut disabled = ada();
    disabled.status = "disabled".to_owned();
    let mut unreachable = user(ALAN, "Alan Turing");
    unreachable.email = None;
    let listed = page(vec![disabled, unreachable]);
    let html = Browser::on(&api().on(&users(), 200, &listed))
        .get(&list())
        .await;
    html.says("User is disabled")
        .says("No email address")
        .says_nothing_of("/ui/users/")
        .says_nothing_of("type=\"checkbox\"");
}

#[tokio::test]
async fn paging_keeps_what_was_searched_filtered_and_sorted() {
    let further = Page {
        items: vec![ada()],
        next_cursor: Some("c3".to_owned()),
    };
    let api = api().on(&users(), 200, &further);
    let filter = "search=a%26b&status=pending&welcome=failed&sort=-created";
    let path = format!("{}?{filter}&cursor=c2", list());
    let html = Browser::on(&api).get(&path).await;
    let filter = filter.replace('&', "&amp;");
    html.says(&format!(
        "href=\"{}?{filter}&amp;cursor=c3&amp;trail=c2\" rel=\"next\"",
        list()
    ))
    .says(&format!("href=\"{}?{filter}\" rel=\"prev\"", list()));
    assert_eq!(
        api.call(&users()).query,
        "search=a%26b&status=pending&welcome=failed&sort=-created&cursor=c2&limit=50"
    );
}

#[tokio::test]
async fn the_way_back_is_in_the_url() {
    let html = Browser::on(&api())
        .get(&format!("{}?cursor=c4&trail=c2.c3", list()))
        .await;
    html.says(&format!(
        "href=\"{}?cursor=c3&amp;trail=c2\" rel=\"prev\"",
        list()
    ))
    .says("First page")
    .says_nothing_of("rel=\"next\"");
    let html = Browser::on(&api()).get(&list()).await;
    html.says_nothing_of("First page")
        .says_nothing_of("Previous page");
}

#[tokio::test]
async fn column_heads_sort_and_keep_the_filter() {
    let browser = Browser::on(&api());
    let html = browser.get(&format!("{}?status=active", list())).await;
    html.says("aria-sort=\"ascending\"")
        .says(&format!(
            "<a href=\"{}?status=active&amp;sort=-name\" class=\"sort\"",
            list()
        ))
        .says(&format!(
            "href=\"{}?status=active&amp;sort=-welcomed\"",
            list()
        ));
    let html = browser
        .get(&format!("{}?sort=-welcomed&cursor=c2", list()))
        .await;
    html.says("aria-sort=\"descending\"")
        .says(&format!(
            "<a href=\"{}?sort=welcomed\" class=\"sort\"",
            list()
        ))
        .says(&format!("<a href=\"{}\" class=\"sort\"", list()))
        .says("value=\"-welcomed\" selected");
}

#[tokio::test]
async fn each_filter_in_use_can_be_removed_by_itself() {
    let path = format!("{}?search=ada&status=pending&welcome=under_way", list());
    let html = Browser::on(&api()).get(&path).await;
    for (rest, chip) in [
        ("?status=pending&amp;welcome=under_way", "Search: ada"),
        (
            "?search=ada&amp;welcome=under_way",
            "Status: No password yet",
        ),
        (
            "?search=ada&amp;status=pending",
            "Welcome email: On its way",
        ),
    ] {
        html.says(&format!(
            "<a href=\"{}{rest}\" class=\"chip\"><span class=\"breakable\">{chip}</span>",
            list()
        ));
    }
    html.says(&format!(
        "href=\"{}\" class=\"chips-clear\">Clear all</a>",
        list()
    ));
    Browser::on(&api())
        .get(&list())
        .await
        .says_nothing_of("class=\"chip\"");
}

#[tokio::test]
async fn nonsense_in_the_url_shows_the_list_all_the_same() {
    let api = api();
    let path = format!("{}?status=x&welcome=y&sort=name;drop&search=%FF", list());
    Browser::on(&api).get(&path).await.is(200);
    assert!(!api.call(&users()).query.contains("drop"));
    assert!(!api.call(&users()).query.contains("welcome"));
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
        format!("/admin/users/{ADA}/roles"),
        format!("/admin/users/{ADA}/reveal-link"),
    ] {
        let html = browser.get(&path).await;
        html.is(200)
            .says("&lt;script&gt;")
            .says_nothing_of("<script>alert")
            .says_nothing_of("<img src=x");
    }
    let searched = browser
        .get(&format!("{}?search=%3Cscript%3Ealert(1)", list()))
        .await;
    searched.says_nothing_of("<script>alert");
}

#[tokio::test]
async fn only_what_one_may_do_is_offered() {
    let browser = Browser::on(&api().on("GET /api/v1/me", 200, &may_only(&["users.read"])));
    let html = browser.get(&list()).await;
    html.is(200)
        .says("Ada Lovelace")
        .says_nothing_of("Send welcome email")
        .says_nothing_of("type=\"checkbox\"")
        .says_nothing_of("New user");
    let html = browser.get(&format!("/admin/users/{ADA}")).await;
    html.says_nothing_of("/delete")
        .says_nothing_of("/edit")
        .says_nothing_of("/reveal-link");
}

#[tokio::test]
async fn an_empty_list_says_why_it_is_empty() {
    let browser = Browser::on(&api().on(&users(), 200, &page(Vec::<()>::new())));
    browser
        .get(&list())
        .await
        .says("No users yet")
        .says(&format!("href=\"{}/new\"", list()));
    browser
        .get(&format!("{}?search=zoe&sort=-name", list()))
        .await
        .says("Nobody matches")
        .says("Show all users")
        .says(&format!("href=\"{}?sort=-name\"", list()));
}
