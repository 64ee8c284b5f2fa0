//! Noting that a link was opened: batched, and lossy when there is too much of it.
//!
//! A visit is the one thing that a GET leaves behind. It waits in memory and is written by
//! [`crate::housekeeping`]; under a flood the surplus is forgotten.

use std::sync::{Mutex, PoisonError};

use usher_domain::{ids, password_link::LinkId, request_origin::RequestOrigin};
use usher_persistence::{DatabaseError, link_visits};

use crate::App;

/// How many visits wait at most.
const CAPACITY: usize = 256;

/// Visits that are not written yet.
#[derive(Default)]
pub(crate) struct VisitLog {
    waiting: Mutex<Vec<link_visits::Visit>>,
}

impl VisitLog {
    fn push(&self, visit: link_visits::Visit) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < CAPACITY {
            waiting.push(visit);
        }
    }

    fn take(&self) -> Vec<link_visits::Visit> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Notes that an authentic link was opened.
pub(crate) fn observe(app: &App, link: LinkId, origin: RequestOrigin) {
    let now = app.now();
    app.visits.push(link_visits::Visit {
        id: ids::mint(now, &*app.entropy),
        link,
        at: now,
        user_agent: origin.user_agent,
        address: origin.address.map(|address| address.to_string()),
    });
}

/// Writes the visits that wait.
pub(crate) async fn flush(app: &App) -> Result<(), DatabaseError> {
    let visits = app.visits.take();
    if visits.is_empty() {
        return Ok(());
    }
    app.database
        .write(move |connection| {
            visits
                .iter()
                .try_for_each(|visit| link_visits::insert(connection, visit))
        })
        .await
}
