//! Which pages have scripts, and what lets those run.

use crate::{
    assets::{asset_of, has_bundle},
    bodies::{ACCOUNT, ADA, api, grant, link},
    browser::{Browser, Page},
    canned_api::CannedApi,
};

/// What the policy lets run.
fn script_policy(page: &Page) -> Option<&str> {
    let policy = page.header("content-security-policy");
    policy
        .split("; ")
        .find(|part| part.starts_with("script-src "))
}

/// The nonces in the policy and in the elements of the page.
fn nonces(page: &Page) -> Vec<&str> {
    let in_policy = script_policy(page).and_then(|policy| {
        let (_, rest) = policy.split_once("'nonce-")?;
        rest.split_once('\'').map(|(nonce, _)| nonce)
    });
    let in_elements = page.html.split("<script ").skip(1).map(|element| {
        let (_, rest) = element.split_once("nonce=\"").expect("a nonce");
        rest.split_once('"').expect("an attribute").0
    });
    in_policy.into_iter().chain(in_elements).collect()
}

#[tokio::test]
async fn islands_run_by_a_number_that_is_new_in_each_answer() {
    let browser = Browser::on(&api());
    let list = format!("/admin/accounts/{ACCOUNT}/users");
    let pages = [browser.get(&list).await, browser.get(&list).await];
    let mut seen = Vec::new();
    for page in &pages {
        if !has_bundle() {
            page.says_nothing_of("/assets/islands-");
            continue;
        }
        let nonces = nonces(page);
        assert_eq!(nonces.len(), 4, "one in the policy, one for each script");
        assert!(nonces.iter().all(|nonce| *nonce == nonces[0]), "{nonces:?}");
        assert_eq!(nonces[0].len(), 32, "128 bits in hexadecimal");
        seen.push(nonces[0].to_owned());
        let policy = page.header("content-security-policy");
        assert!(
            policy.ends_with("' 'wasm-unsafe-eval'; connect-src 'self'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
    }
    seen.dedup();
    assert_eq!(seen.len(), if has_bundle() { 2 } else { 0 });
}

#[tokio::test]
async fn a_password_field_has_a_script_but_no_webassembly() {
    let inspect = "POST /api/v1/password-links/inspect";
    let api = CannedApi::default().on(inspect, 200, &link("open", false));
    let page = Browser::on(&api).get("/welcome/token").await;
    let policy = script_policy(&page).expect("scripts");
    assert!(!policy.contains("wasm"), "{policy}");
    let nonces = nonces(&page);
    assert_eq!(nonces.len(), 3);
    assert!(nonces.iter().all(|nonce| *nonce == nonces[0]), "{nonces:?}");
    page.says("src=\"/assets/password-field-")
        .says("src=\"/assets/send-once-")
        .says_nothing_of("/assets/islands-");
}

#[tokio::test]
async fn pages_where_nothing_comes_alive_have_no_script() {
    let browser = Browser::on(&api());
    for path in ["/forgot-password", "/nowhere"] {
        let page = browser.get(path).await;
        page.says_nothing_of("<script")
            .says_nothing_of("modulepreload");
        assert_eq!(script_policy(&page), None, "{path}");
    }
}

#[tokio::test]
async fn menus_have_a_script_but_no_webassembly() {
    let page = Browser::on(&api()).get("/admin/accounts").await;
    let policy = script_policy(&page).expect("scripts");
    assert!(!policy.contains("wasm"), "{policy}");
    assert_eq!(page.html.matches("src=\"/assets/components-").count(), 1);
    page.says_nothing_of("modulepreload");
}

#[tokio::test]
async fn what_is_sent_once_loads_the_script_that_sees_to_it() {
    let browser = Browser::on(&api());
    let page = browser.get(&format!("/admin/users/{ADA}/edit")).await;
    page.is(200).says("data-once");
    let script = browser.get(&asset_of(&page, "send-once")).await;
    script.is(200).says("preventDefault");
}

#[tokio::test]
async fn a_form_that_can_be_out_of_date_is_fetched_afresh_where_browsers_keep_it() {
    let roles = format!("GET /api/v1/users/{ADA}/roles");
    let held = [grant("helpdesk", Some(ACCOUNT))];
    let browser = Browser::on(&api().on(&roles, 200, &held));
    for path in [
        "/account",
        &format!("/admin/accounts/{ACCOUNT}"),
        &format!("/admin/accounts/{ACCOUNT}/users/new"),
        &format!("/admin/users/{ADA}/edit"),
        &format!("/admin/users/{ADA}/roles"),
    ] {
        let page = browser.get(path).await;
        let scripts = page.is(200).html.matches("src=\"/assets/fresh-form-");
        assert_eq!(scripts.count(), 1, "{path}");
    }
    let list = browser.get("/admin/accounts").await;
    list.says_nothing_of("/assets/fresh-form-");
}

#[tokio::test]
async fn a_refused_form_is_fetched_afresh_from_its_page() {
    let browser = Browser::on(&api());
    for (form, page) in [
        (
            format!("/ui/accounts/{ACCOUNT}"),
            format!("/admin/accounts/{ACCOUNT}"),
        ),
        (
            format!("/ui/accounts/{ACCOUNT}/users"),
            format!("/admin/accounts/{ACCOUNT}/users/new"),
        ),
        (
            format!("/ui/users/{ADA}"),
            format!("/admin/users/{ADA}/edit"),
        ),
        (
            format!("/ui/users/{ADA}/roles"),
            format!("/admin/users/{ADA}/roles"),
        ),
    ] {
        let back = browser.get(&form).await;
        assert_eq!(back.is(303).location(), page, "{form}");
    }
}

#[tokio::test]
async fn reloading_is_left_to_browsers_without_scripts() {
    let list = format!("/admin/accounts/{ACCOUNT}/users?watch=1");
    let moving = crate::bodies::page(vec![crate::bodies::welcomed(
        crate::bodies::ada(),
        "queued",
    )]);
    let users = format!("GET /api/v1/accounts/{ACCOUNT}/users");
    let page = Browser::on(&api().on(&users, 200, &moving))
        .get(&list)
        .await;
    page.says("http-equiv=\"refresh\"");
    let quiet = page.html.contains("<noscript><meta http-equiv=\"refresh\"");
    assert_eq!(quiet, has_bundle());
    page.says(&format!(
        "data-send=\"{ADA}\" data-status=\"queued\" data-moving"
    ));
}
