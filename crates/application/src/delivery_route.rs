//! Where messages go: to mail providers, or into the capture folder.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use usher_domain::delivery::Verdict;
use usher_mail::{
    breaker::{Admission, Breaker},
    capture::CaptureFolder,
    pool::ConnectionPool,
};

pub use crate::dispatcher::domains::Domains;

/// Where messages go.
#[derive(Debug)]
pub enum DeliveryRoute {
    /// To mail servers.
    Smtp(SmtpRoute),
    /// Into a folder on this machine, because no mail server is configured.
    Capture(CaptureFolder),
}

/// The mail servers, and what they are spared.
#[derive(Debug)]
pub struct SmtpRoute {
    /// A message goes to the first of these that is well.
    pub providers: Vec<ProviderRoute>,
    /// How many messages may be under way to one domain.
    pub domains: Domains,
}

impl From<Vec<ProviderRoute>> for SmtpRoute {
    fn from(providers: Vec<ProviderRoute>) -> Self {
        Self {
            providers,
            domains: Domains::default(),
        }
    }
}

/// One mail provider: its connections and its circuit breaker.
#[derive(Debug)]
pub struct ProviderRoute {
    pub(crate) pool: ConnectionPool,
    breaker: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    breaker: Breaker,
    /// The breaker as it was before it let a probe through.
    unprobed: Option<Breaker>,
    last_failure: Option<String>,
}

impl ProviderRoute {
    /// A provider with these connections, believed to be well.
    #[must_use]
    pub fn new(pool: ConnectionPool) -> Self {
        Self {
            pool,
            breaker: Mutex::default(),
        }
    }

    /// What the configuration calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.pool.provider().name()
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks whether a message may go out through it now.
    pub(crate) fn admit(&self, now: DateTime<Utc>) -> Admission {
        let mut health = self.health();
        let before = health.breaker.clone();
        let admission = health.breaker.admit(now);
        if admission == Admission::Probe {
            health.unprobed = Some(before);
        }
        admission
    }

    /// Takes an admitted probe back, because no message was left to probe with: without this nobody
    /// would report, and the provider would rest until the breaker's patience ends.
    pub(crate) fn withdraw_probe(&self) {
        let mut health = self.health();
        if let Some(before) = health.unprobed.take() {
            health.breaker = before;
        }
    }

    /// Takes note of how a try ended; returns when the next may go out, if the provider rests now.
    pub(crate) fn record(
        &self,
        verdict: &Verdict,
        now: DateTime<Utc>,
        jitter: f64,
    ) -> Option<DateTime<Utc>> {
        let mut health = self.health();
        let was_open = health.breaker.is_open();
        health.breaker.record(verdict, now, jitter);
        health.unprobed = None;
        if let Verdict::ProviderDown { .. } = verdict {
            health.last_failure = Some(verdict.detail());
        }
        if !was_open && health.breaker.is_open() {
            tracing::warn!(
                mail_provider.name = self.name(),
                failure = verdict.detail(),
                "a mail provider failed; messages wait until it answers again"
            );
        } else if was_open && !health.breaker.is_open() {
            tracing::info!(
                mail_provider.name = self.name(),
                "a mail provider is well again"
            );
        }
        health.breaker.open_until()
    }

    /// Whether it rests after failures.
    pub(crate) fn is_resting(&self) -> bool {
        self.health().breaker.is_open()
    }

    /// The state of its circuit breaker, in the field's words.
    pub(crate) fn breaker_state(&self) -> &'static str {
        let health = self.health();
        match health.breaker.open_until() {
            Some(_) => "open",
            None if health.breaker.is_open() => "half_open",
            None => "closed",
        }
    }

    /// Whether one message is finding out if it is well again.
    pub(crate) fn is_probed(&self) -> bool {
        let health = self.health();
        health.breaker.is_open() && health.breaker.open_until().is_none()
    }

    /// When the next message may go out, while it rests.
    pub(crate) fn resting_until(&self) -> Option<DateTime<Utc>> {
        self.health().breaker.open_until()
    }

    /// What went wrong last.
    pub(crate) fn last_failure(&self) -> Option<String> {
        let health = self.health();
        health
            .last_failure
            .clone()
            .filter(|_| health.breaker.is_open())
    }
}

/// Leave to find out with one message whether a provider is well again. Dropped before anybody reported how
/// that went, it is taken back.
#[derive(Debug)]
pub(crate) struct Probe<'a>(&'a ProviderRoute);

impl<'a> Probe<'a> {
    /// The probe that this provider has just admitted.
    pub(crate) const fn of(provider: &'a ProviderRoute) -> Self {
        Self(provider)
    }

    pub(crate) fn is_of(&self, provider: &ProviderRoute) -> bool {
        std::ptr::eq(self.0, provider)
    }
}

impl Drop for Probe<'_> {
    fn drop(&mut self) {
        self.0.withdraw_probe();
    }
}

impl DeliveryRoute {
    /// The provider of this name.
    pub(crate) fn provider(&self, name: &str) -> Option<&ProviderRoute> {
        match self {
            Self::Capture(_) => None,
            Self::Smtp(route) => route.providers.iter().find(|one| one.name() == name),
        }
    }

    /// Whether every provider rests, so that nothing can go out now.
    pub(crate) fn is_resting(&self) -> bool {
        match self {
            Self::Capture(_) => false,
            Self::Smtp(route) => route.providers.iter().all(ProviderRoute::is_resting),
        }
    }
}
