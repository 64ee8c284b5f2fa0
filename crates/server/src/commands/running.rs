//! What `serve` and `worker` have in common: they run until told to stop, and leave nothing half-done.

use std::time::Duration;

use usher_application::{clock_steps, retention};

use super::{CommandError, shutdown::StopSignals};
use crate::{
    background::Background,
    config::Config,
    keyring_watch,
    listen::{Door, Seats},
    metrics,
    node::Node,
    systemd,
};

/// How long somebody who collects metrics while the process ends may take.
const OBSERVERS_WITHIN: Duration = Duration::from_secs(1);

/// A process that does its work.
pub(crate) struct Running {
    /// What it works with.
    pub(crate) node: Node,
    /// What it does beside requests.
    pub(crate) background: Background,
    /// How it is told to stop.
    pub(crate) signals: StopSignals,
    /// Where requests come in, if they do.
    pub(crate) door: Option<Door>,
    /// Where its state is read, if it is.
    pub(crate) observers: Option<Door>,
}

impl Running {
    /// Goes on until told to stop, then drains: it says that it is not ready any more, takes no more
    /// connections, lets requests and then mail under way finish, writes down what waits in memory, seals
    /// the audit log and closes the database last. Told a second time, it ends at once.
    ///
    /// # Errors
    /// When background work had broken off.
    pub(crate) async fn until_told(self) -> Result<(), CommandError> {
        let Self {
            node,
            mut background,
            mut signals,
            door,
            observers,
        } = self;
        let watchdog = tokio::spawn(systemd::keep_watch(node.app.clone()));
        systemd::ready();
        let failed = tokio::select! {
            () = signals.heard() => false,
            () = background.ended() => true,
        };
        tracing::info!("stopping: finishing requests and mail under way");
        systemd::stopping();
        node.app.begin_draining();
        let drained = async {
            if let Some(door) = door {
                door.close().await;
            }
            background.stop().await;
            if let Some(observers) = observers {
                observers.close().await;
            }
            node.close().await;
        };
        tokio::select! {
            () = drained => {}
            () = signals.heard() => super::shutdown::at_once(),
        }
        watchdog.abort();
        ended(failed)
    }
}

/// Starts what every node does beside requests: [`Background::start`], and what the configuration has a
/// say in.
///
/// # Errors
/// When the database fails.
pub(crate) async fn start_work(config: &Config, node: &Node) -> Result<Background, CommandError> {
    // Before anybody is told that this node is ready: its clock may have been set back while it was down.
    clock_steps::pull_back(&node.app).await?;
    let mut background = Background::start(&node.app);
    background.add(|stop| retention::run(node.app.clone(), config.retention.policy(), stop));
    background.add(|stop| keyring_watch::run(node.clone(), config.keyring_path(), stop));
    Ok(background)
}

/// Opens the door for those who collect metrics, if the configuration names one.
///
/// # Errors
/// When the address cannot be listened on.
pub(crate) async fn open_to_observers(
    config: &Config,
    node: &Node,
    http: &metrics::HttpMetrics,
) -> Result<Option<Door>, CommandError> {
    let Some(address) = config.metrics.listen else {
        return Ok(None);
    };
    let listener = crate::listen::bind(address, "metrics.listen")
        .await
        .map_err(CommandError::Problem)?;
    let listening = listener.local_addr().map_err(CommandError::io(
        "the address that metrics are told at cannot be found out",
    ))?;
    tracing::info!(metrics.listen = %listening, "metrics are told");
    let router = metrics::router(&node.app, http);
    Ok(Some(Door::open(
        listener,
        router,
        seats(config),
        OBSERVERS_WITHIN,
    )))
}

/// How many connections a network of clients may hold.
pub(crate) fn seats(config: &Config) -> Seats {
    Seats::behind(config.http.trusted_proxies.clone())
}

/// What the process says to whoever started it.
fn ended(failed: bool) -> Result<(), CommandError> {
    if failed {
        let message = "a background task broke off, so the process ended; start it again";
        return Err(CommandError::Refused(message.to_owned()));
    }
    tracing::info!("stopped");
    Ok(())
}
