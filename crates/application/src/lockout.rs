//! Locks access keys whose proofs fail again and again. Counted in memory, on each node.
//!
//! Counted for the network that asks, so that a stranger who knows the name of a key locks it for
//! himself alone.
//!
//! Other than [`crate::throttle`], which counts attempts before they are made, this counts only
//! what failed: programs make many requests with one key at the same time, and all of them are
//! right.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use usher_domain::ids::AccessKeyId;

use crate::throttle::network;

/// This many failures in a row are borne; the next one locks.
const BORNE: u32 = 5;
/// How long a locked key is refused.
const LOCKED: Duration = Duration::minutes(5);
/// Beyond this many counts the oldest is forgotten, of those that lock nothing first.
const CAPACITY: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

impl Failures {
    fn lock(self, now: DateTime<Utc>) -> bool {
        // A lock that begins later than a whole one from now is from before the clock was set back.
        self.count > BORNE && now < self.last + LOCKED && self.last <= now + LOCKED
    }
}

/// Whose failures are counted: of a key, asked for from a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    key: AccessKeyId,
    from: Option<IpAddr>,
}

impl Asked {
    /// A key, asked for from an address.
    pub(crate) fn new(key: AccessKeyId, address: Option<IpAddr>) -> Self {
        Self {
            key,
            from: address.map(network),
        }
    }
}

/// The key is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Locked;

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Lockout {
    keys: Mutex<HashMap<Asked, Failures>>,
}

impl Lockout {
    /// Whether no proof is looked at now.
    pub(crate) fn is_locked(&self, key: Asked, now: DateTime<Utc>) -> bool {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(&key).is_some_and(|failures| failures.lock(now))
    }

    /// Notes how a proof turned out, unless the key has been locked in the meantime.
    pub(crate) fn note(&self, key: Asked, proven: bool, now: DateTime<Utc>) -> Result<(), Locked> {
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
        if keys.len() >= CAPACITY && earlier.is_none() {
            let oldest = keys.iter().min_by_key(|(_, failures)| failures.last);
            let oldest = oldest.map(|(asked, _)| *asked);
            oldest.and_then(|asked| keys.remove(&asked));
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

    fn key(number: u128) -> Asked {
        Asked::new(Uuid::from_u128(number).into(), None)
    }

    fn from(address: &str) -> Asked {
        Asked::new(Uuid::from_u128(1).into(), address.parse().ok())
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
    fn no_key_stays_locked_because_the_clock_was_set_back() {
        let lockout = Lockout::default();
        failing(&lockout, 6, at(86_400));
        assert!(lockout.is_locked(key(1), at(86_400)));
        assert!(!lockout.is_locked(key(1), at(0)));
    }

    #[test]
    fn a_stranger_locks_a_key_for_his_own_network_alone() {
        let lockout = Lockout::default();
        for _ in 0..6 {
            assert_eq!(lockout.note(from("2001:db8::1"), false, at(0)), Ok(()));
        }
        assert!(lockout.is_locked(from("2001:db8::2"), at(0)));
        assert!(!lockout.is_locked(from("192.0.2.7"), at(0)));
    }

    #[test]
    fn even_locks_make_room_in_the_end() {
        let lockout = Lockout::default();
        for number in 0..u128::try_from(CAPACITY).unwrap() + 10 {
            for _ in 0..6 {
                let when = at(i64::try_from(number / 1000).unwrap());
                assert_eq!(lockout.note(key(number), false, when), Ok(()));
            }
        }
        assert_eq!(lockout.keys.lock().unwrap().len(), CAPACITY);
        assert!(lockout.is_locked(key(u128::try_from(CAPACITY).unwrap() + 9), at(30)));
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
