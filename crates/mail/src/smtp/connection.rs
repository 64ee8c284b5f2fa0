//! One connection that carries message after message.

use std::fmt;
use std::time::Duration;

use usher_domain::delivery::{Answer, SmtpStage, Verdict, judge};

use super::extensions::Extensions;
use super::provider::SmtpProvider;
use super::steps::Steps;
use super::wire::{RawReply, Wire, dot_stuffed, within};
use crate::message::OutgoingMail;

/// How long a server may take to say goodbye: nothing hangs on it, and a stop waits for it.
const FAREWELL: Duration = Duration::from_secs(2);

/// A connection to a provider, kept from message to message.
///
/// It is closed after every failure that leaves the dialogue in doubt, and reopens by itself for
/// the next message.
pub struct SmtpConnection {
    provider: SmtpProvider,
    link: Option<Link>,
}

/// An open connection and what is known about it.
struct Link {
    wire: Wire,
    extensions: Extensions,
    /// Whether a message went over it before, so that the server may have dropped it meanwhile.
    used: bool,
}

/// Why the envelope was not accepted.
struct Failure {
    verdict: Verdict,
    /// The server said 354 all the same, since the commands were sent together.
    awaits_content: bool,
}

impl fmt::Debug for SmtpConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConnection")
            .field("provider", &self.provider.name())
            .field("open", &self.link.is_some())
            .finish()
    }
}

impl SmtpConnection {
    pub(super) fn new(provider: SmtpProvider, wire: Wire, extensions: Extensions) -> Self {
        Self {
            provider,
            link: Some(Link {
                wire,
                extensions,
                used: false,
            }),
        }
    }

    /// Whether the connection is open and in step with the server.
    #[must_use]
    pub const fn is_reusable(&self) -> bool {
        self.link.is_some()
    }

    /// Hands one message to the server.
    ///
    /// Servers drop connections that were idle. If a used connection fails before anything of
    /// this message was accepted, it is reopened once; the caller never learns.
    ///
    /// The future is not to be dropped half-way: whether the message was taken would stay unknown.
    pub async fn deliver(&mut self, mail: &OutgoingMail) -> Verdict {
        let reused = self.link.as_ref().is_some_and(|link| link.used);
        let verdict = self.attempt(mail).await;
        if reused && was_stale(&verdict) {
            self.link = None;
            return self.attempt(mail).await;
        }
        verdict
    }

    /// Says goodbye, so that the server does not log a lost connection.
    pub async fn quit(mut self) {
        if let Some(mut link) = self.link.take() {
            let limit = self.provider.timeouts().envelope.min(FAREWELL);
            // Whatever the answer is, the connection ends here.
            let _: Result<_, Answer> = within(limit, link.wire.command("QUIT\r\n")).await;
        }
    }

    async fn attempt(&mut self, mail: &OutgoingMail) -> Verdict {
        // Taken out and put back only when all is well: a dropped future leaves no half-spoken
        // dialogue behind.
        let mut link = match self.link.take() {
            Some(link) => link,
            None => match self.provider.dial().await {
                Ok((wire, extensions)) => Link {
                    wire,
                    extensions,
                    used: false,
                },
                Err(verdict) => return verdict,
            },
        };
        if mail.needs_smtputf8 && !link.extensions.smtputf8 {
            self.link = Some(link);
            self.provider.transcript().end(SmtpStage::MailFrom);
            let detail = "the address needs SMTPUTF8, which the mail server does not offer";
            return Verdict::Unsendable {
                detail: detail.to_owned(),
            };
        }
        link.used = true;
        let (verdict, in_step) = self.converse(&mut link, mail).await;
        // RSET and QUIT decide nothing any more.
        let transcript = self.provider.transcript();
        transcript.end(transcript.stage());
        self.link = in_step.then_some(link);
        verdict
    }

    /// Speaks the whole transaction; also tells whether the connection can be used again.
    async fn converse(&self, link: &mut Link, mail: &OutgoingMail) -> (Verdict, bool) {
        let mut steps = self.provider.step_times().start();
        match self.open_envelope(link, mail, &mut steps).await {
            Ok(()) => self.send_content(link, &mail.bytes, &mut steps).await,
            Err(failure) => {
                steps.leave();
                let in_step = self.reset(link, &failure).await;
                (failure.verdict, in_step)
            }
        }
    }

