//! What pages about bulk sends say in sentences: who would be bothered, what went wrong, what to do next.

use usher_api_types::{
    bulk_send::BulkSend,
    problem::ErrorCode,
    welcome_email::{Reply, WelcomeEmail},
};

use crate::{
    bodies::{ACCOUNT, ADA, MAIL, ada, at, message, page, welcomed},
    browser::{Browser, Page},
    bulk_sends::{RUN, choose, here, preview, run, sends, submit, with_preview, with_run},
    users::{list, users},
};

async fn shown(send: &BulkSend) -> Page {
    Browser::on(&with_run(send)).get(&here()).await
}

fn paused(reason: &str, sent: i64, failed: i64) -> BulkSend {
    let mut halted = run("paused");
    halted.pause_reason = Some(reason.to_owned());
    (halted.progress.sent, halted.progress.failed) = (sent, failed);
    halted
}

#[tokio::test]
async fn who_has_a_password_already_is_counted_and_can_be_left_out() {
    let api = with_preview(&preview(40));
    let browser = Browser::on(&api);
    let html = browser
        .get(&format!("{}?all=true&search=ada&canary=5", choose()))
        .await;
    html.is(200)
        .says("40 of them have a password already")
        .says("all=true&amp;search=ada&amp;status=pending")
        .says("canary=5")
        .says("The first 5 emails go out alone")
        .says("when more than 20 % fail")
        .says("Send 40 welcome emails");
    let calls = api.calls();
    let asked: Vec<_> = calls
        .iter()
        .filter(|call| call.name == sends("POST"))
        .collect();
    assert_eq!(asked[1].body["filter"]["status"], "active");
    assert_eq!(asked[1].body["dry_run"], true);
    for told in [
        "all=true&status=pending".to_owned(),
        format!("user_ids={ADA}"),
    ] {
        let html = browser.get(&format!("{}?{told}", choose())).await;
        html.is(200).says_nothing_of("have a password already");
    }
}

#[tokio::test]
async fn a_pace_says_how_long_it_takes_before_and_while_it_runs() {
    let html = Browser::on(&with_preview(&preview(39_576)))
        .get(&format!(
            "{}?all=true&status=pending&pace_per_minute=600",
            choose()
        ))
        .await;
    html.says("At most 600 emails go out a minute: that takes about 66 min.");
    let html = shown(&run("running")).await;
    html.says("90 of 1,500 · 6 % · about 3 min to go")
        .says("<title>6 % · Bulk send of");
}

#[tokio::test]
async fn what_keeps_it_from_going_on_is_said() {
    let waiting = async |reason: &str, until| {
        let mut send = run("running");
        (send.waits_for, send.waits_until) = (Some(reason.to_owned()), until);
        shown(&send).await
    };
    let html = waiting("account_limit", Some(at(1))).await;
    html.says("as many welcome emails in this hour as it may")
        .says("It goes on by itself: 18 Nov 2026, 11:07 UTC.");
    let html = waiting("mail_server", None).await;
    html.says("No mail server takes mail at the moment.");
    let html = waiting("another_try", None).await;
    html.says("have put off many of the emails");
    let html = waiting("something_new", None).await;
    html.is(200).says_nothing_of("by itself");
}

#[tokio::test]
async fn each_number_that_is_wrong_is_named() {
    let wrong = with_preview(&preview(2)).fails_on(
        &sends("POST"),
        ErrorCode::InvalidField,
        &[
            ("pace_per_minute", "out_of_range"),
            ("canary", "out_of_range"),
        ],
    );
    let form = "all=true&pace_per_minute=0&canary=x";
    let html = Browser::on(&wrong).post(&submit(), form).await;
    html.is(422)
        .says(">At most so many a minute: ")
        .says(">So many go first, alone: ")
        .says("<details open class=\"reveal\"");
}

