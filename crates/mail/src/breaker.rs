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
mod tests {
    use usher_domain::delivery::{Answer, SmtpReply, SmtpStage, judge};

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn down() -> Verdict {
        judge(SmtpStage::Connect, Answer::TimedOut)
    }

    fn delivered() -> Verdict {
        Verdict::Delivered(SmtpReply::new(250, "ok"))
    }

    fn pause_after_failures(failures: u32) -> i64 {
        let mut breaker = Breaker::new();
        let mut now = at(0);
        for _ in 0..failures {
            breaker.record(&down(), now, 0.0);
            let until = breaker.open_until().unwrap();
            if breaker.failures == failures {
                return (until - now).num_seconds();
            }
            now = until;
            assert_eq!(breaker.admit(now), Admission::Probe);
        }
        unreachable!("the loop returns at its last failure")
    }

    #[test]
    fn a_provider_failure_holds_everything_back_for_five_seconds() {
        let mut breaker = Breaker::new();
        assert_eq!(breaker.admit(at(0)), Admission::Go);
        breaker.record(&down(), at(0), 0.0);
        assert!(breaker.is_open());
        assert_eq!(breaker.admit(at(4)), Admission::Wait { until: at(5) });
    }

    #[test]
    fn after_the_pause_exactly_one_message_probes() {
        let mut breaker = Breaker::new();
        breaker.record(&down(), at(0), 0.0);
        assert_eq!(breaker.admit(at(5)), Admission::Probe);
        assert!(matches!(breaker.admit(at(5)), Admission::Wait { .. }));
        breaker.record(&delivered(), at(6), 0.0);
        assert_eq!(breaker.admit(at(6)), Admission::Go);
        assert!(!breaker.is_open());
    }

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let pauses: Vec<i64> = (1..=8).map(pause_after_failures).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 300, 300]);
    }

    #[test]
    fn messages_that_fail_together_count_once() {
        let mut breaker = Breaker::new();
        for _ in 0..8 {
            breaker.record(&down(), at(0), 0.0);
        }
        assert_eq!(breaker.open_until(), Some(at(5)));
    }

    #[test]
    fn a_refused_message_says_that_the_provider_is_well() {
        let mut breaker = Breaker::new();
        breaker.record(&down(), at(0), 0.0);
        assert_eq!(breaker.admit(at(5)), Admission::Probe);
        breaker.record(
            &Verdict::Refused(SmtpReply::new(550, "no such user")),
            at(5),
            0.0,
        );
        assert_eq!(breaker.admit(at(5)), Admission::Go);
    }

    #[test]
    fn an_uncertain_probe_opens_the_breaker_again() {
        let unknown = judge(SmtpStage::EndOfData, Answer::TimedOut);
        let mut breaker = Breaker::new();
        breaker.record(&unknown, at(0), 0.0);
        assert!(!breaker.is_open());
        breaker.record(&down(), at(0), 0.0);
        assert_eq!(breaker.admit(at(5)), Admission::Probe);
        breaker.record(&unknown, at(5), 0.0);
        assert_eq!(breaker.open_until(), Some(at(15)));
    }

    #[test]
    fn a_probe_that_never_reports_is_replaced() {
        let mut breaker = Breaker::new();
        breaker.record(&down(), at(0), 0.0);
        assert_eq!(breaker.admit(at(5)), Admission::Probe);
        assert_eq!(breaker.admit(at(304)), Admission::Wait { until: at(305) });
        assert_eq!(breaker.admit(at(305)), Admission::Probe);
    }

    #[test]
    fn jitter_only_shortens_the_pause() {
        for (jitter, milliseconds) in [(0.0, 5000), (0.5, 4375), (1.0, 3750), (f64::NAN, 5000)] {
            let mut breaker = Breaker::new();
            breaker.record(&down(), at(0), jitter);
            let until = breaker.open_until().unwrap();
            assert_eq!((until - at(0)).num_milliseconds(), milliseconds);
        }
    }
}
