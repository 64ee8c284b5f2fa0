//! Files of users on pages: handed in, previewed, followed without a script, told when it is over.

use axum::{
    body::Body,
    http::{Method, header},
};
use usher_api_types::{
    problem::{ErrorCode, FieldError, Problem},
    user_import::{UserImport, UserImportCounts, UserImportRow, UserImportValues},
};
use usher_domain::user_import::MAX_BYTES;
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, ada, api, at, may_only, page},
    browser::{Browser, Page, request},
    canned_api::CannedApi,
    users,
};

const IMPORT: Uuid = Uuid::from_u128(0x1339);

fn import(status: &str) -> UserImport {
    UserImport {
        id: IMPORT,
        account_id: ACCOUNT,
        status: status.to_owned(),
        stop_reason: None,
        waits_until: None,
        on_duplicate: "skip".to_owned(),
        send_welcome: true,
        counts: UserImportCounts {
            rows: 5,
            valid: 3,
            invalid: 1,
            duplicates: 1,
            ..UserImportCounts::default()
        },
        created_at: at(0),
        started_at: None,
        ended_at: None,
        erased_at: None,
    }
}

fn row(line: i64, state: &str) -> UserImportRow {
    UserImportRow {
        line,
        state: state.to_owned(),
        values: Some(UserImportValues {
            login: format!("login{line}"),
            email: "a@example.com".to_owned(),
            display_name: "<b>Ada</b>".to_owned(),
            ..UserImportValues::default()
        }),
        user_id: None,
        same_as_line: None,
        errors: Vec::new(),
    }
}

fn here() -> String {
    format!("/admin/user-imports/{IMPORT}")
}

fn form() -> String {
    format!("/admin/accounts/{ACCOUNT}/import-users")
}

fn submit() -> String {
    format!("POST /api/v1/accounts/{ACCOUNT}/user-imports")
}

