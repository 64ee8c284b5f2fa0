//! Bulk sends on pages: looked at before they start, followed, paused, resumed, called off.

use usher_api_types::{
    bulk_send::{
        BulkSend, BulkSendPreview, BulkSendProgress, LeftOutCounts, LeftOutUser, UserFilter,
    },
    page,
    problem::ErrorCode,
    template::Template,
    welcome_email::RequestedBy,
};
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, ada, api, at, may_only, page},
    browser::Browser,
    canned_api::CannedApi,
    users::{ALAN, list, users},
};

pub(crate) const RUN: Uuid = Uuid::from_u128(0xb01c);

pub(crate) fn preview(to_send: i64) -> BulkSendPreview {
    BulkSendPreview {
        total: to_send + 3,
        to_send,
        left_out: LeftOutCounts {
            no_address: 2,
            sent_lately: 1,
            ..LeftOutCounts::default()
        },
    }
}

pub(crate) fn run(status: &str) -> BulkSend {
    BulkSend {
        id: RUN,
        account_id: ACCOUNT,
        status: status.to_owned(),
        pause_reason: None,
        waits_for: None,
        waits_until: None,
        filter: Some(UserFilter {
            search: Some("ada & co".to_owned()),
            ..UserFilter::default()
        }),
        template_id: None,
        pace_per_minute: Some(600),
        canary: 10,
        failure_threshold_percent: 20,
        skip_welcomed_within_hours: 24,
        progress: BulkSendProgress {
            total: 1_500,
            remaining: 1_400,
            waiting: 10,
            sent: 80,
            failed: 7,
            cancelled: 0,
            left_out: LeftOutCounts {
                no_address: 2,
                not_found: 1,
                ..LeftOutCounts::default()
            },
        },
        requested_at: at(0),
        requested_by: RequestedBy {
            kind: "session".to_owned(),
            user_id: Some(ADA),
            name: Some("Ada Lovelace".to_owned()),
            user_agent: None,
            address: None,
            place: None,
        },
        updated_at: at(1),
        ended_at: None,
    }
}

pub(crate) fn choose() -> String {
    format!("/admin/accounts/{ACCOUNT}/new-bulk-send")
}

pub(crate) fn submit() -> String {
    format!("/ui/accounts/{ACCOUNT}/bulk-sends")
}

pub(crate) fn sends(method: &str) -> String {
    format!("{method} /api/v1/accounts/{ACCOUNT}/bulk-sends")
}

pub(crate) fn here() -> String {
    format!("/admin/bulk-sends/{RUN}")
}

