//! `usher serve`: answers requests and delivers mail until told to stop.

use std::net::SocketAddr;

use usher_api::places::Places;

use super::{
    CommandError,
    running::{Running, open_to_observers, seats, start_work},
    shutdown::StopSignals,
};
use crate::{
    VERSION,
    background::Background,
    config::Config,
    geoip,
    http::{self, HttpSettings},
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
    let settings = http_settings(config, &node, listening, places, requests);
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
        door: Some(Door::open(listener, router, seats(config), drain)),
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
    let mut background = start_work(config, node).await?;
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
    metrics: HttpMetrics,
) -> HttpSettings {
    HttpSettings {
        public_url: config.public_url(listening).url().clone(),
        trusted_proxies: config.http.trusted_proxies.clone(),
        places,
        clock: node.clock.clone(),
        entropy: node.entropy.clone(),
        metrics,
    }
}
