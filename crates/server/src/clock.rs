//! The machine's clock.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use usher_domain::clock::Clock;

/// Tells the machine's time in microseconds; it never goes backwards while the process lives, even
/// when somebody sets the machine's clock back.
#[derive(Debug, Default)]
pub struct SystemClock {
    latest_micros: AtomicI64,
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the clock that everybody else takes"
        )]
        let now: DateTime<Utc> = SystemTime::now().into();
        let micros = now.timestamp_micros();
        let latest = self
            .latest_micros
            .fetch_max(micros, Ordering::Relaxed)
            .max(micros);
        // Both come from a valid instant.
        DateTime::from_timestamp_micros(latest).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_whole_microseconds() {
        assert_eq!(
            SystemClock::default().now().timestamp_subsec_nanos() % 1000,
            0
        );
    }

    #[test]
    fn it_never_goes_backwards() {
        let clock = SystemClock::default();
        let later = clock.now().timestamp_micros() + 3_600_000_000;
        clock.latest_micros.store(later, Ordering::Relaxed);
        assert_eq!(clock.now().timestamp_micros(), later);
    }
}
