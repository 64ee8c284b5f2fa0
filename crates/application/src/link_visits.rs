//! Noting that a link was opened: batched, and lossy when there is too much of it.
//!
//! A visit is the one thing that a GET leaves behind. It waits in memory and is written by
//! [`crate::housekeeping`]; under a flood the surplus is forgotten.

use std::sync::{Mutex, PoisonError};

use usher_domain::{
    ids,
    password_link::LinkId,
    request_origin::RequestOrigin,
    visits::{Visit, look_like_scanner},
};
use usher_persistence::{
    DatabaseError,
    delivery_hours::{self, Tally},
    link_visits,
};

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

fn seen(visit: &link_visits::Visit) -> Visit<'_> {
    Visit {
        at: visit.at,
        user_agent: visit.user_agent.as_deref(),
    }
}

/// Writes the visits that wait, and counts the links that a person opened. A scanner's visit does not
/// count: it looks at every link, and would say nothing about whether anybody reads her mail.
pub(crate) async fn flush(app: &App) -> Result<(), DatabaseError> {
    let visits = app.visits.take();
    if visits.is_empty() {
        return Ok(());
    }
    app.database
        .write(move |connection| {
            let mut tally = Tally::default();
            for visit in &visits {
                link_visits::insert(connection, visit)?;
                let (link, at) = (visit.link, visit.at);
                let is_person = |sent_at| !look_like_scanner(Some(sent_at), &[seen(visit)]);
                delivery_hours::note_opened(connection, &mut tally, link, at, is_person)?;
            }
            let lot = visits.first().map_or(0, |first| first.id.as_bytes()[15]);
            delivery_hours::add(connection, &tally, lot)
        })
        .await
}
