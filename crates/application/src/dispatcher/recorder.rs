//! Recording outcomes: many in one transaction, and never lost while the process lives.

use std::{sync::Arc, time::Duration};

use tokio::sync::mpsc;
use usher_persistence::{
    DatabaseError, Signal,
    outbox::{self, Outcome},
};

use super::{
    BATCH,
    gather::{GATHER, LastSmall},
    leases::Leases,
};
use crate::App;

/// How long to wait before outcomes that could not be stored are tried again.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// Takes outcomes as they come and stores those that wait together.
pub(super) struct Recorder {
    pub(super) app: App,
    pub(super) leases: Leases,
    pub(super) outcomes: mpsc::Receiver<Outcome>,
}

impl Recorder {
    /// Records until every sender is gone.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut last_small = LastSmall::default();
        while self.outcomes.recv_many(&mut batch, BATCH).await > 0 {
            if last_small.is_recent() {
                tokio::time::sleep(GATHER).await;
                while batch.len() < BATCH
                    && let Ok(outcome) = self.outcomes.try_recv()
                {
                    batch.push(outcome);
                }
            }
            last_small.note(batch.len(), BATCH);
            let outcomes = Arc::new(std::mem::take(&mut batch));
            self.store(&outcomes).await;
            for outcome in outcomes.iter() {
                self.leases.release(outcome.lease);
            }
            self.app
                .waiters
                .ring(outcomes.iter().map(|outcome| outcome.message));
        }
    }

    /// Stores a batch, however long the database takes to come back: the leases are kept up
    /// meanwhile, so nobody else delivers these messages again.
    async fn store(&self, outcomes: &Arc<Vec<Outcome>>) {
        loop {
            let batch = Arc::clone(outcomes);
            let stored = self
                .app
                .database
                .write_signalling(Signal::Delivery, move |connection| {
                    outbox::record(connection, &batch)
                })
                .await;
            match stored {
                Ok(0) | Err(DatabaseError::Closed) => return,
                Ok(lost) => {
                    tracing::warn!(
                        lost,
                        "outcomes came after their lease had ended and were dropped"
                    );
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "outcomes could not be stored; they are tried again");
                    tokio::time::sleep(TRY_AGAIN).await;
                }
            }
        }
    }
}
