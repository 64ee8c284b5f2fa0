//! Trying a provider out: one message over a connection of its own, taken down word by word.

use std::time::Duration;

use tokio::time::timeout;
use usher_domain::delivery::{Answer, SmtpStage, Verdict, judge};

use super::provider::SmtpProvider;
use super::timeouts::SmtpTimeouts;
use super::transcript::{Transcript, TranscriptLine};
use crate::message::OutgoingMail;

/// How long the whole talk may take: somebody is watching.
const LONGEST: Duration = Duration::from_secs(45);

/// How long each step may take, unless the provider is given less.
const LIMITS: SmtpTimeouts = SmtpTimeouts {
    connect: Duration::from_secs(8),
    tls: Duration::from_secs(8),
    ehlo: Duration::from_secs(10),
    auth: Duration::from_secs(10),
    envelope: Duration::from_secs(10),
    data: Duration::from_secs(10),
    end_of_data: Duration::from_secs(30),
};

/// How a provider fared.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What became of the message.
    pub verdict: Verdict,
    /// The step that decided it.
    pub stage: SmtpStage,
    /// How long it took.
    pub took: Duration,
    /// What was said, without credentials and without the message.
    pub transcript: Vec<TranscriptLine>,
}

impl SmtpProvider {
    /// Hands one message to the server over a fresh connection, and tells everything that was said.
    ///
    /// Messages that go out meanwhile are not concerned: the connection is none of the pool's. It
    /// ends within a minute, whatever the server does. The message must carry no secret: a server
    /// may quote from it.
    pub async fn try_out(&self, mail: &OutgoingMail) -> Trial {
        let transcript = Transcript::listening();
        let provider = self.listened_to(LIMITS, transcript.clone());
        let verdict = timeout(LONGEST, provider.deliver_once(mail))
            .await
            .unwrap_or_else(|_| judge(transcript.stage(), Answer::TimedOut));
        let took = transcript.took();
        if verdict.reply().is_none() {
            transcript.note(|| verdict.detail());
        }
        Trial {
            stage: transcript.stage(),
            verdict,
            took,
            transcript: transcript.lines(),
        }
    }

    async fn deliver_once(&self, mail: &OutgoingMail) -> Verdict {
        match self.connect().await {
            Ok(mut connection) => {
                let verdict = connection.deliver(mail).await;
                connection.quit().await;
                verdict
            }
            Err(verdict) => verdict,
        }
    }
}
