//! A mail server in this process that answers every recipient alike.

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// The server; it ends with the test's runtime.
pub(crate) struct MailServer {
    port: u16,
}

impl MailServer {
    /// Listens, and answers `RCPT TO` with this.
    pub(crate) async fn start(recipient: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, recipient));
            }
        });
        Self { port }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// Answers one command after the other, until the client goes or breaks off.
async fn converse(stream: TcpStream, recipient: &'static str) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mail.example ESMTP\r\n").await.ok()?;
    loop {
        let mut command = String::new();
        if stream.read_line(&mut command).await.ok()? == 0 {
            return None;
        }
        let reply = match command.split([' ', '\r']).next() {
            Some("EHLO") => "250 mail.example",
            Some("RCPT") => recipient,
            _ => "250 2.0.0 ok",
        };
        let line = format!("{reply}\r\n");
        stream.write_all(line.as_bytes()).await.ok()?;
    }
}
