//! `usher serve` as a process: how it starts, what it says, how it stops.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
};

use super::process::{Installation, Server};

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: usher\r\nconnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the request is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the whole answer");
    answer
}

#[test]
fn the_first_start_leaves_a_setup_link_that_opens_and_ends_cleanly_when_told_to() {
    let usher = Installation::new();
    let server = usher.serve();
    let address = server.address();

    let link = usher.read_data("setup-link");
    let mode = fs::metadata(usher.data("setup-link"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let path = link
        .trim()
        .strip_prefix(&format!("http://{address}"))
        .unwrap();
    assert!(get(&address, path).starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/readyz").ends_with(r#"{"status":"ready"}"#));

    let (code, log) = server.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped"), "{log}");
    assert!(!log.contains(path), "the link is in no log");
    for name in ["", "secret.key", "captured-mail"] {
        let mode = fs::metadata(usher.data(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[test]
fn every_start_makes_a_new_setup_link_until_there_is_an_owner() {
    let usher = Installation::new();
    usher.serve().terminate();
    let first = usher.read_data("setup-link");
    let server = usher.serve();
    assert_ne!(usher.read_data("setup-link"), first);

    let arguments = [
        "admin",
        "create",
        "--email",
        "ada@example.com",
        "--password-stdin",
    ];
    usher
        .run_with_input(&arguments, "seventeen quiet harbours\n")
        .succeeded();
    assert!(!usher.data("setup-link").exists());
    server.terminate();
    usher.serve().terminate();
    assert!(!usher.data("setup-link").exists());
}

#[test]
fn a_port_that_is_taken_is_named_with_its_key() {
    let usher = Installation::new();
    let server = usher.serve();
    let address = server.address();
    let port = address.rsplit(':').next().unwrap();
    let second = usher.run(&["serve", "--listen", &address]);
    assert_eq!(second.code, Some(2));
    assert!(
        second
            .stderr
            .contains(&format!("http.listen: port {port} of 127.0.0.1 is taken"))
    );
}

#[test]
fn a_running_server_takes_over_a_rotated_key() {
    let usher = Installation::new();
    let mut server = usher.serve();
    usher.run(&["secret", "rotate"]).succeeded();
    server.wait_for("keyring taken over");
    let (code, log) = server.terminate();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn logs_can_be_json() {
    let usher = Installation::new();
    let mut command = usher.command(&["serve"]);
    command.env("USHER__LOG__FORMAT", "json");
    let (_, log) = Server::start(command).terminate();
    assert!(
        log.lines()
            .all(|line| line.starts_with('{') && line.ends_with('}')),
        "{log}"
    );
}

#[test]
fn not_even_the_most_talkative_log_tells_paths_and_queries() {
    let usher = Installation::new();
    let mut command = usher.command(&["serve"]);
    command.env("USHER__LOG__LEVEL", "trace");
    let server = Server::start(command);
    let address = server.address();
    for path in [
        "/welcome/s3cret",
        "/api/v1/s3cret",
        "/s3cret",
        "/sign-in?next=s3cret",
        "/api/v1.1/admin/accounts/users/send_welcome?token=s3cret",
    ] {
        assert!(get(&address, path).starts_with("HTTP/1.1 "));
    }
    let (_, log) = server.terminate();
    assert!(log.contains("/welcome/{token}"), "{log}");
    let told = log.lines().find(|line| line.contains("s3cret"));
    assert_eq!(told, None);
}

#[test]
fn a_database_of_places_that_cannot_be_read_is_named_with_its_key_by_every_command_that_looks() {
    let usher = Installation::new();
    let path = usher.data("places.mmdb");
    let path = path.to_str().unwrap();
    for missing in [true, false] {
        if !missing {
            fs::create_dir_all(usher.data("")).unwrap();
            fs::write(path, "no database").unwrap();
        }
        for arguments in [&["serve"][..], &["config", "check"], &["doctor"]] {
            let mut command = usher.command(arguments);
            command.env("USHER__GEOIP__DATABASE", path);
            let ended = command.output().expect("the binary ends");
            let said = [ended.stdout, ended.stderr].concat();
            let said = String::from_utf8(said).unwrap();
            let named = format!("USHER__GEOIP__DATABASE: {path} cannot be read");
            assert!(!ended.status.success() && said.contains(&named), "{said}");
        }
    }
}
