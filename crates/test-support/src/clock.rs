//! A clock that moves when a test says so.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};
use usher_server::usher_domain::clock::Clock;

/// 2026-03-14T12:00:00Z.
const NOON: i64 = 1_773_489_600_000_000;

/// Stands still until it is moved.
#[derive(Debug)]
pub struct MockClock {
    micros: AtomicI64,
}

impl Default for MockClock {
    fn default() -> Self {
        Self {
            micros: AtomicI64::new(NOON),
        }
    }
}

impl MockClock {
    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        let micros = by.num_microseconds().expect("less than 292,000 years");
        assert!(micros >= 0, "time never goes backwards");
        self.micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        let micros = self.micros.load(Ordering::SeqCst);
        DateTime::from_timestamp_micros(micros).expect("a year that chrono knows")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_still_until_it_is_moved() {
        let clock = MockClock::default();
        assert_eq!(clock.now().to_rfc3339(), "2026-03-14T12:00:00+00:00");
        clock.advance(Duration::hours(25));
        assert_eq!(clock.now().to_rfc3339(), "2026-03-15T13:00:00+00:00");
    }
}
