//! Spans that a collector receives, and the names that requests have in the log.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
};

use super::process::{Installation, Server};

/// A collector: tells what is posted to it, and is content with everything.
fn collector() -> (String, mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let (told, posted) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let told = told.clone();
            thread::spawn(move || {
                while let Some(body) = posted_body(&stream) {
                    told.send(body).ok();
                }
            });
        }
    });
    (format!("http://{address}"), posted)
}

fn posted_body(mut stream: &TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?.to_lowercase();
    assert!(head.starts_with("post /v1/traces http/1.1"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    stream.read_exact(&mut body).ok()?;
    let answer =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(answer).ok()?;
    Some(body)
}

fn get(address: &str, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: usher\r\nconnection: close\r\n{headers}\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the request is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the whole answer");
    answer
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

const TRACE: [u8; 16] = [
    0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36,
];
const TRACEPARENT: &str =
    "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";

/// Everything that a server posts that answers two requests and is told to end.
fn posted_by(ratio: &str, proxies: &str) -> Vec<u8> {
    let (endpoint, posted) = collector();
    let usher = Installation::new();
    let mut command = usher.command(&["serve"]);
    command
        .env("USHER__TELEMETRY__OTLP_ENDPOINT", endpoint)
        .env("USHER__TELEMETRY__SAMPLE_RATIO", ratio)
        .env("USHER__HTTP__TRUSTED_PROXIES", proxies);
    let server = Server::start(command);
    let address = server.address();
    get(&address, "/welcome/s3cret?also=s3cret", TRACEPARENT);
    get(
        &address,
        "/healthz",
        "cookie: usher_session=s3cret\r\nauthorization: Bearer s3cret\r\n",
    );
    // What is left is handed over when the process ends.
    let (code, log) = server.terminate();
    assert_eq!(code, Some(0), "{log}");
    posted.try_iter().flatten().collect()
}

#[test]
fn a_collector_gets_routes_and_traces_and_no_secret() {
    let posted = posted_by("1", "127.0.0.0/8");
    for part in [
        "usher",
        "GET /welcome/{token}",
        "GET /healthz",
        "service.version",
        "request.id",
    ] {
        assert!(contains(&posted, part.as_bytes()), "{part}");
    }
    assert!(contains(&posted, &TRACE), "the proxy's trace goes on");
    for secret in ["s3cret", "127.0.0.1"] {
        assert!(!contains(&posted, secret.as_bytes()), "{secret}");
    }
}

#[test]
fn only_a_proxy_decides_which_traces_are_kept() {
    let by_a_proxy = posted_by("0", "127.0.0.0/8");
    assert!(contains(&by_a_proxy, b"GET /welcome/{token}"));
    assert!(!contains(&by_a_proxy, b"GET /healthz"));
    assert!(posted_by("0", "").is_empty());
}

#[test]
fn each_line_of_the_log_names_its_request_in_both_formats_and_at_each_level() {
    for (format, needle) in [("text", "request.id="), ("json", "\"request.id\":\"")] {
        let usher = Installation::new();
        let mut command = usher.command(&["serve"]);
        command
            .env("USHER__LOG__FORMAT", format)
            .env("USHER__LOG__LEVEL", "info,usher_server::http=debug");
        let server = Server::start(command);
        let address = match format {
            "text" => server.address(),
            _ => server.json_address(),
        };
        let answer = get(&address, "/healthz", "x-request-id: forged\r\n");
        let id = answer
            .lines()
            .find_map(|line| line.strip_prefix("x-request-id: "));
        let id = id.expect("the answer names its request").to_owned();
        assert_ne!(id, "forged");
        let (_, log) = server.terminate();
        let line = log.lines().find(|line| line.contains("request answered"));
        let line = line
            .expect("a line for the request")
            .replace("\u{1b}[3m", "");
        assert!(line.contains(needle) && line.contains(&id), "{line}");
        assert!(!log.contains("forged"));
    }
}
