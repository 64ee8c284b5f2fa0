//! The dispatcher: claims messages that are due, has them delivered, records what became of them.
//!
//! A claim is a lease: whoever dies with it loses it, and the message goes out again, identical. A
//! message is never held in memory only, and nothing is sent before its request is committed.

pub(crate) mod domains;
mod gather;
mod hand_over;
mod leases;
mod outcome;
mod put_back;
mod recorder;
pub(crate) mod rush;
mod send;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    task::JoinSet,
};
use tracing::Instrument as _;
use usher_domain::ids::{AttemptId, LeaseId};
use usher_mail::breaker::Admission;
use usher_persistence::{
    DatabaseError, Signal, SignalListener,
    outbox::{self, Claim, ClaimedMessage},
};

use self::{
    gather::{GATHER, LastSmall},
    leases::{Leases, Term},
    recorder::Recorder,
};
use crate::{App, DeliveryRoute};

/// How long a lease lasts; it is kept up while its process lives.
pub(crate) const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(30);
/// How many messages one claim takes.
const BATCH: usize = 64;
/// How many claimed messages may be under way at once.
const UNDER_WAY: usize = 256;
/// How many of them may be of bulk sends: the rest is kept for people who wait.
const BULK_UNDER_WAY: usize = 128;
/// Also when nothing rings: deferred messages come due, leases of dead processes run out.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a stopping dispatcher lets messages under way finish.
const DRAIN: Duration = Duration::from_secs(10);

/// Delivers until told to stop, then lets what is under way finish.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut rung = app.database.signal(Signal::Outbox);
    let mut round = Round::start(&app);
    let keeper = tokio::spawn(round.leases.clone().keep_up(app.clone()));
    while !*stop.borrow() {
        app.pulse.beat();
        match round.claim().await {
            Ok(Claimed::Nothing) => round.wait(&mut rung, &mut stop).await,
            Ok(Claimed::Crowded) => round.wait_for_bulk_place().await,
            Ok(Claimed::Messages) => {}
            Err(error) => {
                tracing::error!(%error, "messages could not be claimed; they are kept and tried again");
                round.pause(&mut stop).await;
            }
        }
    }
    if tokio::time::timeout(DRAIN, round.finish()).await.is_err() {
        tracing::warn!("messages under way are left to the next start");
    }
    keeper.abort();
    if let DeliveryRoute::Smtp(route) = &app.route {
        for provider in &route.providers {
            provider.pool.close_all().await;
        }
    }
}

/// Delivers everything that is due now, and returns when it is recorded. For tests and the command
/// line.
///
/// # Errors
/// When the database fails.
pub async fn deliver_due(app: &App) -> Result<(), DatabaseError> {
    let mut round = Round::start(app);
    loop {
        // Nobody asks for more meanwhile.
        round.last_small = LastSmall::default();
        match round.claim().await? {
            Claimed::Messages => {}
            Claimed::Crowded => round.wait_for_bulk_place().await,
            Claimed::Nothing => break,
        }
    }
    round.finish().await;
    Ok(())
}

/// What a claim came upon.
enum Claimed {
    /// Messages, which are under way now.
    Messages,
    /// Only bulk sends, whose places are all taken.
    Crowded,
    /// Nothing that is due, or nobody to give it to.
    Nothing,
}

/// What a claim is made for.
struct Admitted {
    /// The provider's name.
    provider: String,
    /// How many messages it may be given.
    room: usize,
    /// Whether the one message finds out if it is well again.
    is_probe: bool,
}

/// Held while a message is under way.
struct Place {
    _all: Option<OwnedSemaphorePermit>,
    _bulk: Option<OwnedSemaphorePermit>,
}

/// What one dispatcher has under way.
struct Round {
    app: App,
    places: Arc<Semaphore>,
    bulk_places: Arc<Semaphore>,
    leases: Leases,
    last_small: LastSmall,
    recorder: mpsc::Sender<outbox::Outcome>,
    recording: tokio::task::JoinHandle<()>,
    sending: JoinSet<()>,
}

impl Round {
    fn start(app: &App) -> Self {
        let leases = Leases::default();
        let (recorder, outcomes) = mpsc::channel(UNDER_WAY);
        let recording = Recorder {
            app: app.clone(),
            leases: leases.clone(),
            outcomes,
        };
        Self {
            app: app.clone(),
            places: Arc::new(Semaphore::new(UNDER_WAY)),
            bulk_places: Arc::new(Semaphore::new(BULK_UNDER_WAY)),
            leases,
            last_small: LastSmall::default(),
            recorder,
            recording: tokio::spawn(recording.run()),
            sending: JoinSet::new(),
        }
    }