    /// MAIL FROM, RCPT TO and DATA: at once where the server allows, else one by one.
    async fn open_envelope(
        &self,
        link: &mut Link,
        mail: &OutgoingMail,
        steps: &mut Steps<'_>,
    ) -> Result<(), Failure> {
        let limits = self.provider.timeouts();
        let commands = [
            (SmtpStage::MailFrom, limits.envelope, mail_from(mail)),
            (
                SmtpStage::RcptTo,
                limits.envelope,
                format!("RCPT TO:<{}>\r\n", mail.envelope_to.to_wire()),
            ),
            (SmtpStage::Data, limits.data, "DATA\r\n".to_owned()),
        ];
        let pipelined = link.extensions.pipelining;
        let transcript = self.provider.transcript();
        transcript.enter(SmtpStage::MailFrom);
        steps.enter(SmtpStage::MailFrom);
        if pipelined {
            let batch: String = commands
                .iter()
                .map(|(_, _, command)| command.as_str())
                .collect();
            within(limits.envelope, link.wire.send(&batch))
                .await
                .map_err(|answer| Failure::at(SmtpStage::MailFrom, answer))?;
        }
        let mut failure: Option<Failure> = None;
        for (stage, limit, command) in commands {
            transcript.enter(stage);
            if stage != SmtpStage::MailFrom {
                steps.enter(stage);
            }
            let answered = if pipelined {
                within(limit, link.wire.read_reply()).await
            } else {
                within(limit, link.wire.command(&command)).await
            };
            match answered {
                Ok(reply) if is_welcome(stage, &reply) => {
                    if let (SmtpStage::Data, Some(failure)) = (stage, &mut failure) {
                        failure.awaits_content = true;
                    }
                }
                Ok(reply) => {
                    let ends = reply.code == 421 || !pipelined;
                    transcript.end(stage);
                    failure.get_or_insert_with(|| Failure::at(stage, reply.to_answer()));
                    if ends {
                        break;
                    }
                }
                // The remaining answers will not come either; what counts is the first failure.
                Err(answer) => {
                    transcript.end(stage);
                    failure
                        .get_or_insert_with(|| Failure::at(stage, answer))
                        .awaits_content = false;
                    break;
                }
            }
        }
        failure.map_or(Ok(()), Err)
    }

    async fn send_content(
        &self,
        link: &mut Link,
        bytes: &[u8],
        steps: &mut Steps<'_>,
    ) -> (Verdict, bool) {
        let limits = self.provider.timeouts();
        let content = dot_stuffed(bytes);
        let transcript = self.provider.transcript();
        transcript.note(|| {
            format!(
                "the message is sent, {} bytes; it is left out",
                content.len()
            )
        });
        let mut accepted = 0;
        let sent = within(
            limits.data,
            link.wire.send_counting(&content, &mut accepted),
        )
        .await;
        if let Err(answer) = sent {
            // As long as the last byte of the final dot's line has not left, no server can have
            // taken the message; from then on it may.
            let complete = accepted == content.len();
            let stage = if complete {
                SmtpStage::EndOfData
            } else {
                SmtpStage::Data
            };
            transcript.end(stage);
            return (judge(stage, answer), false);
        }
        transcript.enter(SmtpStage::EndOfData);
        steps.enter(SmtpStage::EndOfData);
        match within(limits.end_of_data, link.wire.read_reply()).await {
            Ok(reply) => {
                let in_step = matches!(reply.class(), 2 | 4 | 5) && reply.code != 421;
                (judge(SmtpStage::EndOfData, reply.to_answer()), in_step)
            }
            Err(answer) => (judge(SmtpStage::EndOfData, answer), false),
        }
    }

    /// Clears a refused envelope away, so that the connection serves the next message.
    async fn reset(&self, link: &mut Link, failure: &Failure) -> bool {
        let about_the_message = matches!(
            failure.verdict,
            Verdict::Refused(_) | Verdict::Deferred { reply: Some(_), .. }
        );
        if !about_the_message {
            return false;
        }
        let limit = self.provider.timeouts().envelope;
        if failure.awaits_content {
            // RFC 2920, 3.1: no recipient was accepted, so an empty content is the way back.
            if within(limit, link.wire.command(".\r\n")).await.is_err() {
                return false;
            }
        }
        within(limit, link.wire.command("RSET\r\n"))
            .await
            .is_ok_and(|reply| reply.class() == 2)
    }
}

impl Failure {
    fn at(stage: SmtpStage, answer: Answer) -> Self {
        Self {
            verdict: judge(stage, answer),
            awaits_content: false,
        }
    }
}

fn mail_from(mail: &OutgoingMail) -> String {
    let address = mail.envelope_from.to_wire();
    // RFC 6531, 3.4: a message with UTF-8 headers is announced as 8-bit.
    let parameters = if mail.needs_smtputf8 {
        " SMTPUTF8 BODY=8BITMIME"
    } else {
        ""
    };
    format!("MAIL FROM:<{address}>{parameters}\r\n")
}

fn is_welcome(stage: SmtpStage, reply: &RawReply) -> bool {
    if stage == SmtpStage::Data {
        reply.code == 354
    } else {
        reply.class() == 2
    }
}

/// Whether a failure looks like a connection that the server gave up while it was idle: nothing
/// came back at the very first command, or the server said goodbye.
fn was_stale(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::ProviderDown {
            stage: SmtpStage::MailFrom,
            reply,
            ..
        } => reply.as_ref().is_none_or(|reply| reply.code == 421),
        _ => false,
    }
}
