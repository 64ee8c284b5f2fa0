//! Locks access keys whose proofs fail again and again. Counted in memory, on each node.
//!
//! Other than [`crate::throttle`], which counts attempts before they are made, this counts only
//! what failed: programs make many requests with one key at the same time, and all of them are
//! right.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use usher_domain::ids::AccessKeyId;

/// This many failures in a row are borne; the next one locks.
const BORNE: u32 = 5;
/// How long a locked key is refused.
const LOCKED: Duration = Duration::minutes(5);
/// Beyond this many keys the counts of those that are not locked are forgotten.
const CAPACITY: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

impl Failures {
    fn lock(self, now: DateTime<Utc>) -> bool {
        self.count > BORNE && now < self.last + LOCKED
    }
}

/// The key is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Locked;

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Lockout {
    keys: Mutex<HashMap<AccessKeyId, Failures>>,
}

impl Lockout {
    /// Whether no proof is looked at now.
    pub(crate) fn is_locked(&self, key: AccessKeyId, now: DateTime<Utc>) -> bool {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(&key).is_some_and(|failures| failures.lock(now))
    }

    /// Notes how a proof turned out, unless the key has been locked in the meantime.
    pub(crate) fn note(
        &self,
        key: AccessKeyId,
        proven: bool,
        now: DateTime<Utc>,
    ) -> Result<(), Locked> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = keys.get(&key).copied();
        if earlier.is_some_and(|failures| failures.lock(now)) {
            return Err(Locked);
        }
        if proven {
            keys.remove(&key);
            return Ok(());
        }
        if keys.len() >= CAPACITY && earlier.is_none() {
            keys.retain(|_, failures| failures.lock(now));
        }
        // A lock that has ended leaves nothing behind.
        let borne = earlier.filter(|failures| failures.count <= BORNE);
        let count = borne.map_or(0, |failures| failures.count) + 1;
        keys.insert(key, Failures { count, last: now });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(seconds)
    }

    fn key(number: u128) -> AccessKeyId {
        Uuid::from_u128(number).into()
    }

    fn failing(lockout: &Lockout, times: u32, now: DateTime<Utc>) {
        for _ in 0..times {
            assert_eq!(lockout.note(key(1), false, now), Ok(()));
        }
    }

    #[test]
    fn the_sixth_failure_in_a_row_locks_for_five_minutes() {
        let lockout = Lockout::default();
        failing(&lockout, 5, at(0));
        assert!(!lockout.is_locked(key(1), at(60)));
        failing(&lockout, 1, at(60));
        for now in [at(60), at(359)] {
            assert!(lockout.is_locked(key(1), now));
            assert_eq!(
                lockout.note(key(1), true, now),
                Err(Locked),
                "not even if right"
            );
        }
        assert!(!lockout.is_locked(key(2), at(60)), "another key");
        assert!(!lockout.is_locked(key(1), at(360)));
        failing(&lockout, 5, at(360));
        assert!(!lockout.is_locked(key(1), at(360)), "the count begins anew");
    }

    #[test]
    fn a_success_resets_the_count() {
        let lockout = Lockout::default();
        for _ in 0..10 {
            failing(&lockout, 5, at(0));
            assert_eq!(lockout.note(key(1), true, at(0)), Ok(()));
        }
        assert!(!lockout.is_locked(key(1), at(0)));
    }

    #[test]
    fn however_many_keys_fail_memory_is_bounded_and_locks_hold() {
        let lockout = Lockout::default();
        failing(&lockout, 6, at(0));
        for number in 2..50_000 {
            assert_eq!(lockout.note(key(number), false, at(0)), Ok(()));
        }
        assert!(lockout.is_locked(key(1), at(1)));
        let kept = lockout.keys.lock().unwrap().len();
        assert!(kept <= CAPACITY, "{kept}");
    }
}
