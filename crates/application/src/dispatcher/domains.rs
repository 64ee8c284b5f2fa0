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

/// How long a message waits for its turn before it gives its place to one for another domain.
const PATIENCE: Duration = Duration::from_secs(1);

/// The domains that messages are under way to.
#[derive(Debug, Default)]
pub struct Domains {
    /// None: as many as there are connections.
    limit: Option<usize>,
    crowded: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// A message's turn at its domain; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held")] Option<OwnedSemaphorePermit>);

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
    pub(crate) async fn enter(&self, domain: &str) -> Option<Turn> {
        let Some(limit) = self.limit else {
            return Some(Turn(None));
        };
        let places = self.places(domain, limit);
        let turn = tokio::time::timeout(PATIENCE, places.acquire_owned()).await;
        turn.ok()?.ok().map(|permit| Turn(Some(permit)))
    }

    fn places(&self, domain: &str, limit: usize) -> Arc<Semaphore> {
        let mut crowded = self.crowded.lock().unwrap_or_else(PoisonError::into_inner);
        // Domains that nobody is on the way to are forgotten; a message under way holds its own.
        crowded.retain(|_, places| Arc::strong_count(places) > 1);
        let places = crowded
            .entry(domain.to_ascii_lowercase())
            .or_insert_with(|| Arc::new(Semaphore::new(limit)));
        Arc::clone(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_domain_takes_as_many_as_it_may_and_others_are_not_held_up() {
        let domains = Domains::with_limit(Some(2));
        let first = domains.enter("example.test").await;
        let second = domains.enter("EXAMPLE.test").await;
        assert!(first.is_some() && second.is_some());
        assert!(domains.enter("example.test").await.is_none());
        assert!(domains.enter("example.org").await.is_some());
        drop(first);
        assert!(domains.enter("example.test").await.is_some());
    }

    #[tokio::test]
    async fn without_a_limit_nobody_waits_and_nothing_is_remembered() {
        let domains = Domains::default();
        let turns = [domains.enter("a.test").await, domains.enter("a.test").await];
        assert!(turns.iter().all(Option::is_some));
        assert!(domains.crowded.lock().unwrap().is_empty());
    }
}
