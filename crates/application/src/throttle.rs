//! Counters against guessing: failed sign-ins and requests from public pages, per network address
//! and per identifier. They live in memory and forget by themselves; everything that concerns
//! mail is counted from rows instead.

mod attempt;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use crate::failure::TooMany;
pub(crate) use attempt::Attempt;
pub use attempt::network;
use attempt::{Subject, WHILE_TYPING};

/// Beyond this many entries the oldest windows are dropped: memory stays bounded under attack.
const CAPACITY: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Window {
    since: DateTime<Utc>,
    failures: u32,
}

impl Window {
    /// Whether it still counts. One that begins later than a whole window from now was begun before
    /// the clock was set back.
    fn is_open(self, length: Duration, now: DateTime<Utc>) -> bool {
        now < self.since + length && self.since <= now + length
    }
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    windows: Mutex<HashMap<Subject, Window>>,
}

impl Throttle {
    /// Begins an attempt, and counts it at once: of many at the same time, no more get through than
    /// one after the other would. Whoever turns out to be right is forgiven with
    /// [`Throttle::forgive`].
    pub(crate) fn begin(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<(), TooMany> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in &attempt.subjects {
            let limit = subject.limit();
            if let Some(window) = windows.get(subject)
                && window.failures >= limit.failures
                && window.is_open(limit.window, now)
            {
                return Err(TooMany {
                    retry_after: window.since + limit.window - now,
                });
            }
        }
        make_room(&mut windows, now);
        for subject in &attempt.subjects {
            let window = windows.entry(subject.clone()).or_insert(Window {
                since: now,
                failures: 0,
            });
            if !window.is_open(subject.limit().window, now) {
                *window = Window {
                    since: now,
                    failures: 0,
                };
            }
            window.failures += 1;
        }
        Ok(())
    }

    /// Takes an attempt back that was right, and forgives what was tried under its name before.
    pub(crate) fn forgive(&self, attempt: &Attempt) {
        self.take_back(attempt);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in &attempt.subjects {
            if !matches!(subject, Subject::Network(_) | Subject::ResetsFrom(_)) {
                windows.remove(subject);
            }
        }
    }

    /// Takes an attempt back that was never made. What was tried before it stays counted: whoever
    /// keeps the installation busy must not win guesses by that.
    pub(crate) fn take_back(&self, attempt: &Attempt) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in &attempt.subjects {
            if let Some(window) = windows.get_mut(subject) {
                window.failures = window.failures.saturating_sub(1);
                if window.failures == 0 {
                    windows.remove(subject);
                }
            }
        }
    }
}

