//! Who asks for mail goes before the mail itself.
//!
//! A burst of requests and the delivery of what they ask for want the same processors and the same writer.
//! Whoever asks is waiting for an answer; a mail may leave a moment later. So while requests follow each
//! other closely, the dispatcher takes one batch per [`PATIENCE`] only, and has all the rest afterwards. Who
//! asks for longer than a [`LONGEST`] rush has mail to deliver as well.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    time::Duration,
};

use tokio::time::Instant;

/// A rush is over when nobody has asked for this long.
const QUIET: Duration = Duration::from_millis(2);
/// How long a mail waits for the end of a rush at most, before the next batch is claimed.
const PATIENCE: Duration = Duration::from_millis(250);

/// How long requests go first, if they follow each other for so long.
const LONGEST: Duration = Duration::from_secs(10);

/// The requests for mail that are being accepted. Instants are microseconds since it was made.
#[derive(Debug)]
pub(crate) struct Rush {
    made: Instant,
    inside: AtomicUsize,
    /// When the rush began.
    began: AtomicU64,
    /// When the last one left.
    left: AtomicU64,
}

/// Held while a request is being accepted.
#[derive(Debug)]
pub(crate) struct Caller<'a>(&'a Rush);

impl Rush {
    /// A request has come in.
    pub(crate) fn enter(&self) -> Caller<'_> {
        if !self.is_on() {
            self.began.store(self.now(), Ordering::Relaxed);
        }
        self.inside.fetch_add(1, Ordering::Relaxed);
        Caller(self)
    }

    /// Waits until the requests of a rush are through, but no longer than mail may wait.
    pub(crate) async fn let_pass(&self) {
        let patience = Instant::now() + PATIENCE;
        while self.is_on() && self.has_lasted() < LONGEST && Instant::now() < patience {
            tokio::time::sleep(QUIET).await;
        }
    }

    fn is_on(&self) -> bool {
        let quiet_since = Duration::from_micros(self.left.load(Ordering::Relaxed));
        self.inside.load(Ordering::Relaxed) > 0 || self.made.elapsed() < quiet_since + QUIET
    }

    fn has_lasted(&self) -> Duration {
        let began = Duration::from_micros(self.began.load(Ordering::Relaxed));
        self.made.elapsed().saturating_sub(began)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.made.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

impl Default for Rush {
    fn default() -> Self {
        Self {
            made: Instant::now(),
            inside: AtomicUsize::default(),
            began: AtomicU64::default(),
            left: AtomicU64::default(),
        }
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.left.store(self.0.now(), Ordering::Relaxed);
        self.0.inside.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn mail_goes_at_once_when_nobody_asks() {
        let rush = Rush::default();
        tokio::time::advance(QUIET).await;
        let began = Instant::now();
        rush.let_pass().await;
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn mail_waits_until_whoever_asked_has_been_answered() {
        let rush = Rush::default();
        let caller = rush.enter();
        let began = Instant::now();
        let answered = async {
            tokio::time::sleep(Duration::from_millis(40)).await;
            drop(caller);
        };
        tokio::join!(rush.let_pass(), answered);
        let waited = began.elapsed();
        assert!(waited >= Duration::from_millis(40) + QUIET, "{waited:?}");
        assert!(waited < PATIENCE, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rush_without_end_holds_no_mail_for_longer_than_its_patience() {
        let rush = Rush::default();
        let _caller = rush.enter();
        let began = Instant::now();
        rush.let_pass().await;
        let waited = began.elapsed();
        assert!(
            (PATIENCE..PATIENCE + QUIET * 2).contains(&waited),
            "{waited:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_very_long_goes_first_no_more_until_it_has_been_quiet() {
        let rush = Rush::default();
        tokio::time::advance(QUIET).await;
        let caller = rush.enter();
        tokio::time::advance(LONGEST).await;
        let began = Instant::now();
        rush.let_pass().await;
        assert_eq!(began.elapsed(), Duration::ZERO);

        drop(caller);
        tokio::time::advance(QUIET).await;
        let _next = rush.enter();
        rush.let_pass().await;
        assert!(began.elapsed() >= PATIENCE);
    }
}
