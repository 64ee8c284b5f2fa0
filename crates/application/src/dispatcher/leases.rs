//! Leases that this process holds, kept up while messages under them are under way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use usher_domain::ids::LeaseId;
use usher_persistence::outbox;

use super::LEASE_LIFE;
use crate::App;

/// Three chances within the life of a lease.
const KEEP_UP_EVERY: Duration = Duration::from_secs(10);

/// From when a lease counts. A process that stood still meanwhile may find that it is over by either:
/// the clock goes on while a machine sleeps, the stopwatch whatever the clock is set to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    clock: DateTime<Utc>,
    stopwatch: Instant,
}

impl Term {
    /// A term from now on; to be begun before the database is asked for it.
    pub(super) fn beginning(now: DateTime<Utc>) -> Self {
        Self {
            clock: now,
            stopwatch: Instant::now(),
        }
    }

    fn is_over(&self, now: DateTime<Utc>) -> bool {
        let elapsed = LEASE_LIFE.to_std().unwrap_or_default();
        now - self.clock >= LEASE_LIFE || self.stopwatch.elapsed() >= elapsed
    }
}

/// A lease that is held.
#[derive(Debug)]
struct Held {
    /// How many messages are still under way with it.
    left: usize,
    term: Term,
}

/// Which leases are held.
#[derive(Debug, Clone, Default)]
pub(super) struct Leases {
    held: Arc<Mutex<HashMap<LeaseId, Held>>>,
}

impl Leases {
    fn held(&self) -> MutexGuard<'_, HashMap<LeaseId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a fresh lease over some messages.
    pub(super) fn hold(&self, lease: LeaseId, left: usize, term: Term) {
        if left > 0 {
            self.held().insert(lease, Held { left, term });
        }
    }

    /// Whether nobody else can have taken over what a lease covers. Once it was over, others may have
    /// some of it, even if the rest could be kept up.
    pub(super) fn are_ours(&self, lease: LeaseId, now: DateTime<Utc>) -> bool {
        let held = self.held();
        held.get(&lease).is_some_and(|held| !held.term.is_over(now))
    }

    /// Notes that a lease was kept up in time.
    fn keep(&self, lease: LeaseId, term: Term) {
        if let Some(held) = self.held().get_mut(&lease)
            && !held.term.is_over(term.clock)
        {
            held.term = term;
        }
    }

    /// Notes that one message under a lease has ended.
    pub(super) fn release(&self, lease: LeaseId) {
        let mut held = self.held();
        if let Some(one) = held.get_mut(&lease) {
            one.left -= 1;
            if one.left == 0 {
                held.remove(&lease);
            }
        }
    }

    /// Extends every held lease now and then, for ever.
    pub(super) async fn keep_up(self, app: App) {
        loop {
            tokio::time::sleep(KEEP_UP_EVERY).await;
            let leases: Vec<LeaseId> = self.held().keys().copied().collect();
            for lease in leases {
                let now = app.now();
                let term = Term::beginning(now);
                let kept = app
                    .database
                    .write(move |connection| outbox::extend(connection, lease, now, LEASE_LIFE))
                    .await;
                match kept {
                    Ok(_) => self.keep(lease, term),
                    Err(error) => {
                        tracing::error!(%error, "a lease could not be kept up; its messages may go out twice");
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::seconds(seconds)
    }

    #[test]
    fn a_lease_covers_its_messages_until_it_is_over_or_all_have_ended() {
        let (leases, lease) = (Leases::default(), LeaseId::from(uuid::Uuid::from_u128(1)));
        assert!(!leases.are_ours(lease, at(0)), "nobody took it");
        leases.hold(lease, 2, Term::beginning(at(0)));
        assert!(leases.are_ours(lease, at(29)));
        assert!(!leases.are_ours(lease, at(30)));
        leases.release(lease);
        assert!(leases.are_ours(lease, at(29)), "one message is left");
        leases.release(lease);
        assert!(!leases.are_ours(lease, at(29)));
    }

    #[test]
    fn keeping_a_lease_up_prolongs_it_unless_that_comes_too_late() {
        let (leases, lease) = (Leases::default(), LeaseId::from(uuid::Uuid::from_u128(1)));
        leases.hold(lease, 1, Term::beginning(at(0)));
        leases.keep(lease, Term::beginning(at(10)));
        assert!(leases.are_ours(lease, at(39)));
        leases.keep(lease, Term::beginning(at(40)));
        assert!(
            !leases.are_ours(lease, at(41)),
            "others may have some of it"
        );
    }

    #[test]
    fn a_lease_is_over_when_the_stopwatch_says_so_whatever_the_clock_is_set_to() {
        let (leases, lease) = (Leases::default(), LeaseId::from(uuid::Uuid::from_u128(1)));
        let Some(stopwatch) = Instant::now().checked_sub(Duration::from_secs(30)) else {
            return;
        };
        let clock = at(0);
        leases.hold(lease, 1, Term { clock, stopwatch });
        assert!(!leases.are_ours(lease, at(-86_400)));
    }
}
