//! The audit log.

use usher_api_types::{access_key::AccessKey, audit_event::AuditEvent, page::Page};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, account, api, at, may_only, page},
    browser::Browser,
};

const LIST: &str = "GET /api/v1/audit-events";
const GONE: Uuid = Uuid::from_u128(0xdead_beef);

fn event(action: &str) -> AuditEvent {
    AuditEvent {
        id: Uuid::from_u128(0xe),
        at: at(0),
        action: action.to_owned(),
        actor_kind: "session".to_owned(),
        actor_id: Some(ADA),
        account_id: Some(ACCOUNT),
        target_id: Some(GONE),
        details: String::new(),
        chain_seq: Some(42),
    }
}

#[tokio::test]
async fn events_are_told_in_words_with_the_way_to_whom_they_concern() {
    let mut granted = event("role.granted");
    granted.details = "role=user_admin scope=installation".to_owned();
    let mut strange = event("user.teleported");
    strange.actor_kind = "anonymous".to_owned();
    strange.actor_id = None;
    strange.target_id = None;
    strange.chain_seq = None;
    let api = api().on(LIST, 200, &page(vec![granted, strange]));
    let html = Browser::on(&api).get("/admin/audit-log").await;
    html.is(200)
        .says(&format!(
            "href=\"/admin/users/{ADA}\" class=\"breakable\">Ada Lovelace</a> gave "
        ))
        .says("the role “User administrator” on ")
        .says(&format!(
            "href=\"/admin/accounts/{ACCOUNT}/users\" class=\"breakable\">Analytical Engines</a>"
        ))
        .says("No.\u{a0}42")
        .says("Not sealed yet")
        .says("Somebody who was not signed in did “user.teleported”")
        .says("<code class=\"breakable\">role.granted</code>")
        // A deleted user has no page any more.
        .says(&GONE.to_string())
        .says_nothing_of(&format!("href=\"/admin/users/{GONE}\""));
    let asked = api.calls();
    let lookups = asked
        .iter()
        .filter(|call| call.name == format!("GET /api/v1/users/{ADA}"));
    assert_eq!(lookups.count(), 1, "each name is asked for once");
}

#[tokio::test]
async fn where_a_role_holds_is_named_even_if_only_the_details_say_it() {
    let other = Uuid::from_u128(0xb0b);
    let mut granted = event("role.granted");
    granted.details = format!("role=auditor scope={other}");
    let mut bletchley = account();
    bletchley.id = other;
    bletchley.name = "Bletchley Park".to_owned();
    let api = api().on(LIST, 200, &page(vec![granted])).on(
        &format!("GET /api/v1/accounts/{other}"),
        200,
        &bletchley,
    );
    let browser = Browser::on(&api);
    browser
        .get("/admin/audit-log")
        .await
        .says("Bletchley Park")
        .says(&format!("href=\"/admin/accounts/{other}/users\""));
    browser
        .get("/admin/audit-log?language=de")
        .await
        .says("hat ")
        .says("die Rolle „")
        .says("gültig für: ");
}

#[tokio::test]
async fn paging_keeps_the_filter_and_nonsense_in_it_is_left_out() {
    let more = Page {
        items: vec![event("user.created")],
        next_cursor: Some("c2".to_owned()),
    };
    let api = api().on(LIST, 200, &more);
    let browser = Browser::on(&api);
    let filter = format!("action=user.created&account_id={ACCOUNT}");
    let html = browser
        .get(&format!("/admin/audit-log?{filter}&cursor=c1"))
        .await;
    html.is(200)
        .says("value=\"user.created\" selected")
        .says(&format!("value=\"{ACCOUNT}\" selected"))
        .says(&format!(
            "href=\"/admin/audit-log?action=user.created&amp;account_id={ACCOUNT}&amp;cursor=c2\""
        ));
    assert_eq!(api.call(LIST).query, format!("{filter}&cursor=c1&limit=25"));
    let html = browser
        .get("/admin/audit-log?action=%3Cb%3E&account_id=everything")
        .await;
    html.is(200);
    let asked = api.calls();
    let last = asked.iter().rfind(|call| call.name == LIST);
    assert_eq!(last.expect("a call").query, "limit=25");
}

#[tokio::test]
async fn nothing_found_leads_back_to_everything() {
    let none = page(Vec::<AuditEvent>::new());
    let html = Browser::on(&api().on(LIST, 200, &none))
        .get("/admin/audit-log?action=user.deleted")
        .await;
    html.is(200).says("Nothing matches").says("Show everything");
}

#[tokio::test]
async fn tokens_and_keys_are_looked_up_only_by_those_who_may_manage_them() {
    for (kind, noun, said) in [
        ("api_token", "api-tokens", "The API token "),
        ("access_key", "access-keys", "The access key "),
    ] {
        let mut by_program = event("user.created");
        by_program.actor_kind = kind.to_owned();
        by_program.actor_id = Some(GONE);
        let looked_up = format!("GET /api/v1/{noun}");
        let auditor = may_only(&["audit.read", "accounts.read", "users.read"]);
        let api = api().on(LIST, 200, &page(vec![by_program.clone()])).on(
            "GET /api/v1/me",
            200,
            &auditor,
        );
        let html = Browser::on(&api).get("/admin/audit-log").await;
        html.is(200).says(said);
        assert!(!api.calls().iter().any(|call| call.name == looked_up));
    }
}

#[tokio::test]
async fn what_a_key_did_and_what_was_done_to_it_is_told_by_its_name() {
    let key = AccessKey {
        id: GONE,
        access_key: "QAKXN27T3ZB4M9LWD1RC".to_owned(),
        name: "Terraform".to_owned(),
        role: "helpdesk".to_owned(),
        account_id: None,
        created_by: None,
        created_at: at(0),
        expires_at: None,
    };
    let mut by_key = event("user.created");
    by_key.actor_kind = "access_key".to_owned();
    by_key.actor_id = Some(GONE);
    let mut revoked = event("access_key.revoked");
    revoked.target_id = Some(GONE);
    let api = api().on(LIST, 200, &page(vec![by_key, revoked])).on(
        "GET /api/v1/access-keys",
        200,
        &page(vec![key]),
    );
    let html = Browser::on(&api).get("/admin/audit-log").await;
    let named = "href=\"/admin/access-keys\" class=\"breakable\">Terraform</a>";
    html.is(200).says("revoked the access key ");
    assert_eq!(html.html.matches(named).count(), 2, "{}", html.html);
}
