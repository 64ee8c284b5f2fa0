//! What the application measures: noted while things happen, or looked up when somebody asks.
//!
//! Labels come from closed lists and from the configuration, so there is a bound to how many series
//! there are, and none of them says whom anything was about.

mod lookup;

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};
use usher_domain::{delivery::DeliveryStatus, message::AttemptOutcome};
use usher_mail::pool::ConnectionPool;
use usher_persistence::outbox::{NextStep, Outcome};

use crate::{App, DeliveryRoute};

use self::lookup::Lookup;

/// From "at once" to "the mail server was away for a day", in seconds.
const SENT_BUCKETS: [f64; 13] = [
    0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0, 21_600.0, 86_400.0,
];

/// Around the 11 ms that one hash costs, in seconds.
const HASH_BUCKETS: [f64; 8] = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 1.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AttemptLabels {
    provider: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StatusLabels {
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LaneLabels {
    lane: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ProviderLabels {
    provider: String,
    state: &'static str,
}

impl ProviderLabels {
    fn new(provider: &str, state: &'static str) -> Self {
        Self {
            provider: provider.to_owned(),
            state,
        }
    }
}

/// A gauge of seconds.
type Seconds = Gauge<f64, std::sync::atomic::AtomicU64>;

/// The measures of one application.
#[derive(Debug)]
pub(crate) struct Metrics {
    attempts: Family<AttemptLabels, Counter>,
    request_to_sent: Histogram,
    outbox: Family<StatusLabels, Gauge>,
    oldest_due: Seconds,
    breakers: Family<ProviderLabels, Gauge>,
    connections: Family<ProviderLabels, Gauge>,
    /// How long the computation of each password hash took.
    pub(crate) hashes: Histogram,
    hash_queue: Family<LaneLabels, Gauge>,
    sealer_lag: Seconds,
    write_queue: Gauge,
    read_queue: Gauge,
    lookup: Lookup,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            attempts: Family::default(),
            request_to_sent: Histogram::new(SENT_BUCKETS),
            outbox: Family::default(),
            oldest_due: Seconds::default(),
            breakers: Family::default(),
            connections: Family::default(),
            hashes: Histogram::new(HASH_BUCKETS),
            hash_queue: Family::default(),
            sealer_lag: Seconds::default(),
            write_queue: Gauge::default(),
            read_queue: Gauge::default(),
            lookup: Lookup::default(),
        }
    }
}

impl Metrics {
    /// Notes how a try at a provider ended; a message that was put back was not tried. `waited` is how long
    /// ago its message was asked for.
    pub(crate) fn attempt_ended(&self, provider: &str, outcome: &Outcome, waited: Duration) {
        if matches!(outcome.next, NextStep::PutBack { .. }) {
            return;
        }
        self.count_attempt(provider, outcome.attempt);
        if matches!(outcome.next, NextStep::Sent) {
            self.request_to_sent.observe(waited.as_secs_f64());
        }
    }

    fn count_attempt(&self, provider: &str, outcome: AttemptOutcome) {
        let labels = AttemptLabels {
            provider: provider.to_owned(),
            outcome: outcome.as_str(),
        };
        self.attempts.get_or_create(&labels).inc();
    }

    fn set_outbox(&self, status: DeliveryStatus, messages: i64) {
        let labels = StatusLabels {
            status: status.as_str(),
        };
        self.outbox.get_or_create(&labels).set(messages);
    }

    fn set_hash_queue(&self, lane: &'static str, waiting: usize) {
        let gauge = self.hash_queue.get_or_create(&LaneLabels { lane });
        gauge.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }

    fn set_connections(&self, pool: &ConnectionPool) {
        for (state, count) in [("busy", pool.busy_count()), ("idle", pool.idle_count())] {
            self.connections
                .get_or_create(&ProviderLabels::new(pool.provider().name(), state))
                .set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    fn set_breaker(&self, provider: &str, now: &str) {
        for state in ["closed", "open", "half_open"] {
            self.breakers
                .get_or_create(&ProviderLabels::new(provider, state))
                .set(i64::from(state == now));
        }
    }
}

/// Makes everything that the application, its database and its mail providers measure part of what
/// is exposed.
pub fn register(app: &App, registry: &mut Registry) {
    let metrics = &app.metrics;
    registry.register(
        "delivery_attempts",
        "Tries at handing a message over, by provider and by how they ended",
        metrics.attempts.clone(),
    );
    registry.register_with_unit(
        "delivery_request_to_sent",
        "How long after it was asked for a message was taken by a mail server",
        Unit::Seconds,
        metrics.request_to_sent.clone(),
    );
    registry.register(
        "outbox_messages",
        "Messages under way by status, counted up to 10000 each",
        metrics.outbox.clone(),
    );
    registry.register_with_unit(
        "outbox_oldest_due_age",
        "For how long the message that has waited longest could have been sent; 0 when none waits",
        Unit::Seconds,
        metrics.oldest_due.clone(),
    );
    registry.register(
        "mail_provider_breaker_state",
        "1 for the state that a provider's circuit breaker is in, 0 for the others",
        metrics.breakers.clone(),
    );
    registry.register(
        "mail_connections",
        "Connections to a provider: busy with a message, or kept idle for the next",
        metrics.connections.clone(),
    );
    registry.register_with_unit(
        "password_hash_duration",
        "How long each computation of a password hash took",
        Unit::Seconds,
        metrics.hashes.clone(),
    );
    registry.register(
        "password_hash_queue",
        "Password hashes that wait for a thread, by lane",
        metrics.hash_queue.clone(),
    );
    registry.register_with_unit(
        "audit_sealer_lag",
        "Age of the oldest audit event that is not sealed yet; 0 when all are",
        Unit::Seconds,
        metrics.sealer_lag.clone(),
    );
    registry.register(
        "database_write_queue",
        "Writes that wait for their turn; on PostgreSQL, whatever waits for a connection",
        metrics.write_queue.clone(),
    );
    registry.register(
        "database_read_queue",
        "Reads that wait for a connection; 0 on PostgreSQL, where they wait among the writes",
        metrics.read_queue.clone(),
    );
    app.database.metrics().register(registry);
    if let DeliveryRoute::Smtp(route) = &app.route {
        let providers = route.providers.iter();
        let providers = providers.map(|provider| provider.pool.provider().clone());
        usher_mail::smtp::register_metrics(providers, registry);
    }
}

/// Brings up to date what is looked up: what waits, and for how long. The database is asked at most
/// once in two seconds, however often this is called.
pub async fn refresh(app: &App) {
    app.metrics.lookup.refresh(app).await;
}
