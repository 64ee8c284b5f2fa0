//! API tokens: the list, making one, revoking one.

use usher_api_types::{
    api_token::{ApiToken, CreatedApiToken},
    page::Page,
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, api, at, may_only, page},
    browser::Browser,
};

const TOKEN: Uuid = Uuid::from_u128(0x70);
const LIST: &str = "GET /api/v1/api-tokens";
const MAKE: &str = "POST /api/v1/api-tokens";
const SECRET: &str = "usher_s3cr3t-that-nobody-sees-twice";

fn token() -> ApiToken {
    ApiToken {
        id: TOKEN,
        name: "HR <import>".to_owned(),
        hint: "usher_s3cr3t-".to_owned(),
        role: "user_admin".to_owned(),
        account_id: Some(ACCOUNT),
        created_by: Some(ADA),
        created_at: at(0),
        expires_at: None,
    }
}

fn created() -> CreatedApiToken {
    CreatedApiToken {
        api_token: token(),
        token: SECRET.to_owned(),
    }
}

#[tokio::test]
async fn the_list_names_who_made_each_token_and_what_it_is_good_for() {
    let mut other = token();
    other.account_id = None;
    other.created_by = None;
    other.expires_at = Some(at(60));
    let api = api().on(LIST, 200, &page(vec![token(), other]));
    let html = Browser::on(&api).get("/admin/api-tokens").await;
    html.is(200)
        .says("HR &lt;import&gt;")
        .says("usher_s3cr3t-…")
        .says("User administrator")
        .says(&format!(
            "href=\"/admin/users/{ADA}\" class=\"breakable\">Ada Lovelace</a>"
        ))
        .says("Analytical Engines")
        .says("Whole installation")
        .says("The command line")
        .says("Never")
        .says("locked out at once")
        .says(&format!("action=\"/ui/api-tokens/{TOKEN}/revoke\""));
}

#[tokio::test]
async fn a_token_whose_time_is_over_is_marked() {
    let mut over = token();
    over.expires_at = Some(at(0));
    let api = api().on(LIST, 200, &page(vec![over]));
    let html = Browser::at(&api, at(-1)).get("/admin/api-tokens").await;
    html.is(200).says_nothing_of(">Expired<");
    let html = Browser::at(&api, at(0)).get("/admin/api-tokens").await;
    html.is(200).says(">Expired<");
}

#[tokio::test]
async fn an_empty_list_says_so_and_a_long_one_goes_on() {
    let none = page(Vec::<ApiToken>::new());
    let html = Browser::on(&api().on(LIST, 200, &none))
        .get("/admin/api-tokens")
        .await;
    html.is(200).says("No API token yet");
    let more = Page {
        items: vec![token()],
        next_cursor: Some("c2".to_owned()),
    };
    let api = api().on(LIST, 200, &more);
    let html = Browser::on(&api).get("/admin/api-tokens?cursor=c1").await;
    html.says("href=\"/admin/api-tokens?cursor=c2\"");
    assert_eq!(api.call(LIST).query, "limit=50&cursor=c1");
}

#[tokio::test]
async fn only_roles_and_places_of_ones_own_are_offered() {
    let path = "/admin/api-tokens/new";
    let html = Browser::on(&api()).get(path).await;
    html.is(200)
        .says("value=\"owner\"")
        .says("value=\"installation\"")
        .says("href=\"/admin/api-tokens\" class=\"button button-quiet\"");
    let me = may_only(&[
        "tokens.manage",
        "accounts.read",
        "users.read",
        "welcome_emails.send",
        "deliveries.read",
    ]);
    let html = Browser::on(&api().on("GET /api/v1/me", 200, &me))
        .get(path)
        .await;
    html.is(200)
        .says("value=\"helpdesk\"")
        .says(&format!("value=\"{ACCOUNT}\" selected"))
        .says_nothing_of("value=\"owner\"")
        .says_nothing_of("value=\"user_admin\"")
        .says_nothing_of("value=\"installation\"");
}

#[tokio::test]
async fn the_secret_is_on_the_answer_of_the_form_and_nowhere_else() {
    let api = api()
        .on(MAKE, 201, &created())
        .on(LIST, 200, &page(vec![token()]));
    let browser = Browser::on(&api);
    let form = format!("name=+HR+import+&role=user_admin&scope={ACCOUNT}&expires_on=2027-01-31");
    let html = browser.post("/ui/api-tokens", &form).await;
    html.is(201)
        .says(&format!("value=\"{SECRET}\""))
        .says("shown this once");
    assert_eq!(html.location(), "");
    assert_eq!(html.header("cache-control"), "no-store");
    // Once to be copied, once in a command that can be run as it stands.
    assert_eq!(html.html.matches(SECRET).count(), 2);
    html.says("Bearer usher_s3cr3t-");
    let body = api.call(MAKE).body;
    assert_eq!(body["name"], "HR import");
    assert_eq!(body["account_id"], ACCOUNT.to_string());
    assert_eq!(body["expires_at"], "2027-01-31T23:59:59Z");
    browser
        .get("/admin/api-tokens")
        .await
        .says_nothing_of(SECRET);
}

#[tokio::test]
async fn a_token_of_the_installation_that_never_ends_says_nothing_of_either() {
    let api = api().on(MAKE, 201, &created());
    let form = "name=x&role=auditor&scope=installation&expires_on=";
    Browser::on(&api).post("/ui/api-tokens", form).await.is(201);
    let body = api.call(MAKE).body;
    assert!(body["account_id"].is_null());
    assert!(body["expires_at"].is_null());
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field() {
    let form = format!("name=x&role=owner&scope={ACCOUNT}&expires_on=");
    let errors = [
        ("name", "Must not be empty."),
        ("expires_at", "Must be in the future."),
        ("account_id", "There is no such account."),
    ];
    let invalid = Browser::on(&api().fails_on(MAKE, ErrorCode::InvalidField, &errors));
    let html = invalid.post("/ui/api-tokens", &form).await;
    html.is(422)
        .says("id=\"name-error\"")
        .says("href=\"#expires_on\">Must be in the future.")
        .says("id=\"expires_on-error\"")
        .says("id=\"scope-error\"");

    let forbidden = Browser::on(&api().fails(MAKE, ErrorCode::Forbidden));
    let html = forbidden.post("/ui/api-tokens", &form).await;
    html.is(403)
        .says("it would allow more there than you may do yourself")
        .says("value=\"owner\" selected");

    let unasked = api();
    let browser = Browser::on(&unasked);
    for (bad, field) in [
        ("name=x&role=owner&scope=&expires_on=", "scope"),
        ("name=x&scope=installation&expires_on=31.1.27", "expires_on"),
    ] {
        let html = browser.post("/ui/api-tokens", bad).await;
        html.is(422).says(&format!("id=\"{field}-error\""));
    }
    assert!(!unasked.calls().iter().any(|call| call.name == MAKE));
}

#[tokio::test]
async fn revoking_returns_to_the_list() {
    let revoke = format!("DELETE /api/v1/api-tokens/{TOKEN}");
    let path = format!("/ui/api-tokens/{TOKEN}/revoke");
    let done = Browser::on(&api().on(&revoke, 204, &()))
        .post(&path, "")
        .await;
    done.is(303);
    assert_eq!(done.location(), "/admin/api-tokens?notice=token_revoked");
    let refused = Browser::on(&api().fails(&revoke, ErrorCode::Forbidden));
    let done = refused.post(&path, "").await;
    assert_eq!(done.location(), "/admin/api-tokens?error=forbidden");
}
