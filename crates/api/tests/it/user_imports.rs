//! Files of users over HTTP: handed in, previewed, refused with the line and the column, carried out,
//! and exported again.

use http::Method;
use serde_json::{Value, json};
use usher_application::user_imports;
use usher_test_support::{Client, TestResponse, usher_domain::role::Role};
use uuid::Uuid;

use crate::world::World;

const FILE: &str = "E-Mail;Login;Name\nlin@example.com;lin;Lin \"L\" Chen\nx;bad login;\n;ada;\n";

fn imports(world: &World) -> String {
    format!("/api/v1/accounts/{}/user-imports", world.ids.account)
}

async fn send(caller: &Client, url: &str, file: impl Into<Vec<u8>>) -> TestResponse {
    let request = caller.request(Method::POST, url);
    request.body("text/csv; charset=utf-8", file).send().await
}

/// The members that are refused, with codes and lines.
fn refused(answer: &TestResponse) -> Vec<(String, String, Option<i64>)> {
    assert_eq!(answer.problem().code, "invalid_field", "{}", answer.text());
    let body: Value = answer.json();
    let errors = body["errors"].as_array().expect("errors").iter();
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    errors
        .map(|error| {
            (
                word(&error["field"]),
                word(&error["code"]),
                error["line"].as_i64(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_file_is_previewed_started_and_carried_out() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, imports(&world));
    let made = send(owner, &format!("{url}?dry_run=true"), FILE).await;
    made.assert_status(202);
    let import: Value = made.json();
    assert_eq!(import["status"], "ready");
    assert_eq!(
        import["counts"],
        json!({
            "rows": 3, "valid": 1, "invalid": 1, "duplicates": 1,
            "created": 0, "updated": 0, "failed": 0,
        })
    );
    let one = made.header("location").expect("a location").to_owned();
    assert_eq!(owner.get(&one).await.json::<Value>(), import);

    let rows: Value = owner.get(&format!("{one}/rows")).await.json();
    assert_eq!(rows["items"][0]["line"], 2);
    assert_eq!(rows["items"][0]["state"], "to_create");
    assert_eq!(rows["items"][0]["values"]["display_name"], "Lin \"L\" Chen");
    let errors = rows["items"][1]["errors"].as_array().expect("errors");
    let told: Vec<_> = errors
        .iter()
        .map(|error| (error["field"].as_str(), error["code"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("login"), Some("invalid_character")),
            (Some("email"), Some("invalid_address")),
        ]
    );
    let duplicates: Value = owner
        .get(&format!("{one}/rows?state=duplicate"))
        .await
        .json();
    assert_eq!(duplicates["items"][0]["user_id"], json!(world.ids.user));
    assert_eq!(duplicates["items"][0]["errors"][0]["code"], "login_taken");
    let unknown = owner.get(&format!("{one}/rows?state=asleep")).await;
    assert_eq!(unknown.problem().code, "malformed_request");

    let started = owner.post(&format!("{one}/start")).await;
    started.assert_status(202);
    let again = owner.post(&format!("{one}/start")).await;
    assert_eq!(again.problem().code, "conflict");
    while user_imports::work(&world.app.app, Uuid::from_u128(1))
        .await
        .expect("works")
    {}
    let done: Value = owner.get(&one).await.json();
    assert_eq!(done["status"], "completed");
    assert_eq!(done["counts"]["created"], 1);
    assert!(done["erased_at"].is_string());
    let rows: Value = owner.get(&format!("{one}/rows?state=created")).await.json();
    assert_eq!(
        rows["items"][0]["values"],
        Value::Null,
        "what it said is erased"
    );
    let id = rows["items"][0]["user_id"].as_str().expect("a user");
    let user: Value = owner.get(&format!("/api/v1/users/{id}")).await.json();
    assert_eq!(user["email"], "lin@example.com");

    let list: Value = owner.get(&url).await.json();
    assert_eq!(list["items"][0]["id"], import["id"]);
    let ended = owner.post(&format!("{one}/cancel")).await;
    assert_eq!(ended.problem().code, "conflict");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_with_line_and_column() {
    let world = World::start().await;
    let (owner, url) = (&world.owner, imports(&world));
    let file = |code: &str, line| vec![("file".to_owned(), code.to_owned(), line)];
    for (text, expected) in [
        (&b"login\nada2\n\xff\n"[..], file("not_utf8", Some(3))),
        (b"login,name\na,b\nb\n", file("malformed_row", Some(3))),
        (b"login,name\na,\"b\n", file("malformed_row", Some(2))),
        (b"login\n", file("empty", None)),
    ] {
        assert_eq!(refused(&send(owner, &url, text).await), expected);
    }
    let columns = send(owner, &url, "logn,name,full name\na,b,c\n").await;
    let named = |field: &str, code: &str| (field.to_owned(), code.to_owned(), None);
    assert_eq!(
        refused(&columns),
        [
            named("login", "required"),
            named("logn", "unknown"),
            named("display_name", "duplicate"),
        ]
    );
    assert!(columns.text().contains("Did you mean login?"));

    let wide = send(owner, &url, "a,".repeat(8 * 1024 * 1024)).await;
    assert_eq!(refused(&wide), file("too_many", Some(1)));
    assert_eq!(wide.json::<Value>()["errors"][0]["max"], 64);

    let rows = "login\n".to_owned() + &"a\n".repeat(100_001);
    let many = send(owner, &url, rows).await;
    many.assert_status(413);
    assert!(many.problem().detail.contains("100000 rows"));
    let large = send(owner, &url, vec![b'a'; 16 * 1024 * 1024 + 1]).await;
    large.assert_status(413);
    let other = owner.request(Method::POST, &url).body("text/plain", FILE);
    other.send().await.assert_status(415);
    for query in ["dry_run=perhaps", "send_welcome=1", "on_duplicate=replace"] {
        let answer = send(owner, &format!("{url}?{query}"), FILE).await;
        assert_eq!(answer.problem().code, "malformed_request", "{query}");
    }
}

#[tokio::test]
async fn importing_and_exporting_take_their_permissions() {
    let world = World::start().await;
    let url = imports(&world);
    let here = world.ids.account.parse().ok();
    let helpdesk = world.app.api_token(Role::Helpdesk, here).await;
    let refused = send(&helpdesk, &url, FILE).await;
    assert_eq!(refused.problem().code, "forbidden");
    let listed = helpdesk.get(&url).await;
    assert_eq!(listed.problem().code, "forbidden");
    let csv = format!("/api/v1/accounts/{}/users.csv", world.ids.account);
    helpdesk.get(&csv).await.assert_status(200);
}

#[tokio::test]
async fn a_repeated_request_is_answered_with_the_import_that_it_made() {
    let world = World::start().await;
    let url = format!("{}?dry_run=true", imports(&world));
    let mut made = Vec::new();
    for _ in 0..2 {
        let request = world.owner.request(Method::POST, &url);
        let request = request
            .header("idempotency-key", "monday")
            .body("text/csv", FILE);
        let answer = request.send().await;
        answer.assert_status(202);
        made.push(answer.json::<Value>()["id"].clone());
    }
    assert_eq!(made[0], made[1]);
}

#[tokio::test]
async fn users_are_exported_to_a_file_that_no_spreadsheet_calculates() {
    let world = World::start().await;
    let users = format!("/api/v1/accounts/{}/users", world.ids.account);
    let odd = json!({ "login": "zoe", "display_name": "=1+1, \"x\"", "phone": "+49 170" });
    world.owner.post_json(&users, odd).await.assert_status(201);
    let answer = world
        .owner
        .get(&format!("{users}.csv?sort=-login&bom=true"))
        .await;
    answer.assert_status(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    let name = answer.header("content-disposition").expect("a name");
    assert!(
        name.starts_with("attachment; filename=\"difference-engines-users-"),
        "{name}"
    );
    let text = answer.text();
    assert!(text.starts_with("\u{feff}login,email,display_name,phone,locale,id,"));
    let first = text.lines().nth(1).expect("a row");
    assert!(
        first.starts_with("zoe,,\"'=1+1, \"\"x\"\"\",'+49 170,,"),
        "{first}"
    );
    assert!(
        text.lines()
            .nth(2)
            .expect("a row")
            .starts_with("ada,ada@example.com,")
    );
    let some = world
        .owner
        .get(&format!("{users}.csv?search=zoe"))
        .await
        .text();
    assert_eq!(some.lines().count(), 2);
    let wrong = world.owner.get(&format!("{users}.csv?status=asleep")).await;
    assert_eq!(wrong.problem().code, "malformed_request");
}
