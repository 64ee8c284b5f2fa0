//! The work that goes on beside requests, and how it is stopped.

use std::{future::Future, time::Duration};

use tokio::{sync::watch, task::JoinSet};
use usher_application::{App, audit_sealer, dispatcher, housekeeping};

/// How long stopping tasks may take; the dispatcher alone lets messages under way finish for 10 s.
const STOP_WITHIN: Duration = Duration::from_secs(15);

/// Tasks that run until they are told to stop.
pub struct Background {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Background {
    /// Starts what every node does: delivering, sealing the audit log, tidying up.
    #[must_use]
    pub fn start(app: &App) -> Self {
        let mut background = Self {
            stop: watch::Sender::new(false),
            tasks: JoinSet::new(),
        };
        background.add(|stop| dispatcher::run(app.clone(), stop));
        background.add(|stop| audit_sealer::run(app.clone(), stop));
        background.add(|stop| housekeeping::run(app.clone(), stop));
        background
    }

    /// Adds a task, made from the receiver that turns true when it has to stop.
    pub fn add<F>(&mut self, task: impl FnOnce(watch::Receiver<bool>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task(self.stop.subscribe()));
    }

    /// Waits until a task ends by itself, which only a panic makes it do.
    pub async fn ended(&mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            if ended.is_err() {
                return;
            }
        }
        std::future::pending::<()>().await;
    }

    /// Tells all tasks to stop and waits for them.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_WITHIN, all).await.is_err() {
            tracing::warn!("background work did not stop in time; the next start takes it up");
        }
    }
}
