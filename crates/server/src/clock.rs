//! The machine's clock.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use usher_domain::clock::Clock;

/// The longest step back that is waited out. Time services correct a clock by less; a longer step is
/// somebody setting the clock, and standing still for that long would stop all that waits.
const WAITED_OUT_MICROS: i64 = 5_000_000;

/// Tells the machine's time in microseconds. While the process lives it does not go backwards for
/// small corrections; when the clock is set back by more than five seconds, it follows.
#[derive(Debug, Default)]
pub struct SystemClock {
    told_micros: AtomicI64,
}

impl SystemClock {
    /// What it tells when the machine says `machine`; both in microseconds.
    fn tell(&self, machine: i64) -> i64 {
        let told = self
            .told_micros
            .fetch_max(machine, Ordering::Relaxed)
            .max(machine);
        let back = told - machine;
        if back <= WAITED_OUT_MICROS {
            return told;
        }
        // Of several threads that notice, one follows and says so.
        let followed =
            self.told_micros
                .compare_exchange(told, machine, Ordering::Relaxed, Ordering::Relaxed);
        if followed.is_ok() {
            tracing::warn!(
                clock.back_seconds = back / 1_000_000,
                "the machine's clock was set back; what seems to lie in the future counts as past"
            );
        }
        machine
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the clock that everybody else takes"
        )]
        let now: DateTime<Utc> = SystemTime::now().into();
        // Both come from a valid instant.
        DateTime::from_timestamp_micros(self.tell(now.timestamp_micros())).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const NOON: i64 = 1_800_000_000 * SECOND;

    fn told(machine: &[i64]) -> Vec<i64> {
        let clock = SystemClock::default();
        let tell = |seconds: &i64| (clock.tell(NOON + seconds * SECOND) - NOON) / SECOND;
        machine.iter().map(tell).collect()
    }

    #[test]
    fn it_tells_whole_microseconds() {
        assert_eq!(
            SystemClock::default().now().timestamp_subsec_nanos() % 1000,
            0
        );
    }

    #[test]
    fn a_small_step_back_is_waited_out() {
        assert_eq!(told(&[0, 10, 5, 7, 10, 11]), [0, 10, 10, 10, 10, 11]);
    }

    #[test]
    fn a_large_step_back_is_followed_and_time_goes_on_from_there() {
        const DAY: i64 = 86_400;
        assert_eq!(
            told(&[DAY, 0, 1, DAY, DAY + 1, 2]),
            [DAY, 0, 1, DAY, DAY + 1, 2]
        );
    }

    #[test]
    fn many_small_steps_are_followed_once_they_come_to_a_large_one() {
        assert_eq!(told(&[10, 7, 5, 4, 5]), [10, 10, 10, 4, 5]);
    }
}
