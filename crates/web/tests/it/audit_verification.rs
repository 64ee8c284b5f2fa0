//! Verifying the audit log.

use usher_api_types::{audit_event::AuditVerification, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    bodies::{api, at, may_only},
    browser::Browser,
    canned_api::CannedApi,
};

const VERIFY: &str = "POST /api/v1/audit-events/verify";
const PATH: &str = "/admin/audit-log/verification";
const HEAD: &str = "1042:6d3f";

fn intact() -> AuditVerification {
    AuditVerification {
        intact: true,
        sealed: 1_042,
        unsealed: 2,
        head: Some(HEAD.to_owned()),
        signed_at: Some(at(0)),
        problem: None,
        at_event: None,
        compared_with_kept_head: false,
        verified: 1_042,
        continue_from: None,
    }
}

fn finds(found: &AuditVerification) -> CannedApi {
    api().on(VERIFY, 200, found)
}

#[tokio::test]
async fn the_log_leads_to_its_verification_where_that_is_allowed() {
    let link = format!("href=\"{PATH}\"");
    let none = "GET /api/v1/audit-events";
    let empty = crate::bodies::page(Vec::<usher_api_types::audit_event::AuditEvent>::new());
    let api = api().on(none, 200, &empty);
    Browser::on(&api).get("/admin/audit-log").await.says(&link);
    Browser::on(&api)
        .get(PATH)
        .await
        .is(200)
        .says("Verify now")
        .says("name=\"since_head\"");
    let auditor = may_only(&["audit.read", "accounts.read"]);
    let browser = Browser::on(&api.on("GET /api/v1/me", 200, &auditor));
    browser.get("/admin/audit-log").await.says_nothing_of(&link);
    browser.get(PATH).await.is(404);
}

#[tokio::test]
async fn a_log_that_is_whole_says_up_to_where_and_gives_a_head_to_keep() {
    let api = finds(&intact());
    let html = Browser::on(&api).post(PATH, "since_head=").await;
    html.is(200)
        .says("The log is intact up to event no.\u{a0}1,042")
        .says(&format!("value=\"{HEAD}\""))
        .says("cannot be told without a head that you kept")
        .says("Verify again");
    assert!(api.call(VERIFY).body.get("since_head").is_none());

    let mut vouched = intact();
    vouched.compared_with_kept_head = true;
    let api = finds(&vouched);
    let html = Browser::on(&api)
        .post(PATH, "since_head=+1042%3A6d3f+")
        .await;
    html.says("The head that you kept fits")
        .says_nothing_of("cannot be told");
    assert_eq!(api.call(VERIFY).body["since_head"], HEAD);
}

#[tokio::test]
async fn a_log_that_was_changed_says_where_and_what_to_do() {
    let event = Uuid::from_u128(0xbad);
    for (problem, words) in [
        ("event_changed", "was changed after it was sealed"),
        ("events_removed", "Events were removed from the end"),
        ("something_new", "Something does not fit"),
    ] {
        let found = AuditVerification {
            intact: false,
            problem: Some(problem.to_owned()),
            at_event: Some(event),
            verified: 17,
            ..intact()
        };
        let html = Browser::on(&finds(&found)).post(PATH, "").await;
        html.is(200)
            .says("The log was tampered with")
            .says("It fits up to event no.\u{a0}17.")
            .says(words)
            .says(&event.to_string())
            .says("What to do")
            .says_nothing_of("intact");
    }
}

#[tokio::test]
async fn a_long_log_is_read_in_parts() {
    let found = AuditVerification {
        intact: false,
        verified: 500,
        continue_from: Some("place-2".to_owned()),
        ..intact()
    };
    let api = finds(&found);
    let html = Browser::on(&api)
        .post(PATH, "since_head=1042%3A6d3f&continue_from=place-1")
        .await;
    html.says("500 of 1,042 events fit so far")
        .says("name=\"continue_from\" value=\"place-2\"")
        .says(&format!("value=\"{HEAD}\""))
        .says("Go on");
    assert_eq!(api.call(VERIFY).body["continue_from"], "place-1");
}

#[tokio::test]
async fn a_head_that_is_none_is_told_beside_its_field() {
    let errors = [("since_head", "x")];
    let api = api().fails_on(VERIFY, ErrorCode::InvalidField, &errors);
    let html = Browser::on(&api).post(PATH, "since_head=42").await;
    html.is(422)
        .says("id=\"since_head-error\"")
        .says("a number, a colon and 64 hex digits")
        .says("value=\"42\"");
}