fn template() -> Template {
    Template {
        id: "email01".to_owned(),
        purpose: "welcome".to_owned(),
        name: "Spring <term>".to_owned(),
        is_default: false,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn with_preview(preview: &BulkSendPreview) -> CannedApi {
    let templates = format!("GET /api/v1/accounts/{ACCOUNT}/templates");
    api()
        .on(&sends("POST"), 200, preview)
        .on(&templates, 200, &page(vec![template()]))
}

pub(crate) fn with_run(send: &BulkSend) -> CannedApi {
    let one = format!("/api/v1/bulk-sends/{RUN}");
    let left = |user_id, name: Option<&str>, reason: &str| LeftOutUser {
        user_id,
        reason: reason.to_owned(),
        login: name.map(str::to_owned),
        display_name: name.map(str::to_owned),
    };
    let left = page(vec![
        left(ADA, Some("<b>Ada</b>"), "no_address"),
        left(ALAN, None, "not_found"),
    ]);
    let mut api = api()
        .on(&format!("GET {one}"), 200, send)
        .on(&format!("GET {one}/left-out"), 200, &left)
        .on(&sends("GET"), 200, &page(vec![send.clone()]));
    for what in ["pause", "resume", "cancel"] {
        api = api.on(&format!("POST {one}/{what}"), 200, send);
    }
    api
}

#[tokio::test]
async fn the_list_leads_to_those_ticked_and_to_all_that_it_shows() {
    let listed = api().on(&users(), 200, &page(vec![ada()]));
    let html = Browser::on(&listed)
        .get(&format!("{}?search=ada&status=pending&cursor=c2", list()))
        .await;
    html.is(200)
        .says(&format!("method=\"get\" action=\"{}\"", choose()))
        .says(&format!("name=\"user_ids\" value=\"{ADA}\""))
        .says(&format!(
            "href=\"{}?all=true&amp;search=ada&amp;status=pending\"",
            choose()
        ))
        .says("to all that match…")
        .says(&format!("href=\"/admin/accounts/{ACCOUNT}/bulk-sends\""));
    let german = Browser::on(&listed)
        .get(&format!("{}?language=de", list()))
        .await;
    german
        .says("an alle Benutzer senden …")
        .says("Sammelversand");
    let looks = may_only(&["users.read", "accounts.read"]);
    let looking = listed.on("GET /api/v1/me", 200, &looks);
    Browser::on(&looking)
        .get(&list())
        .await
        .says_nothing_of("new-bulk-send")
        .says_nothing_of("/bulk-sends\"");
}

#[tokio::test]
async fn a_run_is_followed_in_place_or_by_reloading_until_it_is_over() {
    let browser = Browser::on(&with_run(&run("running")));
    let html = browser.get(&here()).await;
    html.is(200)
        .says("id=\"bulk-now\"")
        .says("data-moving")
        .says("<progress")
        .says("90 of 1,500")
        .says("600 a minute")
        .says("search=ada%20%26%20co")
        .says(&format!("content=\"5; url={}\"", here()))
        .says(&format!("action=\"/ui/bulk-sends/{RUN}/pause\""))
        .says(&format!("action=\"/ui/bulk-sends/{RUN}/cancel\""))
        .says(&format!("href=\"{}?watch=0\"", here()))
        .says("&lt;b&gt;Ada&lt;/b&gt;")
        .says("No longer in the account");
    let left_alone = browser.get(&format!("{}?watch=0", here())).await;
    left_alone.says_nothing_of("http-equiv=\"refresh\"");
    for status in ["paused", "done", "cancelled"] {
        let html = Browser::on(&with_run(&run(status))).get(&here()).await;
        html.is(200)
            .says_nothing_of("http-equiv=\"refresh\"")
            .says_nothing_of("data-moving");
        if status != "paused" {
            html.says_nothing_of(&format!("/ui/bulk-sends/{RUN}"));
        }
    }
}

#[tokio::test]
async fn a_pause_is_explained_and_so_are_the_first_few() {
    let paused = async |reason: &str, sent: i64, failed: i64| {
        let mut send = run("paused");
        send.pause_reason = Some(reason.to_owned());
        (send.progress.sent, send.progress.failed) = (sent, failed);
        Browser::on(&with_run(&send)).get(&here()).await
    };
    let html = paused("canary_failed", 7, 3).await;
    html.says("3 of the first 10 emails failed.")
        .says("/resume\"")
        .says("users?welcome=failed");
    paused("canary_failed", 80, 20)
        .await
        .says("20 of 100 emails failed.");
    paused("too_many_failures", 70, 30)
        .await
        .says("30 of 100 emails failed.");
    paused("asked", 70, 0).await.says("Somebody paused it.");
    paused("requester_lost_permission", 1, 0)
        .await
        .says("goes on in your name");
    let mut first = run("running");
    (first.progress.sent, first.progress.failed) = (4, 0);
    let browser = Browser::on(&with_run(&first));
    browser.get(&here()).await.says("Ended so far: 4.");
    let german = browser.get(&format!("{}?language=de", here())).await;
    german.says("Die ersten 10 E-Mails gehen allein hinaus");
}

#[tokio::test]
async fn buttons_go_back_to_the_run_and_say_when_it_was_too_late() {
    let browser = Browser::on(&with_run(&run("running")));
    for what in ["pause", "resume", "cancel"] {
        let done = browser
            .post(&format!("/ui/bulk-sends/{RUN}/{what}"), "")
            .await;
        done.is(303);
        assert_eq!(done.location(), here());
    }
    let over = format!("POST /api/v1/bulk-sends/{RUN}/pause");
    let late = with_run(&run("done")).fails(&over, ErrorCode::Conflict);
    let refused = Browser::on(&late)
        .post(&format!("/ui/bulk-sends/{RUN}/pause"), "")
        .await;
    assert_eq!(refused.location(), format!("{}?error=conflict", here()));
    let looks = may_only(&["accounts.read", "deliveries.read"]);
    let looking = with_run(&run("running")).on("GET /api/v1/me", 200, &looks);
    Browser::on(&looking)
        .get(&here())
        .await
        .is(200)
        .says_nothing_of("/ui/bulk-sends/")
        .says_nothing_of("Ada&lt;/b&gt;");
}

#[tokio::test]
async fn the_runs_of_an_account_are_listed_with_their_states() {
    let mut further = page(vec![run("paused")]);
    further.next_cursor = Some("c2".to_owned());
    let api = with_run(&run("paused")).on(&sends("GET"), 200, &further);
    let list = format!("/admin/accounts/{ACCOUNT}/bulk-sends");
    let html = Browser::on(&api).get(&list).await;
    html.is(200)
        .says(&format!("href=\"{}\"", here()))
        .says(">Paused<")
        .says("1,500")
        .says("?cursor=c2\"")
        .says("aria-current=\"page\"");
    let none: page::Page<BulkSend> = page(Vec::new());
    let html = Browser::on(&api.on(&sends("GET"), 200, &none))
        .get(&list)
        .await;
    html.says("No bulk sends yet");
    let refusing = with_run(&run("done")).fails(&sends("GET"), ErrorCode::Forbidden);
    Browser::on(&refusing).get(&list).await.is(403);
}
