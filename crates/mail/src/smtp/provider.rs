//! One configured SMTP server, and how to get a connection to it that is ready for mail.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use usher_domain::delivery::{Answer, SmtpStage, Verdict, judge};

use super::auth::authenticate;
use super::connection::SmtpConnection;
use super::extensions::Extensions;
use super::settings::{Security, SmtpSettings};
use super::steps::StepTimes;
use super::timeouts::SmtpTimeouts;
use super::tls::{Tls, TlsSetupError};
use super::transcript::Transcript;
use super::wire::{RawReply, Stream, Wire, within};

/// What can be set beside the URL.
#[derive(Debug, Clone, Default)]
pub struct SmtpOptions {
    /// Limits for each step.
    pub timeouts: SmtpTimeouts,
    /// The name given in EHLO; servers like the machine's public one. None: `localhost`.
    pub ehlo_name: Option<String>,
    /// Certificate authorities to trust beside the machine's own, as PEM.
    pub tls_ca_file: Option<PathBuf>,
}

/// A configuration that cannot work.
#[derive(Debug, thiserror::Error)]
pub enum InvalidProvider {
    /// The name for EHLO is no host name.
    #[error("the EHLO name is not a host name")]
    EhloName,
    /// TLS is wanted and cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsSetupError),
}

/// One SMTP server to hand mail to. Cheap to clone.
#[derive(Clone)]
pub struct SmtpProvider {
    core: Arc<Core>,
}

#[derive(Clone)]
struct Core {
    name: String,
    settings: SmtpSettings,
    timeouts: SmtpTimeouts,
    ehlo: String,
    tls: Option<Tls>,
    transcript: Transcript,
    step_times: StepTimes,
}

impl fmt::Debug for SmtpProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpProvider")
            .field("name", &self.core.name)
            .field("settings", &self.core.settings)
            .finish_non_exhaustive()
    }
}

impl SmtpProvider {
    /// Sets a provider up. Connects to nothing; reads certificate files when TLS is wanted.
    ///
    /// # Errors
    ///
    /// [`InvalidProvider`] for what would fail on every connection.
    pub fn new(
        name: impl Into<String>,
        settings: SmtpSettings,
        options: SmtpOptions,
    ) -> Result<Self, InvalidProvider> {
        let ehlo_name = options.ehlo_name.unwrap_or_else(|| "localhost".to_owned());
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if ehlo_name.is_empty() || !ehlo_name.bytes().all(is_host) {
            return Err(InvalidProvider::EhloName);
        }
        let tls = match settings.security() {
            Security::Plain => None,
            Security::StartTls | Security::Implicit => {
                Some(Tls::new(settings.host(), options.tls_ca_file.as_deref())?)
            }
        };
        let core = Core {
            name: name.into(),
            settings,
            timeouts: options.timeouts,
            ehlo: format!("EHLO {ehlo_name}\r\n"),
            tls,
            transcript: Transcript::default(),
            step_times: StepTimes::default(),
        };
        Ok(Self {
            core: Arc::new(core),
        })
    }

    /// The name it has in the configuration.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.core.name
    }

    /// Its server.
    #[must_use]
    pub fn settings(&self) -> &SmtpSettings {
        &self.core.settings
    }

    /// Opens a connection and goes as far as a server can be tried without a message: TLS, EHLO,
    /// AUTH.
    ///
    /// # Errors
    ///
    /// Always [`Verdict::ProviderDown`].
    pub async fn connect(&self) -> Result<SmtpConnection, Verdict> {
        let (wire, extensions) = self.dial().await?;
        Ok(SmtpConnection::new(self.clone(), wire, extensions))
    }

    /// The same server, with limits no longer than these, where every word is taken down.
    pub(super) fn listened_to(&self, limits: SmtpTimeouts, transcript: Transcript) -> Self {
        let core = Core {
            timeouts: self.core.timeouts.at_most(limits),
            transcript,
            // A trial is none of the deliveries that dashboards tell of.
            step_times: StepTimes::default(),
            ..(*self.core).clone()
        };
        Self {
            core: Arc::new(core),
        }
    }

    pub(super) fn transcript(&self) -> &Transcript {
        &self.core.transcript
    }

    pub(super) fn step_times(&self) -> &StepTimes {
        &self.core.step_times
    }

    pub(super) fn timeouts(&self) -> &SmtpTimeouts {
        &self.core.timeouts
    }

    pub(super) async fn dial(&self) -> Result<(Wire, Extensions), Verdict> {
        let dialled = self.core.dial().await;
        match &dialled {
            Ok(_) => tracing::debug!(mail_provider.name = self.name(), "connected to mail server"),
            Err((stage, _)) => tracing::debug!(
                mail_provider.name = self.name(),
                smtp.stage = stage.as_str(),
                "could not connect to mail server"
            ),
        }
        dialled.map_err(|(stage, answer)| judge(stage, answer))
    }
}

