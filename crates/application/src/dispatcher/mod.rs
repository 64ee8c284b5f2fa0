//! The dispatcher: claims messages that are due, has them delivered, records what became of them.
//!
//! A claim is a lease: whoever dies with it loses it, and the message goes out again, identical. A
//! message is never held in memory only, and nothing is sent before its request is committed.

mod leases;
mod outcome;
mod recorder;
mod send;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    sync::{Semaphore, mpsc, watch},
    task::JoinSet,
};
use usher_domain::ids::{AttemptId, LeaseId};
use usher_mail::breaker::Admission;
use usher_persistence::{
    DatabaseError, Signal, SignalListener,
    outbox::{self, Claim, ClaimedMessage},
};

use self::{leases::Leases, recorder::Recorder};
use crate::{App, DeliveryRoute};

/// How long a lease lasts; it is kept up while its process lives.
const LEASE_LIFE: chrono::Duration = chrono::Duration::seconds(30);
/// How many messages one claim takes.
const BATCH: usize = 64;
/// How many claimed messages may be under way at once.
const UNDER_WAY: usize = 192;
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
        match round.claim().await {
            Ok(0) => round.wait(&mut rung, &mut stop).await,
            Ok(_) => {}
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
    if let DeliveryRoute::Smtp(providers) = &app.route {
        for provider in providers {
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
    while round.claim().await? > 0 {}
    round.finish().await;
    Ok(())
}

/// What one dispatcher has under way.
struct Round {
    app: App,
    places: Arc<Semaphore>,
    leases: Leases,
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
            leases,
            recorder,
            recording: tokio::spawn(recording.run()),
            sending: JoinSet::new(),
        }
    }

    /// Claims what is due, as far as there is room and a provider for it, and starts delivering.
    /// Returns how many messages were claimed.
    async fn claim(&mut self) -> Result<usize, DatabaseError> {
        while self.sending.try_join_next().is_some() {}
        let Some(room) = self.room().await else {
            return Ok(0);
        };
        let (now, entropy) = (self.app.now(), &*self.app.entropy);
        // Asked first: a provider that is to be probed needs a message to probe it with.
        let due = self
            .app
            .database
            .read(move |connection| outbox::any_due(connection, now))
            .await?;
        if !due {
            return Ok(0);
        }
        let Some((provider, room)) = self.admitted(room) else {
            return Ok(0);
        };
        let claim = Claim {
            lease: LeaseId::mint(now, entropy),
            life: LEASE_LIFE,
            provider,
            attempts: (0..room).map(|_| AttemptId::mint(now, entropy)).collect(),
            now,
        };
        let (lease, provider) = (claim.lease, claim.provider.clone());
        let claimed = self
            .app
            .database
            .write(move |connection| outbox::claim(connection, &claim))
            .await;
        if claimed.as_ref().map_or(true, Vec::is_empty) {
            self.withdraw_probe(&provider);
        }
        let claimed: Vec<ClaimedMessage> = claimed?;
        let count = claimed.len();
        self.leases.hold(lease, count);
        for message in claimed {
            // There is room: the places were counted before, and only this task takes them.
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                break;
            };
            let (app, recorder) = (self.app.clone(), self.recorder.clone());
            self.sending.spawn(async move {
                let outcome = send::send(&app, message, lease).await;
                // The recorder lives as long as this round.
                let _ = recorder.send(outcome).await;
                drop(place);
            });
        }
        Ok(count)
    }

    /// How many messages may be claimed, once there is room for any.
    async fn room(&self) -> Option<usize> {
        let free = self.places.acquire().await.ok()?;
        drop(free);
        Some(self.places.available_permits().min(BATCH))
    }

    /// The provider that may be used now, and how many messages it may be given.
    fn admitted(&self, room: usize) -> Option<(String, usize)> {
        match &self.app.route {
            DeliveryRoute::Capture(_) => Some(("capture".to_owned(), room)),
            DeliveryRoute::Smtp(providers) => {
                let now = self.app.now();
                providers
                    .iter()
                    .find_map(|provider| match provider.admit(now) {
                        Admission::Go => Some((provider.name().to_owned(), room)),
                        Admission::Probe => Some((provider.name().to_owned(), 1)),
                        Admission::Wait { .. } => None,
                    })
            }
        }
    }

    /// Another node was faster, or the database failed: what was to probe a provider is not there.
    fn withdraw_probe(&self, name: &str) {
        if let DeliveryRoute::Smtp(providers) = &self.app.route {
            let asked = providers.iter().find(|provider| provider.name() == name);
            asked.inspect(|provider| provider.withdraw_probe());
        }
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
