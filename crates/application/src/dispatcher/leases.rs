//! Leases that this process holds, kept up while messages under them are under way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use usher_domain::ids::LeaseId;
use usher_persistence::outbox;

use super::LEASE_LIFE;
use crate::App;

/// Three chances within the life of a lease.
const KEEP_UP_EVERY: Duration = Duration::from_secs(10);

/// Which leases are held, and how many messages are still under way with each.
#[derive(Debug, Clone, Default)]
pub(super) struct Leases {
    held: Arc<Mutex<HashMap<LeaseId, usize>>>,
}

impl Leases {
    fn held(&self) -> MutexGuard<'_, HashMap<LeaseId, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a fresh lease over some messages.
    pub(super) fn hold(&self, lease: LeaseId, messages: usize) {
        if messages > 0 {
            self.held().insert(lease, messages);
        }
    }

    /// Notes that one message under a lease has ended.
    pub(super) fn release(&self, lease: LeaseId) {
        let mut held = self.held();
        if let Some(left) = held.get_mut(&lease) {
            *left -= 1;
            if *left == 0 {
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
                let kept = app
                    .database
                    .write(move |connection| outbox::extend(connection, lease, now, LEASE_LIFE))
                    .await;
                if let Err(error) = kept {
                    tracing::error!(%error, "a lease could not be kept up; its messages may go out twice");
                }
            }
        }
    }
}