type Failed = (SmtpStage, Answer);

fn at(stage: SmtpStage) -> impl Fn(Answer) -> Failed {
    move |answer| (stage, answer)
}

impl Core {
    async fn dial(&self) -> Result<(Wire, Extensions), Failed> {
        let limits = &self.timeouts;
        let mut steps = self.step_times.start();
        let mut enter = |stage| {
            self.transcript.enter(stage);
            steps.enter(stage);
        };
        enter(SmtpStage::Connect);
        let mut stream: Box<dyn Stream> = Box::new(
            within(limits.connect, self.open_tcp())
                .await
                .map_err(at(SmtpStage::Connect))?,
        );
        if self.settings.security() == Security::Implicit {
            enter(SmtpStage::Tls);
            stream = within(limits.tls, self.protect(stream))
                .await
                .map_err(at(SmtpStage::Tls))?;
        }
        let mut wire = Wire::new(stream, self.transcript.clone());
        enter(SmtpStage::Ehlo);
        let mut extensions = within(limits.ehlo, self.greeted(&mut wire))
            .await
            .map_err(at(SmtpStage::Ehlo))?;
        if self.settings.security() == Security::StartTls {
            enter(SmtpStage::Tls);
            wire = within(limits.tls, self.start_tls(wire, extensions))
                .await
                .map_err(at(SmtpStage::Tls))?;
            // What was promised before the handshake counts for nothing (RFC 3207, 4.2).
            enter(SmtpStage::Ehlo);
            extensions = within(limits.ehlo, self.hello(&mut wire))
                .await
                .map_err(at(SmtpStage::Ehlo))?;
        }
        if let Some(credentials) = self.settings.credentials() {
            enter(SmtpStage::Auth);
            within(
                limits.auth,
                authenticate(&mut wire, extensions, credentials, &self.transcript),
            )
            .await
            .map_err(at(SmtpStage::Auth))?;
        }
        Ok((wire, extensions))
    }

    /// Tries the server's addresses in turn; each gets its share of the time, so that one dead
    /// address (IPv6 without a route, say) does not hide a living one.
    async fn open_tcp(&self) -> Result<TcpStream, Answer> {
        let target = (self.settings.host(), self.settings.port());
        let addresses: Vec<_> = lookup_host(target)
            .await
            .map_err(|error| Answer::Lost(error.to_string()))?
            .collect();
        let share = self.timeouts.connect / u32::try_from(addresses.len().max(1)).unwrap_or(1);
        let mut failure = Answer::Lost("the server's name has no address".to_owned());
        for address in addresses {
            self.transcript.note(|| format!("connecting to {address}"));
            match timeout(share, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    self.transcript.note(|| "connected".to_owned());
                    // Without it each short command may wait 40 ms for the previous one's ACK.
                    let undelayed = stream.set_nodelay(true);
                    return undelayed
                        .map(|()| stream)
                        .map_err(|error| Answer::Lost(error.to_string()));
                }
                Ok(Err(error)) => failure = Answer::Lost(error.to_string()),
                Err(_) => failure = Answer::TimedOut,
            }
        }
        Err(failure)
    }

    async fn protect(&self, stream: Box<dyn Stream>) -> Result<Box<dyn Stream>, Answer> {
        match &self.tls {
            Some(tls) => {
                let (stream, agreed) = tls.protect(stream).await?;
                let host = self.settings.host();
                let note = || format!("{agreed}; the certificate is valid for {host}");
                self.transcript.note(note);
                Ok(stream)
            }
            None => Err(Answer::Lost("TLS is not set up".to_owned())),
        }
    }

    async fn greeted(&self, wire: &mut Wire) -> Result<Extensions, Answer> {
        expect(wire.read_reply().await?, 220)?;
        self.hello(wire).await
    }

    async fn hello(&self, wire: &mut Wire) -> Result<Extensions, Answer> {
        let reply = expect(wire.command(&self.ehlo).await?, 250)?;
        Ok(Extensions::read(&reply.lines))
    }

    async fn start_tls(&self, mut wire: Wire, extensions: Extensions) -> Result<Wire, Answer> {
        if !extensions.starttls {
            let missing = "TLS is required and the server does not offer STARTTLS";
            return Err(Answer::Lost(missing.to_owned()));
        }
        expect(wire.command("STARTTLS\r\n").await?, 220)?;
        let stream = self.protect(wire.into_stream()?).await?;
        Ok(Wire::new(stream, self.transcript.clone()))
    }
}

/// The reply, if it has this code.
pub(super) fn expect(reply: RawReply, code: u16) -> Result<RawReply, Answer> {
    if reply.code == code {
        Ok(reply)
    } else {
        Err(reply.to_answer())
    }
}