/// Keeps memory bounded under attack. Ended windows go first, then those with the fewest failures: who
/// has been stopped stays stopped, and a flood of fresh names wins nobody fresh guesses.
fn make_room(windows: &mut HashMap<Subject, Window>, now: DateTime<Utc>) {
    if windows.len() < CAPACITY {
        return;
    }
    windows.retain(|subject, window| window.is_open(subject.limit().window, now));
    let mut few = 1;
    while windows.len() >= CAPACITY && few < WHILE_TYPING.failures {
        windows.retain(|subject, window| {
            window.failures > few || window.failures >= subject.limit().failures
        });
        few *= 2;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minutes)
    }

    #[test]
    fn the_eleventh_guess_waits_until_the_window_ends() {
        let (throttle, attempt) = (Throttle::default(), Attempt::at_password("ada", None));
        for _ in 0..10 {
            assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
        }
        let wait = TooMany {
            retry_after: Duration::minutes(4),
        };
        assert_eq!(throttle.begin(&attempt, at(1)), Err(wait));
        assert_eq!(throttle.begin(&attempt, at(5)), Ok(()));
        assert_eq!(
            throttle.begin(&Attempt::at_password("bob", None), at(1)),
            Ok(())
        );
    }

    #[test]
    fn nobody_waits_for_a_clock_that_was_set_back() {
        let (throttle, attempt) = (Throttle::default(), Attempt::at_password("ada", None));
        for _ in 0..10 {
            assert_eq!(throttle.begin(&attempt, at(24 * 60)), Ok(()));
        }
        assert!(throttle.begin(&attempt, at(24 * 60)).is_err());
        for _ in 0..10 {
            assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
        }
        assert!(throttle.begin(&attempt, at(0)).is_err());
    }

    #[test]
    fn one_ipv6_network_is_one_guesser() {
        let throttle = Throttle::default();
        for n in 0..100_u32 {
            let address = format!("2001:db8::{n:x}").parse().unwrap();
            let guess = Attempt::at_password(&format!("user{n}"), Some(address));
            assert_eq!(throttle.begin(&guess, at(0)), Ok(()));
        }
        let neighbour = Attempt::at_password("x", Some("2001:db8::ffff".parse().unwrap()));
        assert!(throttle.begin(&neighbour, at(1)).is_err());
        let other = Attempt::at_password("x", Some("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(throttle.begin(&other, at(1)), Ok(()));
    }

    #[test]
    fn signing_in_forgives_the_name_and_its_own_count_at_the_network() {
        let throttle = Throttle::default();
        let address = Some("192.0.2.1".parse().unwrap());
        for _ in 0..1000 {
            let right = Attempt::at_password("ada", address);
            assert_eq!(throttle.begin(&right, at(0)), Ok(()));
            throttle.forgive(&right);
        }
    }

    #[test]
    fn an_attempt_that_was_never_made_forgives_no_other() {
        let (throttle, attempt) = (Throttle::default(), Attempt::at_password("ada", None));
        for _ in 0..9 {
            assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
        }
        for _ in 0..100 {
            assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
            throttle.take_back(&attempt);
        }
        assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
        assert!(throttle.begin(&attempt, at(0)).is_err());
    }

    #[test]
    fn forgotten_passwords_use_up_no_sign_ins() {
        let (throttle, address) = (Throttle::default(), Some("192.0.2.1".parse().unwrap()));
        for n in 0..200 {
            let _ = throttle.begin(&Attempt::at_reset(&format!("user{n}"), address), at(0));
        }
        assert!(
            throttle
                .begin(&Attempt::at_reset("ada", address), at(0))
                .is_err()
        );
        assert_eq!(
            throttle.begin(&Attempt::at_password("ada", address), at(0)),
            Ok(())
        );
    }

    #[test]
    fn typing_passwords_is_limited_and_uses_up_no_sign_ins() {
        let (throttle, address) = (Throttle::default(), Some("192.0.2.1".parse().unwrap()));
        let judged = (0..2_000)
            .take_while(|_| {
                throttle
                    .begin(&Attempt::at_judgement(address), at(0))
                    .is_ok()
            })
            .count();
        assert_eq!(judged, 1_000);
        assert_eq!(
            throttle.begin(&Attempt::at_password("ada", address), at(0)),
            Ok(())
        );
    }

    #[test]
    fn a_flood_of_names_wins_nobody_fresh_guesses() {
        let (throttle, ada) = (Throttle::default(), Attempt::at_password("ada", None));
        for _ in 0..9 {
            assert_eq!(throttle.begin(&ada, at(0)), Ok(()));
        }
        for n in 0..2 * CAPACITY {
            let _ = throttle.begin(&Attempt::at_password(&format!("user{n}"), None), at(0));
        }
        assert_eq!(throttle.begin(&ada, at(1)), Ok(()));
        assert!(throttle.begin(&ada, at(1)).is_err());
    }

    #[test]
    fn what_was_taken_back_keeps_no_room() {
        let throttle = Throttle::default();
        let attempt = Attempt::at_password("ada", Some("192.0.2.1".parse().unwrap()));
        assert_eq!(throttle.begin(&attempt, at(0)), Ok(()));
        throttle.take_back(&attempt);
        assert!(throttle.windows.lock().unwrap().is_empty());
    }

    #[test]
    fn strangers_do_not_use_up_a_users_own_tries() {
        let (throttle, ada) = (Throttle::default(), Uuid::from_u128(1));
        let typed = Attempt::at_password(&ada.to_string(), None);
        for guess in [&typed, &Attempt::at_user(ada)] {
            while throttle.begin(guess, at(0)).is_ok() {}
        }
        let own = Attempt::at_own_password(ada, None);
        assert_eq!(throttle.begin(&own, at(0)), Ok(()));
    }

    #[test]
    fn a_flood_of_names_frees_nobody_who_was_stopped() {
        let (throttle, ada) = (Throttle::default(), Attempt::at_password("ada", None));
        while throttle.begin(&ada, at(0)).is_ok() {}
        for n in 0..2 * CAPACITY {
            let _ = throttle.begin(&Attempt::at_password(&format!("user{n}"), None), at(0));
        }
        assert!(throttle.begin(&ada, at(1)).is_err());
        let kept = throttle.windows.lock().unwrap().len();
        assert!(kept <= CAPACITY, "{kept}");
    }
}
