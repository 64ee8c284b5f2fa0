//! When to leave a failing provider alone: a circuit breaker, as a state machine without a clock.

use chrono::{DateTime, Duration, Utc};
use usher_domain::delivery::Verdict;

/// How long the breaker stays open after the first failure; each further one doubles it.
const FIRST_PAUSE_SECONDS: i64 = 5;

/// The longest pause.
const LONGEST_PAUSE_SECONDS: i64 = 300;

/// A probe that was let through and never reported back is given up after this time, so that a
/// killed task does not keep the provider closed off for ever.
const PROBE_PATIENCE_SECONDS: i64 = 300;

/// One provider's circuit breaker.
///
/// Closed it lets everything through. A provider failure opens it for five seconds, doubling with
/// every consecutive failure up to five minutes; then it is half open and lets one message through,
/// whose fate decides.
#[derive(Debug, Clone)]
pub struct Breaker {
    state: State,
    failures: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Open { until: DateTime<Utc> },
    HalfOpen { since: DateTime<Utc> },
}

/// What the breaker says to a message that wants to go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// The provider is well.
    Go,
    /// This one message finds out whether the provider is well again.
    Probe,
    /// Not before this time.
    Wait {
        /// When to ask again.
        until: DateTime<Utc>,
    },
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            state: State::Closed,
            failures: 0,
        }
    }
}

impl Breaker {
    /// A closed breaker.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks whether a message may go out. Whoever is admitted reports with [`Breaker::record`].
    pub fn admit(&mut self, now: DateTime<Utc>) -> Admission {
        self.follow(now);
        let free_at = match self.state {
            State::Closed => return Admission::Go,
            State::Open { until } => until,
            State::HalfOpen { since } => since + Duration::seconds(PROBE_PATIENCE_SECONDS),
        };
        if now < free_at {
            return Admission::Wait { until: free_at };
        }
        self.state = State::HalfOpen { since: now };
        Admission::Probe
    }

    /// Takes note of how an attempt ended. `jitter` in `0..1` takes up to a quarter off the pause,
    /// so that several nodes do not probe in step.
    pub fn record(&mut self, verdict: &Verdict, now: DateTime<Utc>, jitter: f64) {
        self.follow(now);
        match verdict {
            Verdict::ProviderDown { .. } => self.fail(now, jitter),
            // Silence after the dot proves nothing, but a probe must prove something.
            Verdict::Uncertain { .. } => {
                if matches!(self.state, State::HalfOpen { .. }) {
                    self.fail(now, jitter);
                }
            }
            Verdict::Delivered(_)
            | Verdict::Refused(_)
            | Verdict::Deferred { .. }
            | Verdict::Unsendable { .. } => *self = Self::new(),
        }
    }

    /// Whether the provider counts as failing: open, or waiting for its probe.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// When the next message may go out, while the breaker is open.
    #[must_use]
    pub fn open_until(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Open { until } => Some(until),
            State::Closed | State::HalfOpen { .. } => None,
        }
    }

    /// Somebody may have set the clock back: a pause that would end later than any can is over, and a
    /// probe that has not begun yet begins now.
    fn follow(&mut self, now: DateTime<Utc>) {
        match &mut self.state {
            State::Open { until } if *until - now > Duration::seconds(LONGEST_PAUSE_SECONDS) => {
                *until = now;
            }
            State::HalfOpen { since } => *since = now.min(*since),
            State::Closed | State::Open { .. } => {}
        }
    }

    fn fail(&mut self, now: DateTime<Utc>, jitter: f64) {
        // Messages in flight when the breaker opened fail together; they are one failure.
        if matches!(self.state, State::Open { .. }) {
            return;
        }
        let seconds = (FIRST_PAUSE_SECONDS << self.failures.min(10)).min(LONGEST_PAUSE_SECONDS);
        self.failures = self.failures.saturating_add(1);
        let jitter = if jitter.is_finite() {
            jitter.clamp(0.0, 1.0)
        } else {
            0.0
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "between 0 and 250, by the clamp"
        )]
        let permille = 1000 - (jitter * 250.0) as i64;
        self.state = State::Open {
            until: now + Duration::milliseconds(seconds * permille),
        };
    }
}

#[cfg(test)]
mod tests;
