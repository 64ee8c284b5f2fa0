//! The largest file of users, handed in over HTTP to the built binary.

use std::{
    fmt::Write as _,
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

use super::process::Installation;

/// As many rows as a file may have.
const ROWS: usize = 100_000;

/// Everybody is somebody else, with all that a row can say.
fn people() -> String {
    let mut file = "login,email,display_name,phone,locale\n".to_owned();
    for number in 1..=ROWS {
        let _ = writeln!(
            file,
            "person{number:06},person{number:06}@subsidiary.example.com,\"Person, Number {number}\",+4930{number:06},de"
        );
    }
    file
}

/// What the server answers to a request with this head (without its length) and body.
fn ask(address: &str, head: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    // Longer than any request may take: whoever waits in vain is told so by the server.
    let patience = Some(Duration::from_secs(90));
    stream.set_read_timeout(patience).expect("a time to wait");
    let length = body.len();
    let head = format!(
        "{head}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    stream.write_all(body.as_bytes()).expect("the body is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let status = answer.get(9..12).and_then(|code| code.parse().ok());
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let body = serde_json::from_str(body).unwrap_or_default();
    (status.expect("a status"), body)
}

/// The most memory that a process has had, in bytes, where the system tells.
fn most_memory(process: u32) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[test]
fn a_hundred_thousand_rows_are_checked_within_one_request_and_little_memory() {
    let usher = Installation::new();
    let owner = [
        "admin",
        "create",
        "--email",
        "ada@example.com",
        "--account",
        "Acme",
    ];
    usher.run(&owner).succeeded();
    let token = ["token", "create", "--name", "importer", "--role", "owner"];
    let token = usher.run(&token).succeeded();
    let bearer = format!("authorization: Bearer {}", token.trim());
    let server = usher.serve();
    let address = server.address();
    let head = format!("GET /api/v1/accounts HTTP/1.1\r\n{bearer}");
    let (status, accounts) = ask(&address, &head, "");
    assert_eq!(status, 200, "{accounts}");
    let account = accounts["items"][0]["id"].as_str().expect("an account");

    let file = people();
    let before = most_memory(server.id());
    let head = format!(
        "POST /api/v1/accounts/{account}/user-imports?dry_run=true HTTP/1.1\r\n{bearer}\r\n\
         idempotency-key: once\r\ncontent-type: text/csv"
    );
    let (status, import) = ask(&address, &head, &file);
    assert_eq!(status, 202, "{import}");
    let counts = &import["counts"];
    assert_eq!(
        (&counts["rows"], &counts["valid"]),
        (&ROWS.into(), &ROWS.into()),
        "{import}"
    );
    assert_eq!(import["status"], "ready");
    if let (Some(before), Some(after)) = (before, most_memory(server.id())) {
        let grown = after.saturating_sub(before);
        assert!(grown < 12 * file.len(), "{grown} bytes for {}", file.len());
    }

    // A request that is made again is answered by the import that it has made, at once.
    let (status, again) = ask(&address, &head, &file);
    assert_eq!((status, &again["id"]), (202, &import["id"]));
    let id = import["id"].as_str().expect("an id");
    let (status, rows) = ask(
        &address,
        &format!("GET /api/v1/user-imports/{id}/rows?limit=1 HTTP/1.1\r\n{bearer}"),
        "",
    );
    assert_eq!(
        (status, &rows["items"][0]["values"]["login"]),
        (200, &"person000001".into())
    );
}
