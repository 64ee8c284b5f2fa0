//! An SMTP server that does as it is told: for every step a test says how it behaves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use usher_domain::delivery::{SmtpStage, Verdict};
use usher_mail::message::{self, OutgoingMail};
use usher_mail::samples::samples;
use usher_mail::smtp::{SmtpOptions, SmtpProvider, SmtpTimeouts};
use usher_mail::templates::Templates;

/// What the server does next.
#[derive(Debug, Clone)]
pub(crate) enum Reaction {
    /// Sends these lines.
    Reply(&'static str),
    /// Sends bytes as they are.
    Bytes(&'static [u8]),
    /// Sends these lines and closes.
    ReplyAndClose(&'static str),
    /// Closes without a word.
    Close,
    /// Says nothing more and keeps the connection.
    Hang,
    /// Sends 220 and performs the TLS handshake.
    StartTls,
}

/// Where the conversation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Command(String),
    Content,
}

impl Step {
    pub(crate) fn is(&self, command: &str) -> bool {
        matches!(self, Self::Command(line) if line.starts_with(command))
    }
}

/// The behaviour of a server that takes everything.
pub(crate) fn polite(step: &Step) -> Reaction {
    match step {
        Step::Greeting => Reaction::Reply("220 fake.example ESMTP"),
        Step::Content => Reaction::Reply("250 2.0.0 taken"),
        Step::Command(line) => match line.split([' ', ':']).next() {
            Some("EHLO") => Reaction::Reply("250-fake.example\r\n250-8BITMIME\r\n250 SMTPUTF8"),
            Some("DATA") => Reaction::Reply("354 go on"),
            Some("QUIT") => Reaction::ReplyAndClose("221 bye"),
            _ => Reaction::Reply("250 2.1.0 ok"),
        },
    }
}

/// Like [`polite`], and commands may come together.
pub(crate) fn polite_pipelining(step: &Step) -> Reaction {
    if step.is("EHLO") {
        Reaction::Reply("250-fake.example\r\n250-PIPELINING\r\n250 SMTPUTF8")
    } else {
        polite(step)
    }
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    commands: Mutex<Vec<String>>,
    contents: Mutex<Vec<String>>,
}

/// The server; it ends with the test's runtime.
pub(crate) struct FakeServer {
    pub(crate) port: u16,
    seen: Arc<Seen>,
}

impl FakeServer {
    /// Starts a server. `behave` gets the number of the connection, from 1, and the step.
    pub(crate) async fn start(
        behave: impl Fn(usize, &Step) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        Self::start_with_tls(None, false, behave).await
    }

    pub(crate) async fn start_with_tls(
        tls: Option<TlsAcceptor>,
        implicit: bool,
        behave: impl Fn(usize, &Step) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let (shared, behave) = (Arc::clone(&seen), Arc::new(behave));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
                let (seen, behave, tls) = (Arc::clone(&shared), Arc::clone(&behave), tls.clone());
                tokio::spawn(async move {
                    serve(stream, tls, implicit, &seen, &|step| behave(number, step)).await
                });
            }
        });
        Self { port, seen }
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The commands in order, over all connections.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.seen.commands.lock().unwrap().clone()
    }

    /// The contents that were completed by a final dot, as they travelled.
    pub(crate) fn contents(&self) -> Vec<String> {
        self.seen.contents.lock().unwrap().clone()
    }

    /// A provider for this server whose every step may take `limit`.
    pub(crate) fn provider_within(&self, limit: Duration) -> SmtpProvider {
        let settings = format!("smtp://127.0.0.1:{}", self.port).parse().unwrap();
        let options = SmtpOptions {
            timeouts: SmtpTimeouts::all(limit),
            ..SmtpOptions::default()
        };
        SmtpProvider::new("fake", settings, options).unwrap()
    }

    /// A provider with limits that no test reaches.
    pub(crate) fn provider(&self) -> SmtpProvider {
        self.provider_within(Duration::from_secs(20))
    }
}

async fn serve(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    implicit: bool,
    seen: &Seen,
    behave: &(dyn Fn(&Step) -> Reaction + Send + Sync),
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    if implicit {
        return converse(tls?.accept(stream).await.ok()?, true, seen, behave)
            .await
            .map(drop);
    }
    if let Some(plain) = converse(stream, true, seen, behave).await {
        converse(tls?.accept(plain).await.ok()?, false, seen, behave).await;
    }
    Some(())
}

/// Speaks until the connection ends; gives the stream back when TLS is to be started.
async fn converse<S: AsyncRead + AsyncWrite + Unpin + Send>(
    stream: S,
    greets: bool,
    seen: &Seen,
    behave: &(dyn Fn(&Step) -> Reaction + Send + Sync),
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    let mut step = greets.then_some(Step::Greeting);
    loop {
        let mut reads_content = false;
        if let Some(step) = step.take() {
            match behave(&step) {
                Reaction::Reply(lines) => {
                    reads_content = lines.starts_with("354");
                    stream
                        .write_all(format!("{lines}\r\n").as_bytes())
                        .await
                        .ok()?;
                }
                Reaction::Bytes(bytes) => stream.write_all(bytes).await.ok()?,
                Reaction::ReplyAndClose(lines) => {
                    stream
                        .write_all(format!("{lines}\r\n").as_bytes())
                        .await
                        .ok()?;
                    return None;
                }
                Reaction::Close => return None,
                Reaction::Hang => std::future::pending::<()>().await,
                Reaction::StartTls => {
                    stream.write_all(b"220 go ahead\r\n").await.ok()?;
                    return Some(stream.into_inner());
                }
            }
            stream.flush().await.ok()?;
        }
        if reads_content {
            let content = read_content(&mut stream).await?;
            seen.contents.lock().unwrap().push(content);
            step = Some(Step::Content);
        } else {
            let command = read_line(&mut stream).await?.trim_end().to_owned();
            seen.commands.lock().unwrap().push(command.clone());
            step = Some(Step::Command(command));
        }
    }
}

async fn read_line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = Vec::new();
    let count = stream.read_until(b'\n', &mut line).await.ok()?;
    (count > 0).then(|| String::from_utf8(line).unwrap())
}

async fn read_content<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut content = String::new();
    loop {
        let line = read_line(stream).await?;
        if line == ".\r\n" {
            return Some(content);
        }
        content.push_str(&line);
    }
}

/// A real message for Ada.
pub(crate) fn mail() -> OutgoingMail {
    let letter = samples("en").remove(0).1;
    message::build(&letter, &Templates::builtin().render(&letter).unwrap()).unwrap()
}

/// The same message for someone else.
pub(crate) fn mail_to(address: &str) -> OutgoingMail {
    let mut letter = samples("en").remove(0).1;
    letter.recipient.address = address.parse().unwrap();
    message::build(&letter, &Templates::builtin().render(&letter).unwrap()).unwrap()
}

pub(crate) type Behaviour = fn(&Step) -> Reaction;

/// Both ways of speaking; what becomes of a message must not depend on it.
pub(crate) const WAYS: [Behaviour; 2] = [polite, polite_pipelining];

/// Whether the provider was blamed for this step.
pub(crate) fn is_down_at(verdict: &Verdict, wanted: SmtpStage) -> bool {
    matches!(verdict, Verdict::ProviderDown { stage, .. } if *stage == wanted)
}
