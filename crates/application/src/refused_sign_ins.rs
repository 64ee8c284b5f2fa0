//! Telling people of sign-ins with a wrong password in their name.
//!
//! A stranger must not be able to write to the database at will. So a refusal waits in memory beside
//! few others, [`crate::housekeeping`] writes it later, and of one user at most once an hour; the
//! surplus is forgotten. Nobody who signs in waits for that, so the answer takes no longer for
//! somebody who exists.

use std::sync::{Mutex, PoisonError};

use chrono::Duration;
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::{AuditAction, AuditEvent},
};
use usher_persistence::{DatabaseError, Signal, audit_events};

use crate::App;

/// How many refusals wait at most.
const CAPACITY: usize = 64;

/// How long a user's history is left alone after it told of one.
const QUIET: Duration = Duration::hours(1);

/// Refusals that are not written yet, one for each user.
#[derive(Default)]
pub(crate) struct RefusalLog {
    waiting: Mutex<Vec<AuditEvent>>,
}

impl RefusalLog {
    fn push(&self, event: AuditEvent) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let is_told = |told: &AuditEvent| told.target_id == event.target_id;
        if waiting.len() < CAPACITY && !waiting.iter().any(is_told) {
            waiting.push(event);
        }
    }

    fn take(&self) -> Vec<AuditEvent> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Notes that somebody gave a wrong password for a user.
pub(crate) fn observe(app: &App, user: &AccountUser) {
    let event = app.event(&Actor::anonymous(), AuditAction::SignInRefused);
    app.refusals
        .push(event.in_account(user.account_id).on(user.id));
}

/// Writes the refusals that wait, but for those of users whose history tells of one already.
pub(crate) async fn flush(app: &App) -> Result<(), DatabaseError> {
    let events = app.refusals.take();
    if events.is_empty() {
        return Ok(());
    }
    let since = app.now() - QUIET;
    // Looking costs no place with the writer: a guesser who goes on is met here.
    let events = app
        .database
        .read(move |connection| {
            let mut untold = Vec::new();
            for event in events {
                let action = AuditAction::SignInRefused.as_str();
                let told = match event.target_id {
                    Some(user) => audit_events::any_since(connection, user, action, since)?,
                    None => true,
                };
                if !told {
                    untold.push(event);
                }
            }
            Ok::<_, DatabaseError>(untold)
        })
        .await?;
    if events.is_empty() {
        return Ok(());
    }
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            events
                .iter()
                .try_for_each(|event| audit_events::insert(connection, event))
        })
        .await
}
