//! Waiting for a message's fate, for callers whose contract says "the email is sent".

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};
use usher_domain::{ids::MessageId, message::Message};
use usher_persistence::{messages, outbox};

use super::WelcomeEmailError;
use crate::App;

/// How many may wait at once; more are answered at once, which is always allowed.
const MOST_WAITERS: usize = 1000;
/// Another node may deliver the message, and its word reaches us through the database only.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Who waits for which message. A waiter costs a map entry, no thread.
#[derive(Default)]
pub(crate) struct Waiters {
    waiting: Mutex<HashMap<MessageId, Arc<Notify>>>,
}

struct Waiting<'a> {
    waiters: &'a Waiters,
    id: MessageId,
    bell: Arc<Notify>,
}

impl Waiters {
    fn join(&self, id: MessageId) -> Option<Waiting<'_>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST_WAITERS && !waiting.contains_key(&id) {
            return None;
        }
        let bell = Arc::clone(waiting.entry(id).or_default());
        Some(Waiting {
            waiters: self,
            id,
            bell,
        })
    }

    /// Wakes whoever waits for these messages.
    pub(crate) fn ring(&self, ids: impl IntoIterator<Item = MessageId>) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.is_empty() {
            return;
        }
        for bell in ids.into_iter().filter_map(|id| waiting.get(&id)) {
            bell.notify_waiters();
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut waiting = self
            .waiters
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The map and this waiter hold one each; anybody else waits on.
        if Arc::strong_count(&self.bell) <= 2 {
            waiting.remove(&self.id);
        }
    }
}

/// Waits until a message has ended, at most `patience`, and returns it as it is then.
///
/// It returns at once when waiting would be in vain: while the mail provider rests after failures,
/// while older messages have waited longer than that already, or when too many wait.
///
/// # Errors
/// [`WelcomeEmailError::NotFound`] when the message is gone, or when the database fails.
pub async fn wait(
    app: &App,
    id: MessageId,
    patience: Duration,
) -> Result<Message, WelcomeEmailError> {
    let deadline = Instant::now() + patience;
    let waiting = app.waiters.join(id);
    let now = app.now();
    let backlog = chrono::Duration::from_std(patience).unwrap_or(chrono::Duration::MAX);
    let oldest = app
        .database
        .read(move |connection| outbox::oldest_due(connection, now))
        .await
        .map_err(WelcomeEmailError::Database)?;
    let in_vain = app.route.is_resting() || oldest.is_some_and(|due| now - due > backlog);
    if let Some(waiting) = waiting.filter(|_| !in_vain) {
        loop {
            // Listening starts before looking, so that no ring falls between.
            let rung = waiting.bell.notified();
            let status = app
                .database
                .read(move |connection| messages::status(connection, id))
                .await
                .map_err(WelcomeEmailError::Database)?;
            if status.is_none_or(usher_domain::delivery::DeliveryStatus::is_final)
                || app.route.is_resting()
            {
                break;
            }
            let look_again = deadline.min(Instant::now() + LOOK_EVERY);
            if Instant::now() >= deadline {
                break;
            }
            tokio::select! {
                () = rung => {}
                () = tokio::time::sleep_until(look_again) => {}
            }
        }
    }
    app.database
        .read(move |connection| messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound))
        .await
}
