//! What is looked up when somebody asks for metrics.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::{sync::Mutex, time::Instant};
use usher_domain::delivery::DeliveryStatus;
use usher_persistence::{
    DatabaseError, audit_chain,
    outbox::{self, UnderWay},
};

use crate::{App, DeliveryRoute};

/// For how long what the database said is good enough.
const GOOD_FOR: Duration = Duration::from_secs(2);

/// When the database was asked last. Whoever comes meanwhile waits for that answer.
#[derive(Debug, Default)]
pub(super) struct Lookup(Mutex<Option<Instant>>);

impl Lookup {
    pub(super) async fn refresh(&self, app: &App) {
        note_what_is_in_memory(app);
        let mut asked = self.0.lock().await;
        if asked.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return;
        }
        match look(app).await {
            Ok(found) => note(app, &found),
            Err(error) => {
                tracing::warn!(%error, "the database could not be asked for metrics; they are older than they look");
            }
        }
        *asked = Some(Instant::now());
    }
}

/// What the database was asked for.
struct Found {
    under_way: UnderWay,
    longest_due: Option<DateTime<Utc>>,
    unsealed_since: Option<DateTime<Utc>>,
}

async fn look(app: &App) -> Result<Found, DatabaseError> {
    let now = app.now();
    app.database
        .read(move |connection| {
            let unsealed = audit_chain::unsealed(connection, 1)?;
            Ok(Found {
                under_way: outbox::under_way(connection, None)?,
                longest_due: outbox::longest_due(connection, now)?,
                unsealed_since: unsealed.first().map(|event| event.at),
            })
        })
        .await
}

fn note(app: &App, found: &Found) {
    let (metrics, under_way) = (&app.metrics, &found.under_way);
    metrics.set_outbox(DeliveryStatus::Queued, under_way.queued);
    metrics.set_outbox(DeliveryStatus::Sending, under_way.sending);
    metrics.set_outbox(DeliveryStatus::Deferred, under_way.deferred);
    metrics.oldest_due.set(age(app, found.longest_due));
    metrics.sealer_lag.set(age(app, found.unsealed_since));
}

/// Seconds since then; nodes whose clocks differ never make it less than nothing.
fn age(app: &App, since: Option<DateTime<Utc>>) -> f64 {
    let age = since.map(|since| (app.now() - since).to_std().unwrap_or_default());
    age.unwrap_or_default().as_secs_f64()
}

fn note_what_is_in_memory(app: &App) {
    let metrics = &app.metrics;
    let statistics = app.database.statistics();
    let jobs = |queued: u64| i64::try_from(queued).unwrap_or(i64::MAX);
    metrics.write_queue.set(jobs(statistics.queued_writes));
    metrics.read_queue.set(jobs(statistics.queued_reads));
    let waiting = app.hasher.waiting();
    metrics.set_hash_queue("redeem", waiting.redeem);
    metrics.set_hash_queue("sign_in", waiting.sign_in);
    if let DeliveryRoute::Smtp(route) = &app.route {
        for provider in &route.providers {
            metrics.set_breaker(provider.name(), provider.breaker_state());
            metrics.set_connections(&provider.pool);
        }
    }
}