fn with_import(import: &UserImport) -> CannedApi {
    let one = format!("/api/v1/user-imports/{IMPORT}");
    let mut wrong = row(3, "invalid");
    wrong.errors = vec![FieldError {
        field: "email".to_owned(),
        code: "invalid_address".to_owned(),
        ..FieldError::default()
    }];
    let mut repeated = row(4, "duplicate");
    repeated.same_as_line = Some(2);
    let mut created = row(2, "created");
    created.user_id = Some(ADA);
    api()
        .on(&format!("GET {one}"), 200, import)
        .on(
            &format!("GET {one}/rows"),
            200,
            &page(vec![created, wrong, repeated]),
        )
        .on(
            &format!("GET /api/v1/accounts/{ACCOUNT}/user-imports"),
            200,
            &page(vec![import.clone()]),
        )
        .on(&submit(), 202, import)
        .on(&format!("POST {one}/start"), 202, import)
        .on(&format!("POST {one}/cancel"), 200, import)
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
    format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

async fn upload(api: &CannedApi, parts: &[String]) -> Page {
    let body = parts.concat() + "--edge--\r\n";
    let path = format!("/ui/accounts/{ACCOUNT}/user-imports");
    let request = request(Method::POST, &path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .expect("a request");
    Browser::on(api).send(request).await
}

#[tokio::test]
async fn the_list_leads_to_both_and_exports_what_it_shows() {
    let listed = api().on(&users::users(), 200, &page(vec![ada()]));
    let html = Browser::on(&listed)
        .get(&format!(
            "{}?search=ada&status=active&cursor=abc",
            users::list()
        ))
        .await;
    html.is(200)
        .says(&format!("href=\"{}\"", form()))
        .says(&format!(
            "/api/v1/accounts/{ACCOUNT}/users.csv?search=ada&amp;status=active"
        ))
        .says("bom=true");
    assert!(
        !html
            .html
            .contains("users.csv?search=ada&amp;status=active&amp;cursor")
    );
    let looks = may_only(&["users.read", "accounts.read"]);
    let looking = listed.on("GET /api/v1/me", 200, &looks);
    let html = Browser::on(&looking).get(&users::list()).await;
    html.says("users.csv").says_nothing_of("import-users");
}

#[tokio::test]
async fn the_form_takes_a_file_or_its_rows_and_shows_the_imports_before() {
    let api = with_import(&import("completed"));
    let html = Browser::on(&api).get(&form()).await;
    html.is(200)
        .says("enctype=\"multipart/form-data\"")
        .says("name=\"file\"")
        .says("name=\"pasted\"")
        .says(&format!("href=\"{}\"", here()))
        .says("Completed");
    let german = Browser::on(&api)
        .get(&format!("{}?language=de", form()))
        .await;
    german.says("Benutzer importieren").says("Abgeschlossen");

    let parts = [
        part("file", Some("people.csv"), "login\nada\n"),
        part("pasted", None, ""),
        part("on_duplicate", None, "update"),
        part("send_welcome", None, "yes"),
    ];
    let done = upload(&api, &parts).await;
    done.is(303);
    assert_eq!(done.location(), here());
    let call = api.call(&submit());
    assert_eq!(
        call.query,
        "dry_run=true&send_welcome=true&on_duplicate=update"
    );
    assert_eq!(call.headers["content-type"], "text/csv");
    assert_eq!(call.bytes, b"login\nada\n");

    let pasted = with_import(&import("ready"));
    let parts = [
        part("file", Some(""), ""),
        part("pasted", None, "login\nada\n"),
    ];
    upload(&pasted, &parts).await.is(303);
    assert_eq!(pasted.call(&submit()).bytes, b"login\nada");
    assert!(pasted.call(&submit()).query.contains("send_welcome=false"));
}

#[tokio::test]
async fn a_file_as_large_as_files_may_be_is_handed_on_whole_and_a_larger_one_is_refused() {
    let row = "person,person@example.com,\"Person, by Name\"\n";
    let api = with_import(&import("ready"));
    let largest = "login,email,name\n".to_owned() + &row.repeat(MAX_BYTES / row.len() - 1);
    upload(&api, &[part("file", Some("all.csv"), &largest)])
        .await
        .is(303);
    assert_eq!(api.call(&submit()).bytes, largest.as_bytes());

    let api = with_import(&import("ready"));
    let larger = row.repeat((MAX_BYTES + 128 * 1024) / row.len());
    let html = upload(&api, &[part("file", Some("all.csv"), &larger)]).await;
    html.is(422).says("at most 16 MiB");
    assert!(api.calls().iter().all(|call| call.name != submit()));
}

#[tokio::test]
async fn what_is_wrong_with_the_file_stands_beside_it() {
    let nothing = upload(
        &with_import(&import("ready")),
        &[part("file", Some(""), "")],
    )
    .await;
    nothing.is(422).says("Choose a file, or paste its rows.");
    let error = |field: &str, code: &str, line| FieldError {
        field: field.to_owned(),
        code: code.to_owned(),
        line,
        ..FieldError::default()
    };
    for (errors, told) in [
        (
            vec![error("file", "malformed_row", Some(7))],
            "Line 7 is not closed",
        ),
        (
            vec![
                error("login", "required", None),
                error("logn", "unknown", None),
            ],
            "Did you mean “login”?",
        ),
    ] {
        let code = ErrorCode::InvalidField;
        let problem = Problem {
            kind: String::new(),
            title: String::new(),
            status: 422,
            detail: String::new(),
            code: code.as_str().to_owned(),
            request_id: None,
            errors,
        };
        let api = with_import(&import("ready")).on(&submit(), 422, &problem);
        let html = upload(&api, &[part("pasted", None, "logn\n<ada>")]).await;
        html.is(422)
            .says("id=\"file-error\"")
            .says(told)
            .says("logn\n&lt;ada&gt;");
    }
    let large = with_import(&import("ready")).fails(&submit(), ErrorCode::PayloadTooLarge);
    let html = upload(&large, &[part("pasted", None, "login\nada")]).await;
    html.is(422).says("at most 16 MiB");
}

#[tokio::test]
async fn a_preview_says_what_would_be_done_and_starts_at_a_button() {
    let api = with_import(&import("ready"));
    let browser = Browser::on(&api);
    let html = browser.get(&here()).await;
    html.is(200)
        .says("Nothing has been created yet.")
        .says("Each new user is sent a welcome email.")
        .says("Import 3 users and send welcome emails")
        .says("1 row has errors and is left out")
        .says("1 duplicate is left out.")
        .says("?state=invalid#rows-heading\"")
        .says("Discard")
        .says("Email: That is not an email address")
        .says("The same as line 2.")
        .says("&lt;b&gt;Ada&lt;/b&gt;")
        .says(&format!("action=\"/ui/user-imports/{IMPORT}/start\""))
        .says_nothing_of("http-equiv=\"refresh\"");
    let only = browser.get(&format!("{}?state=invalid", here())).await;
    only.is(200).says("aria-current=\"page\"");
    let rows = format!("GET /api/v1/user-imports/{IMPORT}/rows");
    assert!(
        api.calls()
            .iter()
            .any(|call| call.name == rows && call.query == "state=invalid")
    );
    let started = browser
        .post(&format!("/ui/user-imports/{IMPORT}/start"), "")
        .await;
    assert_eq!(started.location(), format!("{}?watch=1", here()));
    let cancelled = browser
        .post(&format!("/ui/user-imports/{IMPORT}/cancel"), "")
        .await;
    assert_eq!(cancelled.location(), here());
}

#[tokio::test]
async fn whoever_starts_an_import_twice_follows_it_and_hears_of_nothing_wrong() {
    let start = format!("POST /api/v1/user-imports/{IMPORT}/start");
    let mut running = import("running");
    running.started_at = Some(at(1));
    for (import, place) in [
        (running, format!("{}?watch=1", here())),
        (import("cancelled"), format!("{}?error=conflict", here())),
    ] {
        let late = with_import(&import).fails(&start, ErrorCode::Conflict);
        let answer = Browser::on(&late)
            .post(&format!("/ui/user-imports/{IMPORT}/start"), "")
            .await;
        assert_eq!(answer.location(), place);
    }
}

#[tokio::test]
async fn one_that_waits_for_its_account_says_until_when() {
    let mut running = import("running");
    running.started_at = Some(at(1));
    running.waits_until = Some(at(1));
    let html = Browser::on(&with_import(&running)).get(&here()).await;
    html.is(200)
        .says("as many welcome emails in this hour as it may")
        .says("It goes on by itself: 18 Nov 2026, 11:07 UTC.");
}

#[tokio::test]
async fn progress_is_followed_in_place_or_by_reloading_until_it_is_over() {
    let mut running = import("running");
    running.started_at = Some(at(1));
    running.counts.created = 2;
    let browser = Browser::on(&with_import(&running));
    let followed = browser.get(&here()).await;
    followed
        .is(200)
        .says(&format!("content=\"5; url={}\"", here()))
        .says("id=\"import-now\"")
        .says("data-moving")
        .says("<progress")
        .says("2 of 3 · 66 %")
        .says("Stop reloading")
        .says("Call off the rest");
    let left_alone = browser.get(&format!("{}?watch=0", here())).await;
    left_alone
        .says_nothing_of("http-equiv=\"refresh\"")
        .says("Follow the progress");
    let reading = Browser::on(&with_import(&import("reading")));
    let html = reading.get(&here()).await;
    html.says("The file is being read.").says("data-moving");
}

#[tokio::test]
async fn the_result_leads_to_who_was_created_and_says_why_it_stopped() {
    let mut done = import("completed");
    (done.started_at, done.ended_at, done.erased_at) = (Some(at(1)), Some(at(2)), Some(at(3)));
    (done.counts.created, done.counts.failed) = (2, 1);
    let html = Browser::on(&with_import(&done))
        .get(&format!("{}?watch=1", here()))
        .await;
    html.is(200)
        .says("What the rows said is erased")
        .says(&format!("href=\"/admin/users/{ADA}\""))
        .says_nothing_of("http-equiv=\"refresh\"")
        .says_nothing_of("/start\"");
    let list = format!("/admin/accounts/{ACCOUNT}/users");
    html.says("2 users were created.")
        .says("1 row could not be carried out.")
        .says("2 rows with errors, or duplicates, were left out.")
        .says(&format!("{list}?welcome=failed\""))
        .says_nothing_of("new-bulk-send");
    let mut silent = done.clone();
    silent.send_welcome = false;
    let html = Browser::on(&with_import(&silent)).get(&here()).await;
    html.says("new-bulk-send?all=true&amp;status=pending&amp;welcome=none");
    let mut off = import("cancelled");
    (off.started_at, off.counts.created) = (Some(at(1)), 1);
    let html = Browser::on(&with_import(&off)).get(&here()).await;
    html.says("1 user was created.")
        .says("2 rows were not carried out any more.");
    let mut stopped = done.clone();
    stopped.status = "stopped".to_owned();
    stopped.stop_reason = Some("permission_lost".to_owned());
    let html = Browser::on(&with_import(&stopped)).get(&here()).await;
    html.says("may not create users in this account any more");
}