    /// Claims what is due, as far as there is room and a provider for it, and starts delivering.
    /// Returns how many messages were claimed.
    async fn claim(&mut self) -> Result<Claimed, DatabaseError> {
        while self.sending.try_join_next().is_some() {}
        let Some(room) = self.room().await else {
            return Ok(Claimed::Nothing);
        };
        let (now, entropy) = (self.app.now(), &*self.app.entropy);
        // Asked first: a provider that is to be probed needs a message to probe it with.
        let due = self
            .app
            .database
            .read(move |connection| outbox::any_due(connection, now))
            .await?;
        if !due {
            return Ok(Claimed::Nothing);
        }
        let Some(admitted) = self.admitted(room) else {
            return Ok(Claimed::Nothing);
        };
        let room = admitted.room;
        let bulk = self.bulk_places.available_permits();
        let claim = Claim {
            lease: LeaseId::mint(now, entropy),
            life: LEASE_LIFE,
            provider: admitted.provider.clone(),
            attempts: (0..room).map(|_| AttemptId::mint(now, entropy)).collect(),
            bulk,
            now,
        };
        let lease = claim.lease;
        let term = Term::beginning(now);
        let claimed = self
            .app
            .database
            .write(move |connection| outbox::claim(connection, &claim))
            .await;
        if admitted.is_probe && claimed.as_ref().map_or(true, Vec::is_empty) {
            // Another node was faster, or the database failed: what was to probe the provider is not there.
            let probed = self.app.route.provider(&admitted.provider);
            probed.inspect(|provider| provider.withdraw_probe());
        }
        let claimed: Vec<ClaimedMessage> = claimed?;
        let admitted = Arc::new(admitted);
        let count = claimed.len();
        self.last_small.note(count, room);
        self.leases.hold(lease, count, term);
        for message in claimed {
            let place = self.place_for(&message).await;
            let (app, recorder) = (self.app.clone(), self.recorder.clone());
            let (admitted, leases) = (Arc::clone(&admitted), self.leases.clone());
            let span = tracing::info_span!(
                "delivery",
                message.id = %message.id,
                mail_provider.name = &*admitted.provider,
                delivery.outcome = tracing::field::Empty,
            );
            let deliver = async move {
                let requested_at = message.requested_at;
                let outcome = send::send(&app, message, (lease, &leases), &admitted).await;
                tracing::Span::current().record("delivery.outcome", outcome.attempt.as_str());
                let waited = (outcome.at - requested_at).to_std().unwrap_or_default();
                let used = outcome.provider.as_deref().unwrap_or(&admitted.provider);
                app.metrics.attempt_ended(used, &outcome, waited);
                // The recorder lives as long as this round.
                let _ = recorder.send(outcome).await;
                drop(place);
            };
            self.sending.spawn(deliver.instrument(span));
        }
        Ok(match (count, bulk) {
            (0, 0) => Claimed::Crowded,
            (0, _) => Claimed::Nothing,
            _ => Claimed::Messages,
        })
    }

    /// How many messages may be claimed, once there is room for any. A claim lets those pass who ask for
    /// mail right now, and gathers for a moment when it would be a small one: there is room for a part of
    /// a batch only, or another has just been made.
    async fn room(&self) -> Option<usize> {
        loop {
            // Mail servers may take their time; that is no reason to look dead.
            self.app.pulse.beat();
            match tokio::time::timeout(LOOK_EVERY, self.places.acquire()).await {
                Ok(free) => break drop(free.ok()?),
                // Whoever is told to stop must find the dispatcher where it listens.
                Err(_elapsed) if self.app.is_draining() => return None,
                Err(_elapsed) => {}
            }
        }
        self.app.rush.let_pass().await;
        if self.last_small.is_recent() || self.places.available_permits() < BATCH {
            tokio::time::sleep(GATHER).await;
        }
        Some(self.places.available_permits().min(BATCH))
    }

    /// The place of a claimed message. There is room: places were counted before, and only this task
    /// takes them, except for messages that somebody else left behind.
    async fn place_for(&self, message: &ClaimedMessage) -> Place {
        let all = Arc::clone(&self.places).acquire_owned().await.ok();
        let bulk = message
            .is_bulk
            .then(|| Arc::clone(&self.bulk_places).try_acquire_owned().ok())
            .flatten();
        Place {
            _all: all,
            _bulk: bulk,
        }
    }

    /// The provider that may be used now, and how many messages it may be given.
    fn admitted(&self, room: usize) -> Option<Admitted> {
        let to = |name: &str, room, is_probe| Admitted {
            provider: name.to_owned(),
            room,
            is_probe,
        };
        match &self.app.route {
            DeliveryRoute::Capture(_) => Some(to("capture", room, false)),
            DeliveryRoute::Smtp(route) => {
                let now = self.app.now();
                route
                    .providers
                    .iter()
                    .find_map(|provider| match provider.admit(now) {
                        Admission::Go => Some(to(provider.name(), room, false)),
                        Admission::Probe => Some(to(provider.name(), 1, true)),
                        Admission::Wait { .. } => None,
                    })
            }
        }
    }

    /// Waits until one of the bulk sends under way has ended, but no longer than a single send may wait.
    async fn wait_for_bulk_place(&self) {
        let place = tokio::time::timeout(GATHER * 20, self.bulk_places.acquire()).await;
        drop(place);
    }

    /// Sleeps until something rings, comes due, or a minute's worth of looking has passed.
    async fn wait(&self, rung: &mut SignalListener, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = rung.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }

    async fn pause(&self, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }

    /// Waits until everything under way is delivered and recorded.
    async fn finish(mut self) {
        while self.sending.join_next().await.is_some() {}
        drop(self.recorder);
        if let Err(error) = self.recording.await {
            tracing::error!(%error, "outcomes were not all recorded; those messages go out again");
        }
    }
}

/// A number in `0..1` that spreads retries.
fn jitter(app: &App) -> f64 {
    let [byte] = usher_domain::clock::random::<1>(&*app.entropy);
    f64::from(byte) / 256.0
}

/// When a message that must wait is tried again: not before its provider may be used.
fn later(
    now: DateTime<Utc>,
    wait: chrono::Duration,
    rests_until: Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    rests_until.map_or(now + wait, |until| until.max(now + wait))
}