#[tokio::test]
async fn a_pause_leads_to_what_failed_and_says_what_resuming_does() {
    let html = shown(&paused("too_many_failures", 70, 30)).await;
    html.says("Paused by itself")
        .says("That is more than 20 %.")
        .says(&format!("/admin/accounts/{ACCOUNT}/users?welcome=failed\""))
        .says("href=\"/admin/mail-providers\"")
        .says("it goes on with the 1,410 other users")
        .says("10 emails then go first, alone.")
        .says("data-said=\"Paused. 30 of 100 emails failed.");
    // Failures that were forgiven: all together lie below the threshold that was passed.
    let html = shown(&paused("too_many_failures", 980, 20)).await;
    html.says("of the latest emails failed")
        .says("20 of 1,000 emails failed.")
        .says_nothing_of("That is more than");
    let html = shown(&paused("asked", 980, 20)).await;
    html.says_nothing_of("Paused by itself")
        .says_nothing_of("other users");
}

#[tokio::test]
async fn what_failed_is_shown_with_what_the_mail_server_said() {
    let failed = WelcomeEmail {
        last_reply: Some(Reply {
            code: Some(550),
            enhanced: Some("5.1.1".to_owned()),
            text: "<nobody> here".to_owned(),
        }),
        ..message("failed")
    };
    let user = welcomed(ada(), "failed");
    let send = paused("too_many_failures", 70, 30);
    let api = with_run(&send).on(&users(), 200, &page(vec![user])).on(
        &format!("GET /api/v1/welcome-emails/{MAIL}"),
        200,
        &failed,
    );
    let html = Browser::on(&api).get(&here()).await;
    html.says("Latest failures")
        .says("ada@example.com")
        .says("550 5.1.1 &lt;nobody&gt; here");
    let call = api.call(&users());
    assert_eq!(call.query, "welcome=failed&sort=-welcomed&limit=5");
    // What failed before the run, or since it paused, is none of its business.
    for requested_at in [at(-1), at(2)] {
        let other = WelcomeEmail {
            requested_at,
            ..failed.clone()
        };
        let path = format!("GET /api/v1/welcome-emails/{MAIL}");
        let html = Browser::on(&api.clone().on(&path, 200, &other))
            .get(&here())
            .await;
        html.is(200).says_nothing_of("Latest failures");
    }
}

#[tokio::test]
async fn an_end_says_what_is_left_to_be_done() {
    let again = format!("{}?all=true&amp;welcome=failed\"", choose());
    let html = shown(&run("done")).await;
    html.says(">Done, 7 failed<")
        .says("7 emails failed; sent: 80.")
        .says(&again)
        .says_nothing_of("Still to come");
    let mut well = run("done");
    well.progress.failed = 0;
    shown(&well).await.says(">Done<").says_nothing_of(&again);
    let html = shown(&run("cancelled")).await;
    html.says("1,400 users get no email from it.")
        .says("<span class=\"figure-count\">1,400</span>")
        .says(&format!(
            "{}?all=true&amp;search=ada%20%26%20co\"",
            choose()
        ))
        .says_nothing_of("Still to come");
}

#[tokio::test]
async fn runs_are_told_apart_and_a_paused_one_is_told_on_the_overview() {
    let send = paused("canary_failed", 7, 3);
    let api = with_run(&send);
    let browser = Browser::on(&api);
    let html = browser
        .get(&format!("/admin/accounts/{ACCOUNT}/bulk-sends"))
        .await;
    html.says("ada &amp; co · Asked for by Ada Lovelace")
        .says("id=\"bulk-list\"");
    let html = browser.get("/admin").await;
    html.says("a bulk send to 1,500 users is paused. 3 of the first 10 emails failed.")
        .says(&format!("href=\"/admin/bulk-sends/{RUN}\""));
}

#[tokio::test]
async fn whoever_selects_a_page_of_several_is_led_to_all() {
    let api = crate::bodies::api();
    let one = api.clone().on(&users(), 200, &page(vec![ada()]));
    let html = Browser::on(&one).get(&list()).await;
    html.says_nothing_of("That is this page only.");
    let mut first = page(vec![ada()]);
    first.next_cursor = Some("c2".to_owned());
    let html = Browser::on(&api.on(&users(), 200, &first))
        .get(&list())
        .await;
    html.says("That is this page only.");
}
