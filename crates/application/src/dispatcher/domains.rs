//! How many messages may be under way to one domain at once.
//!
//! Large mailbox providers slow down or refuse whoever comes with many connections; a relay passes that
//! on as deferrals.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use usher_mail::pool::Lane;

/// How long a message waits for its turn before it gives its place to one for another domain.
const PATIENCE: Duration = Duration::from_secs(1);

/// The domains that messages are under way to.
#[derive(Debug, Default)]
pub struct Domains {
    /// None: as many as there are connections.
    limit: Option<usize>,
    crowded: Mutex<HashMap<String, Places>>,
}

/// The places at one domain. Bulk sends may take all but one of them, so that a single send finds one.
#[derive(Debug, Clone)]
struct Places {
    all: Arc<Semaphore>,
    bulk: Arc<Semaphore>,
}

/// A message's turn at its domain; it ends when this is dropped.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    _bulk: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Domains {
    /// At most so many messages at once to each domain; none: no limit.
    #[must_use]
    pub fn with_limit(limit: Option<usize>) -> Self {
        Self {
            limit,
            crowded: Mutex::default(),
        }
    }

    /// Waits a moment for a turn at a domain; none when there is none so soon.
    pub(crate) async fn enter(&self, domain: &str, lane: Lane) -> Option<Turn> {
        let Some(limit) = self.limit else {
            return Some(Turn::default());
        };
        let places = self.places(domain, limit);
        let turn = tokio::time::timeout(PATIENCE, places.enter(lane)).await;
        turn.ok()?
    }

    fn places(&self, domain: &str, limit: usize) -> Places {
        let mut crowded = self.crowded.lock().unwrap_or_else(PoisonError::into_inner);
        // Domains that nobody is on the way to are forgotten; a message under way holds its own.
        crowded.retain(|_, places| Arc::strong_count(&places.all) > 1);
        let places = crowded
            .entry(domain.to_ascii_lowercase())
            .or_insert_with(|| Places::new(limit));
        places.clone()
    }
}

impl Places {
    fn new(limit: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(limit)),
            bulk: Arc::new(Semaphore::new(limit.saturating_sub(1).max(1))),
        }
    }

    /// The order is the same for everybody, and only bulk sends wait for the first: the crowd of a bulk
    /// send waits where no single send does.
    async fn enter(&self, lane: Lane) -> Option<Turn> {
        let bulk = match lane {
            Lane::Single => None,
            Lane::Bulk => Some(Arc::clone(&self.bulk).acquire_owned().await.ok()?),
        };
        let all = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(Turn {
            _bulk: bulk,
            _all: Some(all),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Lane::*, *};

    #[tokio::test(start_paused = true)]
    async fn a_domain_takes_as_many_as_it_may_and_others_are_not_held_up() {
        let domains = Domains::with_limit(Some(2));
        let first = domains.enter("example.test", Single).await;
        let second = domains.enter("EXAMPLE.test", Single).await;
        assert!(first.is_some() && second.is_some());
        assert!(domains.enter("example.test", Single).await.is_none());
        assert!(domains.enter("example.org", Single).await.is_some());
        drop(first);
        assert!(domains.enter("example.test", Single).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn bulk_sends_leave_a_place_to_single_ones() {
        let domains = Domains::with_limit(Some(3));
        let enter = |lane| domains.enter("example.test", lane);
        let under_way = [enter(Bulk).await, enter(Bulk).await];
        assert!(under_way.iter().all(Option::is_some));
        let (third, single) = tokio::join!(enter(Bulk), enter(Single));
        assert!(third.is_none() && single.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn where_there_is_one_place_a_single_send_has_it_before_the_crowd_of_a_bulk_send() {
        let domains = Domains::with_limit(Some(1));
        let enter = |lane| domains.enter("example.test", lane);
        let first = enter(Bulk).await;
        assert!(first.is_some(), "a bulk send is not shut out");
        let crowd = async { tokio::join!(enter(Bulk), enter(Bulk)) };
        let ends = async { drop(first) };
        // Polled in this order: the crowd waits already when the single send comes.
        let ((second, third), single, ()) = tokio::join!(biased; crowd, enter(Single), ends);
        assert!(single.is_some());
        assert!(second.is_none() && third.is_none());
    }

    #[tokio::test]
    async fn without_a_limit_nobody_waits_and_nothing_is_remembered() {
        let domains = Domains::default();
        let turns = [
            domains.enter("a.test", Single).await,
            domains.enter("a.test", Bulk).await,
        ];
        assert!(turns.iter().all(Option::is_some));
        assert!(domains.crowded.lock().unwrap().is_empty());
    }
}
