//! Counters against guessing: failed sign-ins and requests from public pages, per network address
//! and per identifier. They live in memory and forget by themselves; everything that concerns
//! mail is counted from rows instead.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use crate::failure::TooMany;

/// How many failures an identifier or an address gets in a window.
struct Limit {
    failures: u32,
    window: Duration,
}

const PER_IDENTIFIER: Limit = Limit {
    failures: 10,
    window: Duration::minutes(5),
};
const PER_ADDRESS: Limit = Limit {
    failures: 100,
    window: Duration::minutes(5),
};
/// Beyond this many entries the oldest windows are dropped: memory stays bounded under attack.
const CAPACITY: usize = 20_000;

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Identifier(String),
    Network(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Window {
    since: DateTime<Utc>,
    failures: u32,
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    windows: Mutex<HashMap<Subject, Window>>,
}

/// One attempt: for whom, and from where.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    subjects: Vec<Subject>,
}

impl Attempt {
    pub(crate) fn new(identifier: Option<&str>, address: Option<IpAddr>) -> Self {
        let identifier = identifier.map(|text| Subject::Identifier(text.to_owned()));
        let network = address.map(|address| Subject::Network(network(address)));
        Self {
            subjects: identifier.into_iter().chain(network).collect(),
        }
    }
}

/// People behind IPv6 own whole networks, so those are counted as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl Subject {
    const fn limit(&self) -> &'static Limit {
        match self {
            Self::Identifier(_) => &PER_IDENTIFIER,
            Self::Network(_) => &PER_ADDRESS,
        }
    }
}

impl Throttle {
    /// Whether another attempt may be made.
    pub(crate) fn check(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<(), TooMany> {
        let windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in &attempt.subjects {
            let limit = subject.limit();
            if let Some(window) = windows.get(subject)
                && window.failures >= limit.failures
                && now < window.since + limit.window
            {
                return Err(TooMany {
                    retry_after: window.since + limit.window - now,
                });
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub(crate) fn fail(&self, attempt: &Attempt, now: DateTime<Utc>) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= CAPACITY {
            windows.retain(|subject, window| now < window.since + subject.limit().window);
            if windows.len() >= CAPACITY {
                windows.clear();
            }
        }
        for subject in &attempt.subjects {
            let window = windows.entry(subject.clone()).or_insert(Window {
                since: now,
                failures: 0,
            });
            if now >= window.since + subject.limit().window {
                *window = Window {
                    since: now,
                    failures: 0,
                };
            }
            window.failures += 1;
        }
    }

    /// Forgets the failures of an identifier that has now succeeded.
    pub(crate) fn succeed(&self, attempt: &Attempt) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in &attempt.subjects {
            if matches!(subject, Subject::Identifier(_)) {
                windows.remove(subject);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minutes)
    }

    #[test]
    fn the_eleventh_guess_waits_until_the_window_ends() {
        let (throttle, attempt) = (Throttle::default(), Attempt::new(Some("ada"), None));
        for _ in 0..10 {
            assert_eq!(throttle.check(&attempt, at(0)), Ok(()));
            throttle.fail(&attempt, at(0));
        }
        let wait = TooMany {
            retry_after: Duration::minutes(4),
        };
        assert_eq!(throttle.check(&attempt, at(1)), Err(wait));
        assert_eq!(throttle.check(&attempt, at(5)), Ok(()));
        assert_eq!(
            throttle.check(&Attempt::new(Some("bob"), None), at(1)),
            Ok(())
        );
    }

    #[test]
    fn one_ipv6_network_is_one_guesser() {
        let throttle = Throttle::default();
        for n in 0..100_u32 {
            let address = format!("2001:db8::{n:x}").parse().unwrap();
            throttle.fail(&Attempt::new(None, Some(address)), at(0));
        }
        let neighbour = Attempt::new(None, Some("2001:db8::ffff".parse().unwrap()));
        assert!(throttle.check(&neighbour, at(1)).is_err());
        let other = Attempt::new(None, Some("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(throttle.check(&other, at(1)), Ok(()));
    }

    #[test]
    fn signing_in_forgives_the_identifier() {
        let (throttle, attempt) = (Throttle::default(), Attempt::new(Some("ada"), None));
        for _ in 0..10 {
            throttle.fail(&attempt, at(0));
        }
        throttle.succeed(&attempt);
        assert_eq!(throttle.check(&attempt, at(0)), Ok(()));
    }
}
