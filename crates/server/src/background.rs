//! The work that goes on beside requests, and how it is stopped.

use std::{future::Future, time::Duration};

use tokio::{sync::watch, task::JoinSet};
use usher_application::{App, audit_sealer, bulk_sends, dispatcher, housekeeping, user_imports};

/// How long each stage may take to stop; the dispatcher alone lets messages under way finish for 10 s.
const STOP_WITHIN: Duration = Duration::from_secs(15);

/// Tasks that run until they are told to stop, in stages: those that make work for others stop first.
pub struct Background {
    /// What works, above all the dispatcher.
    work: watch::Sender<bool>,
    /// What writes down what the work has left in memory.
    notes: watch::Sender<bool>,
    /// What seals the events of both.
    sealing: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Background {
    /// Starts what every node does, whatever is configured: delivering, sealing the audit log, importing
    /// users, working through bulk sends, tidying up.
    #[must_use]
    pub fn start(app: &App) -> Self {
        let mut background = Self {
            work: watch::Sender::new(false),
            notes: watch::Sender::new(false),
            sealing: watch::Sender::new(false),
            tasks: JoinSet::new(),
        };
        background.add(|stop| dispatcher::run(app.clone(), stop));
        let (noted, sealed) = (background.notes.subscribe(), background.sealing.subscribe());
        background
            .tasks
            .spawn(housekeeping::run(app.clone(), noted));
        background
            .tasks
            .spawn(audit_sealer::run(app.clone(), sealed));
        background.add(|stop| user_imports::run(app.clone(), stop));
        background.add(|stop| bulk_sends::run(app.clone(), stop));
        background
    }

    /// Adds a task, made from the receiver that turns true when it has to stop.
    pub fn add<F>(&mut self, task: impl FnOnce(watch::Receiver<bool>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task(self.work.subscribe()));
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

    /// Tells the tasks to stop, stage by stage, and waits for them.
    pub async fn stop(self) {
        for stage in [&self.work, &self.notes, &self.sealing] {
            stage.send_replace(true);
            // A task lets go of its receiver when it ends, however it ends.
            if tokio::time::timeout(STOP_WITHIN, stage.closed())
                .await
                .is_err()
            {
                tracing::warn!("background work did not stop in time; the next start takes it up");
            }
        }
    }
}
