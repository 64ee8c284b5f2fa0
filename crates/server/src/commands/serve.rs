//! `usher serve`: answers requests and delivers mail until told to stop.

use std::net::SocketAddr;

use usher_api::places::Places;
use usher_application::{clock_steps, retention};

use super::{
    CommandError,
    running::{Running, open_to_observers},
    shutdown::StopSignals,
};
use crate::{
    VERSION,
    background::Background,
    config::Config,
    geoip,
    http::{self, HttpSettings},
    keyring_watch,
    listen::{self, Door},
    metrics::HttpMetrics,
    node::{Migrate, Node, StartError},
    setup_link,
};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    refuse_or_warn(config)?;
    let places = geoip::places(config).map_err(CommandError::Problem)?;
    let signals = StopSignals::listen()?;
    // Before anything else: a second server started by mistake must not touch the setup link.
    let listener = listen::bind(config.http.listen, "http.listen")
        .await
        .map_err(CommandError::Problem)?;
    let listening = listener.local_addr().map_err(CommandError::io(
        "the address listened on cannot be found out",
    ))?;
    let node = Node::open(config, listening, Migrate::Always).await?;
    let requests = HttpMetrics::default();
    let observers = open_to_observers(config, &node, &requests).await?;
    let background = start_background(config, &node).await?;
    let settings = HttpSettings {
        metrics: requests,
        ..http_settings(config, &node, listening, places)
    };
    let router = http::router(&node.app, settings);
    tracing::info!(
        version = VERSION,
        http.listen = %listening,
        http.public_url = node.app.settings().public_url,
        mail.captured = node.app.mail_is_captured(),
        "Usher is ready"
    );
    let drain = config.shutdown.drain_seconds.duration();
    Running {
        door: Some(Door::open(listener, router, drain)),
        observers,
        node,
        background,
        signals,
    }
    .until_told()
    .await
}

/// Tells what is wrong with the configuration: so wrong that nothing starts, or less.
pub(crate) fn refuse_or_warn(config: &Config) -> Result<(), CommandError> {
    if let Some(problem) = config.refusal() {
        return Err(StartError::Refused(problem).into());
    }
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    Ok(())
}

async fn start_background(config: &Config, node: &Node) -> Result<Background, CommandError> {
    let setup_link = config.setup_link_path();
    let handed_out = setup_link::hand_out(node, &setup_link).await?;
    // Before anybody is told that this node is ready: its clock may have been set back while it was down.
    clock_steps::pull_back(&node.app).await?;
    let mut background = Background::start(&node.app);
    background.add(|stop| retention::run(node.app.clone(), config.retention.policy(), stop));
    background.add(|stop| keyring_watch::run(node.clone(), config.keyring_path(), stop));
    if handed_out {
        let database = node.database.clone();
        background.add(|stop| setup_link::remove_when_used(database, setup_link, stop));
    }
    Ok(background)
}

fn http_settings(
    config: &Config,
    node: &Node,
    listening: SocketAddr,
    places: Places,
) -> HttpSettings {
    HttpSettings {
        public_url: config.public_url(listening).url().clone(),
        trusted_proxies: config.http.trusted_proxies.clone(),
        places,
        clock: node.clock.clone(),
        entropy: node.entropy.clone(),
        metrics: HttpMetrics::default(),
    }
}
