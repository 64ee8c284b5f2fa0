//! Email templates on pages: the list, one language at a time, mistakes beside the field, trying out.

use serde_json::{Value, json};
use usher_api_types::{
    problem::ErrorCode,
    template::{Template, TemplateDetails, TemplateText, TemplateVersion},
};

use crate::{
    bodies::{ACCOUNT, api, at, may_only, page},
    browser::Browser,
    canned_api::CannedApi,
};

fn listed() -> Template {
    Template {
        id: "spring_24".to_owned(),
        purpose: "welcome".to_owned(),
        name: "Spring <term>".to_owned(),
        is_default: true,
        version: 7,
        created_at: at(0),
        updated_at: at(1),
    }
}

fn text(locale: &str) -> TemplateText {
    TemplateText {
        locale: locale.to_owned(),
        subject: format!("Hello in {locale}"),
        html: "<b>{{ link }}</b>".to_owned(),
        text: "{{ link }}".to_owned(),
    }
}

fn details() -> TemplateDetails {
    TemplateDetails {
        template: listed(),
        texts: vec![text("de"), text("en")],
        versions: vec![TemplateVersion {
            version: 7,
            created_at: at(1),
            created_by: None,
            locales: vec!["de".to_owned(), "en".to_owned()],
        }],
    }
}

fn one() -> String {
    format!("/api/v1/accounts/{ACCOUNT}/templates/spring_24")
}

fn path(rest: &str) -> String {
    format!("/admin/accounts/{ACCOUNT}/{rest}")
}

fn form(rest: &str) -> String {
    format!("/ui/accounts/{ACCOUNT}/templates{rest}")
}

fn with_template() -> CannedApi {
    api()
        .on(
            &format!("GET /api/v1/accounts/{ACCOUNT}/templates"),
            200,
            &page(vec![listed()]),
        )
        .on(&format!("GET {}", one()), 200, &details())
        .on(&format!("PUT {}", one()), 200, &details())
}

#[tokio::test]
async fn the_list_leads_to_each_template_and_to_a_new_one() {
    let html = Browser::on(&with_template()).get(&path("templates")).await;
    html.is(200)
        .says(&format!("href=\"{}\"", path("templates/spring_24")))
        .says("Spring &lt;term&gt;")
        .says("Default")
        .says(&format!("href=\"{}\"", path("new-template")));
    let none: Vec<Template> = Vec::new();
    let empty = api().on(
        &format!("GET /api/v1/accounts/{ACCOUNT}/templates"),
        200,
        &page(none),
    );
    Browser::on(&empty)
        .get(&path("templates"))
        .await
        .is(200)
        .says("No templates yet");
    Browser::on(&api())
        .get(&path("")[..path("").len() - 1])
        .await
        .says(&path("templates"));
}

#[tokio::test]
async fn a_template_is_shown_in_one_language_with_a_preview_that_runs_nothing() {
    let browser = Browser::on(&with_template());
    let html = browser.get(&path("templates/spring_24?language=en")).await;
    html.is(200)
        .says("value=\"Hello in en\"")
        .says("&lt;b&gt;{{ link }}&lt;/b&gt;")
        .says("sandbox=\"\"")
        .says(&format!("src=\"{}/preview/html?locale=en\"", one()))
        .says("requested.place")
        .says("Version 7");
    let first = browser.get(&path("templates/spring_24")).await;
    first.is(200).says("value=\"Hello in de\"");
    let another = browser.get(&path("templates/spring_24?language=%2B")).await;
    another
        .is(200)
        .says_nothing_of("Hello in")
        .says_nothing_of("<iframe");
    for unknown in ["templates/a%20b", "templates/nope"] {
        browser.get(&path(unknown)).await.is(404);
    }
}

#[tokio::test]
async fn saving_one_language_keeps_the_others() {
    let api = with_template();
    let browser = Browser::on(&api);
    let filled = "name=Spring&is_default=yes&locale=en&subject=Hi&html=%7B%7B+link+%7D%7D&text=%7B%7B+link+%7D%7D";
    let done = browser.post(&form("/spring_24"), filled).await;
    assert_eq!(
        done.location(),
        path("templates/spring_24?language=en&notice=template_saved")
    );
    let body = api.call(&format!("PUT {}", one())).body;
    assert_eq!(
        (&body["name"], &body["is_default"]),
        (&json!("Spring"), &json!(true))
    );
    let told: Vec<(&Value, &Value)> = body["texts"]
        .as_array()
        .expect("texts")
        .iter()
        .map(|text| (&text["locale"], &text["subject"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("de"), &json!("Hello in de")),
            (&json!("en"), &json!("Hi"))
        ]
    );
}

