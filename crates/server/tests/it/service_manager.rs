//! What systemd is told, and what it is not told when something is wrong.

use std::{os::unix::net::UnixDatagram, time::Duration};

use usher_server::systemd;
use usher_test_support::TestApp;

use super::process::{Installation, Server};

/// Receives until something is said that contains these words.
fn heard(socket: &UnixDatagram, words: &str) -> String {
    let mut buffer = [0; 1024];
    loop {
        let length = socket.recv(&mut buffer).expect("the server says something");
        let said = String::from_utf8_lossy(&buffer[..length]).into_owned();
        if said.contains(words) {
            return said;
        }
    }
}

#[test]
fn systemd_hears_of_readiness_life_and_the_end() {
    let usher = Installation::new();
    let path = usher.folder().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket
        .set_read_timeout(Some(Duration::from_secs(30)))
        .expect("a time limit");
    let mut command = usher.command(&["serve"]);
    command
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "200000");
    let server = Server::start(command);
    let ready = heard(&socket, "READY=1");
    assert!(ready.contains("STATUS=Ready"), "{ready}");
    heard(&socket, "WATCHDOG=1");
    heard(&socket, "WATCHDOG=1");
    let (code, log) = server.terminate();
    assert_eq!(code, Some(0), "{log}");
    let stopping = heard(&socket, "STOPPING=1");
    assert!(stopping.contains("STATUS=Finishing"), "{stopping}");
}

#[tokio::test]
async fn a_process_without_its_database_is_not_well() {
    let app = TestApp::start().await;
    let within = Duration::from_secs(20);
    app.deliver_mail().await;
    assert!(systemd::is_well(&app.app, within).await);
    app.database.clone().close().await;
    assert!(!systemd::is_well(&app.app, within).await);
}
