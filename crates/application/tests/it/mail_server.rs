//! A mail server that does as it is told, in this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::mailbox::received;
use crate::world::PUBLIC_URL;

/// What the server does with the mails it is offered.
#[derive(Default)]
struct Script {
    /// The greeting; a friendly one when none.
    greeting: Option<&'static str>,
    /// What happens while the next client waits for its greeting.
    meanwhile: Option<Box<dyn FnOnce() + Send>>,
    /// The answers to `RCPT TO` for these addresses; the others are welcome.
    recipients: HashMap<String, &'static str>,
    /// Closes after this many contents without an answer.
    silent_contents: usize,
    /// The code with which contents are refused, quoting the link they show; none: they are welcome.
    quoting: Option<u16>,
    /// Every content that was completed, as it travelled.
    contents: Vec<String>,
}

/// The server; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct MailServer {
    port: u16,
    script: Arc<Mutex<Script>>,
}

impl MailServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Self {
            port,
            script: Arc::default(),
        };
        let shared = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = shared.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        server
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().expect("no panic")
    }

    /// Greets with this from now on; none: is friendly again.
    pub(crate) fn greet_with(&self, greeting: Option<&'static str>) {
        self.script().greeting = greeting;
    }

    /// Lets something happen while the next client waits for its greeting.
    pub(crate) fn meanwhile(&self, happens: impl FnOnce() + Send + 'static) {
        self.script().meanwhile = Some(Box::new(happens));
    }

    /// Answers `RCPT TO` for an address with this; none: takes it.
    pub(crate) fn answer(&self, address: &str, reply: Option<&'static str>) {
        match reply {
            Some(reply) => self.script().recipients.insert(address.to_owned(), reply),
            None => self.script().recipients.remove(address),
        };
    }

    /// Takes the next contents and breaks off without saying so.
    pub(crate) fn fall_silent_after(&self, contents: usize) {
        self.script().silent_contents = contents;
    }

    /// Refuses contents with this code from now on, and quotes the link in them over several lines, as
    /// content filters do.
    pub(crate) fn quote_links_with(&self, code: u16) {
        self.script().quoting = Some(code);
    }

    pub(crate) fn contents(&self) -> Vec<String> {
        self.script().contents.clone()
    }

    /// The addresses that mails were taken for.
    pub(crate) fn delivered_to(&self) -> Vec<String> {
        let contents = self.contents();
        let to = contents.iter().filter_map(|content| {
            let line = content.lines().find(|line| line.starts_with("To: "))?;
            let address = line.rsplit(['<', ' ']).next()?;
            Some(address.trim_end_matches('>').to_owned())
        });
        let mut to: Vec<String> = to.collect();
        to.sort();
        to
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        stream.set_nodelay(true).ok()?;
        let mut stream = BufReader::new(stream);
        let meanwhile = self.script().meanwhile.take();
        if let Some(happens) = meanwhile {
            happens();
        }
        let greeting = self.script().greeting;
        let hello = greeting.unwrap_or("220 mail.example ESMTP");
        stream
            .write_all(format!("{hello}\r\n").as_bytes())
            .await
            .ok()?;
        if greeting.is_some() {
            return None;
        }
        loop {
            let command = read_line(&mut stream).await?;
            let reply = self.reply(command.trim_end());
            stream
                .write_all(format!("{reply}\r\n").as_bytes())
                .await
                .ok()?;
            if reply.starts_with("354") {
                self.take_content(&mut stream).await?;
            }
        }
    }

    fn reply(&self, command: &str) -> &'static str {
        if command.starts_with("EHLO") {
            return "250 mail.example";
        }
        if command.starts_with("DATA") {
            return "354 go on";
        }
        let address = command
            .strip_prefix("RCPT TO:<")
            .and_then(|rest| rest.split('>').next());
        let answer = address.and_then(|address| self.script().recipients.get(address).copied());
        answer.unwrap_or("250 2.1.0 ok")
    }

    async fn take_content(&self, stream: &mut BufReader<TcpStream>) -> Option<()> {
        let mut content = String::new();
        loop {
            let line = read_line(stream).await?;
            if line == ".\r\n" {
                break;
            }
            content.push_str(&line);
        }
        let reply = {
            let mut script = self.script();
            let quoting = script.quoting.map(|code| quote_link(code, &content));
            script.contents.push(content);
            if script.silent_contents > 0 {
                script.silent_contents -= 1;
                return None;
            }
            quoting.unwrap_or_else(|| "250 2.0.0 taken\r\n".to_owned())
        };
        stream.write_all(reply.as_bytes()).await.ok()
    }
}

/// A reply that quotes the link of a mail, so many characters to a line.
fn quote_link(code: u16, content: &str) -> String {
    let text = received(content).text;
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with(PUBLIC_URL))
        .expect("a link");
    let class = code / 100;
    let mut lines = vec![format!("{code}-{class}.7.1 We do not like")];
    for part in link.as_bytes().chunks(24) {
        let part = std::str::from_utf8(part).expect("ASCII");
        lines.push(format!("{code}-{class}.7.1 {part}"));
    }
    lines.push(format!("{code} {class}.7.1 in your mail\r\n"));
    lines.join("\r\n")
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let count = stream.read_line(&mut line).await.ok()?;
    (count > 0).then_some(line)
}
