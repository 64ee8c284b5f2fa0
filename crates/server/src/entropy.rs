//! The machine's random numbers, and the order of the ids made with them.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use rand::{TryRng as _, rngs::SysRng};
use usher_domain::clock::Entropy;

/// Of the whole process, whoever mints.
static ORDER: IdOrder = IdOrder::new();

/// Random bytes from the operating system; ids of this process follow each other even when somebody
/// sets the machine's clock back.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// When the operating system gives none: whatever would be made without them is no secret.
    fn fill(&self, bytes: &mut [u8]) {
        SysRng
            .try_fill_bytes(bytes)
            .expect("the operating system gives random bytes");
    }

    fn id_millis(&self, millis: u64) -> u64 {
        ORDER.next(millis, Instant::now())
    }
}

/// The latest millisecond that an id was given, and when that was by a clock that nobody sets.
struct IdOrder(Mutex<Option<(u64, Instant)>>);

impl IdOrder {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// The millisecond for an id of `millis`. While that lies before an earlier id, time for ids goes on
    /// by the clock that nobody sets.
    fn next(&self, millis: u64, at: Instant) -> u64 {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((given, given_at)) = *latest {
            let passed = at.saturating_duration_since(given_at).as_millis();
            let due = given.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX));
            if millis < due {
                return due;
            }
        }
        *latest = Some((millis, at));
        millis
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn ids_go_on_in_their_order_when_the_clock_is_set_back() {
        const DAY: u64 = 86_400_000;
        let (order, begin) = (IdOrder::new(), Instant::now());
        let after = |millis| begin + Duration::from_millis(millis);
        assert_eq!(order.next(2 * DAY, begin), 2 * DAY);
        assert_eq!(order.next(2 * DAY + 10, after(10)), 2 * DAY + 10);
        // Back by a day.
        assert_eq!(order.next(DAY + 15, after(15)), 2 * DAY + 15);
        assert_eq!(order.next(DAY + 400, after(400)), 2 * DAY + 400);
        // Set right again, and then forward.
        assert_eq!(order.next(2 * DAY + 500, after(500)), 2 * DAY + 500);
        assert_eq!(order.next(3 * DAY, after(501)), 3 * DAY);
        assert_eq!(order.next(2 * DAY, after(502)), 3 * DAY + 1);
    }
}
