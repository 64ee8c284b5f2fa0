//! What is said on a connection, for those who want to read it.
//!
//! Ordinary connections keep nothing. One that is tried out keeps both sides' words with their
//! times, without credentials and without the message.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use usher_domain::delivery::SmtpStage;

/// More lines than a talk with one message ever has; a server may be talkative.
const MAX_LINES: usize = 500;

/// The longest line that is kept, in characters: what RFC 5321 allows.
const MAX_CHARS: usize = 512;

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// We.
    Usher,
    /// The mail server.
    Server,
    /// Nobody: it tells what happened without words.
    Note,
}

impl Speaker {
    /// The word used in APIs and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usher => "usher",
            Self::Server => "server",
            Self::Note => "note",
        }
    }
}

/// One line of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptLine {
    /// When, from the start.
    pub at: Duration,
    /// Who said it.
    pub speaker: Speaker,
    /// What, without its line end.
    pub text: String,
}

/// Takes down what is said, or nothing. Clones share what they keep.
#[derive(Clone, Default)]
pub(super) struct Transcript(Option<Arc<Mutex<Kept>>>);

struct Kept {
    started: Instant,
    stage: SmtpStage,
    ended: Option<Duration>,
    secrets: Vec<String>,
    lines: Vec<TranscriptLine>,
}

impl fmt::Debug for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Transcript")
            .field(&self.0.is_some())
            .finish()
    }
}

impl Transcript {
    /// One that keeps what it hears from now on.
    pub(super) fn listening() -> Self {
        Self(Some(Arc::new(Mutex::new(Kept {
            started: Instant::now(),
            stage: SmtpStage::Connect,
            ended: None,
            secrets: Vec::new(),
            lines: Vec::new(),
        }))))
    }

    fn kept(&self) -> Option<MutexGuard<'_, Kept>> {
        let kept = self.0.as_ref()?;
        Some(kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Never keeps these from now on, whoever says them.
    pub(super) fn hide(&self, secrets: &[String]) {
        if let Some(mut kept) = self.kept() {
            let some = secrets.iter().filter(|secret| !secret.is_empty());
            kept.secrets.extend(some.cloned());
        }
    }

    /// A step begins.
    pub(super) fn enter(&self, stage: SmtpStage) {
        if let Some(mut kept) = self.kept()
            && kept.ended.is_none()
        {
            kept.stage = stage;
        }
    }

    /// This step decided how it ends; what comes now only tidies up.
    pub(super) fn end(&self, stage: SmtpStage) {
        if let Some(mut kept) = self.kept()
            && kept.ended.is_none()
        {
            kept.stage = stage;
            kept.ended = Some(kept.started.elapsed());
        }
    }

    /// We say one or several commands.
    pub(super) fn usher(&self, commands: &str) {
        for command in commands.lines() {
            self.add(Speaker::Usher, command);
        }
    }

    /// The server says a line.
    pub(super) fn server(&self, line: &str) {
        self.add(Speaker::Server, line);
    }

    /// Something happens; `what` is asked for only if somebody wants to know.
    pub(super) fn note(&self, what: impl FnOnce() -> String) {
        if self.0.is_some() {
            self.add(Speaker::Note, &what());
        }
    }

    fn add(&self, speaker: Speaker, text: &str) {
        let Some(mut kept) = self.kept() else { return };
        if kept.lines.len() >= MAX_LINES {
            return;
        }
        let mut text = text.to_owned();
        for secret in &kept.secrets {
            text = text.replace(secret.as_str(), "[redacted]");
        }
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MAX_CHARS)
            .collect();
        let line = TranscriptLine {
            at: kept.started.elapsed(),
            speaker,
            text: text.trim_end().to_owned(),
        };
        kept.lines.push(line);
    }

    /// The step that decided, or the one that was begun last.
    pub(super) fn stage(&self) -> SmtpStage {
        self.kept().map_or(SmtpStage::Connect, |kept| kept.stage)
    }

    /// How long it took until that was decided.
    pub(super) fn took(&self) -> Duration {
        self.kept().map_or(Duration::ZERO, |kept| {
            kept.ended.unwrap_or_else(|| kept.started.elapsed())
        })
    }

    /// Everything that was kept.
    pub(super) fn lines(&self) -> Vec<TranscriptLine> {
        self.kept()
            .map(|kept| kept.lines.clone())
            .unwrap_or_default()
    }
}
