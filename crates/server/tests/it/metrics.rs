//! What is told to Prometheus: complete, documented, and about nobody.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use usher_test_support::{PASSWORD, TestApp, usher_domain::role::Role};

const README: &str = include_str!("../../../../README.md");

/// The names that samples have, each with whether HELP and TYPE stand above it.
fn families(exposed: &str) -> BTreeSet<(String, bool)> {
    let (mut help, mut found) = ("", BTreeSet::new());
    for line in exposed.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            help = rest.split(' ').next().unwrap_or_default();
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect("a name and a type");
            let suffix = match kind {
                "counter" => "_total",
                "info" => "_info",
                _ => "",
            };
            found.insert((format!("{name}{suffix}"), help == name));
        }
    }
    found
}

#[tokio::test]
async fn every_metric_explains_itself_and_stands_in_the_readme() {
    // Nobody listens there, which is how a try may end, too.
    let app = TestApp::builder().mail_server(1).start().await;
    let user = app.account_user("ada@example.com").insert().await;
    let owner = app.api_token(Role::Owner, None).await;
    let welcome = format!("/api/v1/users/{}/welcome-emails", user.id);
    owner.post(&welcome).await.assert_status(202);
    app.deliver_mail().await;
    let answer = app.observer().get("/metrics").await;
    let media_type = answer.header("content-type").unwrap();
    assert!(media_type.starts_with("application/openmetrics-text; version=1.0.0"));
    let exposed = answer.text();
    assert!(exposed.ends_with("# EOF\n"));
    let told = families(&exposed);
    assert!(told.iter().all(|(_, explained)| *explained), "{told:#?}");
    let told: BTreeSet<String> = told.into_iter().map(|(name, _)| name).collect();
    let documented = README
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|name| name.starts_with("usher_") || name.starts_with("process_"))
        .map(|name| name.split('{').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(told, documented);
}

#[tokio::test]
async fn a_journey_leaves_figures_and_nothing_about_anybody() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let account = app.account().await;
    let user = json!({ "login": "ada", "email": "ada@example.com", "display_name": "Ada L" });
    let users = format!("/api/v1/accounts/{}/users", account.id);
    let made: Value = owner.post_json(&users, user).await.json();
    let welcome = format!(
        "/api/v1/users/{}/welcome-emails",
        made["id"].as_str().unwrap()
    );
    owner.post(&welcome).await.assert_status(202);
    app.deliver_mail().await;
    let link = app.mailbox("ada@example.com").only().password_link();
    let mut browser = app.browser();
    browser.get(link.path()).await.assert_status(200);
    let set = browser.consume_link(&link, PASSWORD).await;
    set.assert_status(204);
    browser
        .sign_in("ada@example.com", "wrong words")
        .await
        .assert_status(401);
    browser
        .get("/no/such/place?token=s3cret")
        .await
        .assert_status(404);

    let exposed = app.observer().get("/metrics").await.text();
    for line in [
        r#"usher_delivery_attempts_total{provider="capture",outcome="captured"} 1"#,
        r#"usher_outbox_messages{status="queued"} 0"#,
        r#"usher_http_request_duration_seconds_count{route="/welcome/{token}",method="GET",status="2xx"} 1"#,
        r#"usher_http_request_duration_seconds_count{route="/api/v1/users/{id}/welcome-emails",method="POST",status="2xx"} 1"#,
    ] {
        assert!(
            exposed.lines().any(|found| found == line),
            "{line}\n{exposed}"
        );
    }
    for measure in ["reading", "writing"].map(|what| format!("usher_database_{what}_connections "))
    {
        let is_told = exposed.lines().any(|found| found.starts_with(&measure));
        assert!(is_told, "{measure}\n{exposed}");
    }
    let cookie = set.header("set-cookie").unwrap();
    let session = cookie.split(['=', ';']).nth(1).unwrap();
    for secret in [link.token(), session, PASSWORD, "s3cret", "wrong words"] {
        assert!(!exposed.contains(secret), "{secret}");
    }
    let account_id = account.id.to_string();
    for somebody in [
        "ada",
        "Ada",
        "example.com",
        account.name.as_str(),
        &account_id,
    ] {
        assert!(!exposed.contains(somebody), "{somebody}");
    }
    let is_id =
        |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let id = exposed
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .find(|word| is_id(word));
    assert_eq!(id, None);
}

#[tokio::test]
async fn the_database_is_asked_at_most_once_in_a_while_and_what_waits_is_told() {
    let app = TestApp::start().await;
    let observer = app.observer();
    let queued = |text: &str| {
        let line = text
            .lines()
            .find(|line| line.starts_with("usher_outbox_messages{status=\"queued\"}"));
        line.and_then(|line| line.rsplit(' ').next())
            .map(str::to_owned)
    };
    app.account_user("ada@example.com").insert().await;
    let reads = || app.database.statistics().reads;
    assert_eq!(
        queued(&observer.get("/metrics").await.text()).as_deref(),
        Some("0")
    );
    let before = reads();
    for _ in 0..5 {
        observer.get("/metrics").await.assert_status(200);
    }
    assert_eq!(reads(), before);
}

#[tokio::test]
async fn a_process_that_drains_says_so_on_both_listeners() {
    let app = TestApp::start().await;
    let status = |answer: Value| answer["status"].as_str().map(str::to_owned);
    let ready = app.observer().get("/readyz").await;
    ready.assert_status(200);
    app.app.begin_draining();
    for client in [app.observer(), app.anonymous()] {
        let draining = client.get("/readyz").await;
        draining.assert_status(503);
        assert_eq!(status(draining.json()).as_deref(), Some("draining"));
        client.get("/healthz").await.assert_status(200);
    }
}