#[tokio::test]
async fn mistakes_are_told_beside_the_field_and_nothing_that_was_typed_is_lost() {
    let errors = [("texts.1.html", "Line 2: there is no value named pasword.")];
    let api = with_template().fails_on(&format!("PUT {}", one()), ErrorCode::InvalidField, &errors);
    let filled = "name=Spring&locale=en&subject=Mine&html=%7B%7B+pasword+%7D%7D&text=x";
    let html = Browser::on(&api).post(&form("/spring_24"), filled).await;
    html.is(422)
        .says("id=\"html-error\"")
        .says("href=\"#html\"")
        .says("there is no value named pasword")
        .says("value=\"Mine\"")
        .says("readonly")
        .says("\n{{ pasword }}</textarea>");
}

#[tokio::test]
async fn a_new_language_that_is_refused_can_be_changed() {
    let errors = [("texts.2.locale", "Not a language.")];
    let api = with_template().fails_on(&format!("PUT {}", one()), ErrorCode::InvalidField, &errors);
    let filled = "name=Spring&locale=p&subject=Mine&html=x&text=x";
    let html = Browser::on(&api).post(&form("/spring_24"), filled).await;
    html.is(422)
        .says("id=\"locale-error\"")
        .says("value=\"p\"")
        .says_nothing_of("readonly");
}

#[tokio::test]
async fn a_new_template_takes_no_place_of_another() {
    let api = with_template().on(
        &format!("PUT /api/v1/accounts/{ACCOUNT}/templates/new_one"),
        201,
        &details(),
    );
    let browser = Browser::on(&api);
    let html = browser.get(&path("new-template")).await;
    html.is(200)
        .says("{% extends \"layout.html\" %}")
        .says("name=\"template_id\"");
    let rest = "&locale=en&subject=Hi&html=x&text=x";
    for (id, told) in [
        ("spring_24", "That is there already."),
        ("a+b", "Letters, digits"),
    ] {
        let html = browser
            .post(&form(""), &format!("template_id={id}{rest}"))
            .await;
        html.is(422).says("id=\"template_id-error\"").says(told);
    }
    let done = browser
        .post(&form(""), &format!("template_id=new_one{rest}"))
        .await;
    assert_eq!(
        done.location(),
        path("templates/new_one?language=en&notice=template_saved")
    );
}

#[tokio::test]
async fn a_test_tells_on_the_page_how_it_fared() {
    let test = format!("POST {}/test-send", one());
    let answer = json!({
        "outcome": "refused",
        "reply": { "code": 550, "enhanced": "5.1.1", "text": "no such mailbox" },
    });
    let api = with_template().on(&test, 200, &answer);
    let html = Browser::on(&api)
        .post(&form("/spring_24/test"), "to=ada%40example.com&language=de")
        .await;
    html.is(200)
        .says("was not delivered")
        .says("no such mailbox")
        .says("value=\"ada@example.com\"");
    assert_eq!(
        api.call(&test).body,
        json!({ "to": "ada@example.com", "locale": "de" })
    );
    let api = with_template().fails_on(&test, ErrorCode::InvalidField, &[("to", "No address.")]);
    let html = Browser::on(&api)
        .post(&form("/spring_24/test"), "to=x&language=de")
        .await;
    html.is(422).says("id=\"to-error\"");
}

#[tokio::test]
async fn deleting_leads_back_to_the_list() {
    let api = with_template().on(&format!("DELETE {}", one()), 204, &Value::Null);
    let done = Browser::on(&api).post(&form("/spring_24/delete"), "").await;
    assert_eq!(done.location(), path("templates?notice=template_deleted"));
}

#[tokio::test]
async fn who_may_only_look_finds_no_forms() {
    let api = with_template().on("GET /api/v1/me", 200, &may_only(&["accounts.read"]));
    let browser = Browser::on(&api);
    let html = browser.get(&path("templates/spring_24")).await;
    html.is(200)
        .says("You may look at this template")
        .says_nothing_of(&form(""))
        .says("<iframe");
    browser
        .get(&path("templates"))
        .await
        .says_nothing_of("new-template");
    browser.get(&path("new-template")).await.is(404);
}
