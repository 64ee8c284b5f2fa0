//! Access keys: the list, making one, revoking one. What they share with API tokens is tested there.

use usher_api_types::{
    access_key::{AccessKey, CreatedAccessKey},
    page::Page,
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, api, at, may_only, page},
    browser::Browser,
};

const KEY: Uuid = Uuid::from_u128(0x71);
const LIST: &str = "GET /api/v1/access-keys";
const MAKE: &str = "POST /api/v1/access-keys";
const AK: &str = "QAKXN27T3ZB4M9LWD1RC";
const SK: &str = "sEcReThAlFtHaTnObOdYsEeStWiCe0123456789x";

fn key() -> AccessKey {
    AccessKey {
        id: KEY,
        access_key: AK.to_owned(),
        name: "Terra <form>".to_owned(),
        role: "user_admin".to_owned(),
        account_id: Some(ACCOUNT),
        created_by: Some(ADA),
        created_at: at(0),
        expires_at: None,
    }
}

fn created() -> CreatedAccessKey {
    CreatedAccessKey {
        key: key(),
        secret: SK.to_owned(),
    }
}

#[tokio::test]
async fn the_list_names_who_made_each_key_and_what_it_is_good_for() {
    let mut other = key();
    other.account_id = None;
    other.created_by = None;
    let more = Page {
        items: vec![key(), other],
        next_cursor: Some("c2".to_owned()),
    };
    let api = api().on(LIST, 200, &more);
    let html = Browser::on(&api).get("/admin/access-keys?cursor=c1").await;
    html.is(200)
        .says("Terra &lt;form&gt;")
        .says(AK)
        .says("User administrator")
        .says("Ada Lovelace</a>")
        .says("Analytical Engines")
        .says("Whole installation")
        .says("The command line")
        .says("href=\"/admin/access-keys?cursor=c2\"")
        .says("href=\"/admin/access-keys/new\"")
        .says(&format!("action=\"/ui/access-keys/{KEY}/revoke\""));
    assert_eq!(api.call(LIST).query, "limit=50&cursor=c1");
}

#[tokio::test]
async fn the_navigation_leads_to_the_keys_whoever_may_manage_them() {
    let none = page(Vec::<AccessKey>::new());
    let html = Browser::on(&api().on(LIST, 200, &none))
        .get("/admin/access-keys")
        .await;
    html.is(200)
        .says("No access key yet")
        .says("href=\"/admin/access-keys\" aria-current=\"page\"");
    let me = may_only(&["users.read", "accounts.read"]);
    let html = Browser::on(&api().on("GET /api/v1/me", 200, &me))
        .get(&format!("/admin/accounts/{ACCOUNT}/users"))
        .await;
    html.says_nothing_of("/admin/access-keys");
}

#[tokio::test]
async fn both_halves_are_on_the_answer_of_the_form_and_the_secret_one_nowhere_else() {
    let api = api()
        .on(MAKE, 201, &created())
        .on(LIST, 200, &page(vec![key()]));
    let browser = Browser::on(&api);
    let form = browser.get("/admin/access-keys/new").await;
    form.is(200).says("action=\"/ui/access-keys\"");
    let entered = format!("name=+Terraform+&role=user_admin&scope={ACCOUNT}&expires_on=2027-01-31");
    let html = browser.post("/ui/access-keys", &entered).await;
    html.is(201)
        .says(&format!("value=\"{AK}\""))
        .says(&format!("value=\"{SK}\""))
        .says("shown this once");
    assert_eq!(html.location(), "");
    assert_eq!(html.header("cache-control"), "no-store");
    assert_eq!(html.html.matches(SK).count(), 1);
    let body = api.call(MAKE).body;
    assert_eq!(body["name"], "Terraform");
    assert_eq!(body["account_id"], ACCOUNT.to_string());
    assert_eq!(body["expires_at"], "2027-01-31T23:59:59Z");
    browser.get("/admin/access-keys").await.says_nothing_of(SK);
}

#[tokio::test]
async fn what_is_wrong_is_told_on_the_form_of_the_key() {
    let form = format!("name=x&role=owner&scope={ACCOUNT}&expires_on=");
    let errors = [("name", "Must not be empty.")];
    let invalid = Browser::on(&api().fails_on(MAKE, ErrorCode::InvalidField, &errors));
    let html = invalid.post("/ui/access-keys", &form).await;
    html.is(422)
        .says("id=\"name-error\"")
        .says("action=\"/ui/access-keys\"");
    let forbidden = Browser::on(&api().fails(MAKE, ErrorCode::Forbidden));
    let html = forbidden.post("/ui/access-keys", &form).await;
    html.is(403).says("You may not make this access key");
    let unasked = api();
    let html = Browser::on(&unasked)
        .post("/ui/access-keys", "name=x&role=owner&scope=&expires_on=")
        .await;
    html.is(422).says("id=\"scope-error\"");
    assert!(!unasked.calls().iter().any(|call| call.name == MAKE));
}

#[tokio::test]
async fn revoking_a_key_returns_to_the_list() {
    let revoke = format!("DELETE /api/v1/access-keys/{KEY}");
    let path = format!("/ui/access-keys/{KEY}/revoke");
    let api = api()
        .on(&revoke, 204, &())
        .on(LIST, 200, &page(vec![key()]));
    let browser = Browser::on(&api);
    let done = browser.post(&path, "").await;
    done.is(303);
    assert_eq!(done.location(), "/admin/access-keys?notice=key_revoked");
    let html = browser.get("/admin/access-keys?notice=key_revoked").await;
    html.says("The access key was revoked.");
}
