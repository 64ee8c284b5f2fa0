//! How many connections one client may hold.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, SocketAddr, TcpStream, UdpSocket},
    time::{Duration, Instant},
};

use super::process::{Installation, Server};

/// The share of one network of clients.
const SHARE: usize = 200;

/// Whether a server answers on this connection; one that turns it away closes it.
fn answers(mut stream: &TcpStream) -> bool {
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: usher\r\n\r\n");
    let mut first = [0; 12];
    asked.is_ok() && stream.read_exact(&mut first).is_ok() && &first == b"HTTP/1.1 200"
}

fn connect(to: SocketAddr) -> TcpStream {
    TcpStream::connect(to).expect("a connection")
}

/// An address of this machine that is not its loopback; a machine without a network has none.
fn outward() -> Option<IpAddr> {
    // Nothing is sent: the system only chooses where it would go out.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

fn serve(usher: &Installation, proxies: &str) -> (Server, u16) {
    let mut command = usher.command(&["serve"]);
    command.env("USHER__HTTP__LISTEN", "0.0.0.0:0");
    command.env("USHER__HTTP__PUBLIC_URL", "http://localhost");
    command.env("USHER__HTTP__TRUSTED_PROXIES", proxies);
    let server = Server::start(command);
    let address: SocketAddr = server.address().parse().expect("an address");
    (server, address.port())
}

#[test]
fn one_client_holds_its_share_and_others_and_proxies_come_in_all_the_same() {
    // Where there is no network, nobody comes from one; the counting itself has tests beside it.
    let Some(outside) = outward() else { return };
    let usher = Installation::new();
    let (server, port) = serve(&usher, "");
    let client = SocketAddr::from((outside, port));
    let mut held: Vec<_> = (0..SHARE).map(|_| connect(client)).collect();
    assert!(held.iter().all(answers));
    assert!(!answers(&connect(client)), "one more than its share");
    let here = SocketAddr::from(([127, 0, 0, 1], port));
    assert!(answers(&connect(here)), "somebody else");
    // What it gives up is free again as soon as the server has seen it.
    held.pop();
    let deadline = Instant::now() + Duration::from_secs(30);
    while !answers(&connect(client)) {
        assert!(Instant::now() < deadline, "its seat is never free again");
    }
    let (_, log) = server.terminate();
    assert_eq!(
        log.matches("holds its share of connections").count(),
        1,
        "{log}"
    );

    let (_server, port) = serve(&usher, &outside.to_string());
    let proxy = SocketAddr::from((outside, port));
    let held: Vec<_> = (0..=SHARE).map(|_| connect(proxy)).collect();
    assert!(held.iter().all(answers), "a proxy stands for many");
}
