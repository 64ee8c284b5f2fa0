//! A database that does not work fails every request; the log is to say so and not to drown in it.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// An outage that goes on is told again after this.
const TOLD_EVERY: Duration = Duration::from_mins(1);

/// When it was told last, and how many failures have passed since without a word.
pub(super) struct Outages(Mutex<Option<(Instant, u64)>>);

impl Outages {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Takes note of a failure at `now`. If it is one to tell: how many were not told since the last.
    pub(super) fn tell(&self, now: Instant) -> Option<u64> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *last {
            Some((told, untold)) if now.saturating_duration_since(*told) < TOLD_EVERY => {
                *untold += 1;
                None
            }
            other => Some(other.replace((now, 0)).map_or(0, |(_, untold)| untold)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_told_at_once_and_then_once_a_minute() {
        let (outages, begin) = (Outages::new(), Instant::now());
        let told = [0, 1, 30, 59, 60, 61, 300]
            .map(|seconds| outages.tell(begin + Duration::from_secs(seconds)));
        assert_eq!(told, [Some(0), None, None, None, Some(3), None, Some(1)]);
    }
}
