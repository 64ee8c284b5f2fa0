//! A backup that is made while the server is at work comes back without what must not go on.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
};

use super::site::{PASSWORD, Site, refused, succeeded};

fn send(address: &str, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n"
    );
    write!(stream, "{head}\r\n{body}").expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn me(address: &str, cookie: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    write!(
        stream,
        "GET /api/v1/me HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
         connection: close\r\n\r\n"
    )
    .expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn sign_in(address: &str) -> String {
    let body = format!(r#"{{"login":"ada@example.com","password":"{PASSWORD}"}}"#);
    let answer = send(address, "POST /api/v1/sessions", &body);
    let (_, rest) = answer
        .split_once("set-cookie: ")
        .unwrap_or_else(|| panic!("no cookie: {answer}"));
    rest.split(';').next().unwrap_or_default().to_owned()
}

fn inspected(address: &str, token: &str) -> String {
    let body = format!(r#"{{"token":"{token}"}}"#);
    send(address, "POST /api/v1/password-links/inspect", &body)
}

/// Backs `from` up while it serves and is written to, and puts that into `to`.
fn story(from: &Site, to: &Site) {
    from.owner();
    let server = from.serve();
    let token = from.welcomed();
    let cookie = sign_in(&server.address());
    assert!(me(&server.address(), &cookie).starts_with("HTTP/1.1 200"));
    assert!(inspected(&server.address(), &token).contains(r#""state":"open""#));

    let file = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for number in 0..8 {
                let name = format!("robot-{number}");
                succeeded(&from.run(&["token", "create", "--name", &name, "--role", "auditor"]));
            }
        });
        let file = from.backup("all.usher-backup", &["--with-keyring"]);
        writing.join().expect("every write succeeds meanwhile");
        file
    });
    assert_eq!(
        fs::metadata(&file)
            .expect("the archive")
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    server.terminate();

    let inspected_file =
        succeeded(&to.run(&["restore", "--inspect", file.to_str().expect("a plain path")]));
    assert!(
        inspected_file.contains("secret.key") && inspected_file.contains("whole"),
        "{inspected_file}"
    );
    let said = succeeded(&to.restore(&file, &[]));
    assert!(said.contains("offer their holders a fresh mail"), "{said}");
    let made: &[&str] = match to.postgres {
        Some(_) => &["secret.key"],
        None => &["usher.db", "secret.key"],
    };
    for name in made {
        let rights = fs::metadata(to.usher.data(name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(rights & 0o777, 0o600, "{name}");
    }
    succeeded(&to.run(&["audit", "verify"]));

    let server = to.serve();
    assert!(me(&server.address(), &cookie).starts_with("HTTP/1.1 401"));
    let link = inspected(&server.address(), &token);
    assert!(
        link.contains(r#""state":"expired""#) && link.contains(r#""renewable":true"#),
        "{link}"
    );
    let body = format!(r#"{{"token":"{token}","password":"granite pelican sonata"}}"#);
    let consumed = send(
        &server.address(),
        "POST /api/v1/password-links/consume",
        &body,
    );
    assert!(consumed.starts_with("HTTP/1.1 4"), "{consumed}");
    let renewed = send(
        &server.address(),
        "POST /api/v1/password-links/renew",
        &format!(r#"{{"token":"{token}"}}"#),
    );
    assert!(renewed.starts_with("HTTP/1.1 202"), "{renewed}");
    let again = sign_in(&server.address());
    assert!(me(&server.address(), &again).starts_with("HTTP/1.1 200"));
    server.terminate();
    succeeded(&to.run(&["audit", "verify"]));
}

#[test]
fn what_is_backed_up_comes_back_on_sqlite() {
    story(&Site::sqlite(), &Site::sqlite());
}

#[test]
fn what_is_backed_up_comes_back_on_postgres() {
    if let (Some(from), Some(to)) = (Site::postgres(), Site::postgres()) {
        story(&from, &to);
        let file = from.usher.folder().join("all.usher-backup");
        assert!(refused(&to.restore(&file, &[])).contains("holds data already"));
        let server = to.serve();
        assert!(refused(&to.restore(&file, &["--replace"])).contains("is in use"));
        server.terminate();
        let said = succeeded(&to.restore(&file, &["--replace"]));
        let (_, aside) = said
            .split_once("is kept in ")
            .expect("where the replaced data is");
        let (aside, _) = aside.split_once(".\n").expect("a sentence");
        succeeded(&to.run(&["restore", "--inspect", aside]));
        succeeded(&to.run(&["audit", "verify"]));
        assert!(refused(&Site::sqlite().restore(&file, &[])).contains("a postgres database"));
    }
}
