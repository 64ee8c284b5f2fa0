//! `usher serve`: answers requests and delivers mail until told to stop.

use std::net::SocketAddr;

use usher_api::places::Places;

use super::{CommandError, shutdown::StopSignals};
use crate::{
    VERSION,
    background::Background,
    config::Config,
    geoip,
    http::{self, HttpSettings},
    keyring_watch, listen,
    node::{Migrate, Node, StartError},
    setup_link,
};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    refuse_or_warn(config)?;
    let places = geoip::places(config).map_err(CommandError::Problem)?;
    let mut signals = StopSignals::listen()?;
    // Before anything else: a second server started by mistake must not touch the setup link.
    let listener = listen::bind(config.http.listen)
        .await
        .map_err(CommandError::Problem)?;
    let listening = listener.local_addr().map_err(CommandError::io(
        "the address listened on cannot be found out",
    ))?;
    let node = Node::open(config, listening, Migrate::Always).await?;
    let mut background = start_background(config, &node).await?;
    let settings = http_settings(config, &node, listening, places);
    let router = http::router(&node.app, settings);
    tracing::info!(
        version = VERSION,
        http.listen = %listening,
        http.public_url = node.app.settings().public_url,
        mail.captured = node.app.mail_is_captured(),
        "Usher is ready"
    );
    let mut failed = false;
    let stop = async {
        tokio::select! {
            () = signals.heard() => tracing::info!("stopping: finishing requests and mail under way"),
            () = background.ended() => failed = true,
        }
    };
    listen::serve(listener, router, stop).await;
    stop_background(background, &mut signals).await;
    node.close().await;
    ended(failed)
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
    let mut background = Background::start(&node.app);
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
    }
}

/// Stops the tasks; whoever asks a second time does not want to wait for them.
pub(crate) async fn stop_background(background: Background, signals: &mut StopSignals) {
    tokio::select! {
        () = background.stop() => {}
        () = signals.heard() => tracing::warn!("stopping at once; mail under way goes out again"),
    }
}

/// What the process says to whoever started it.
pub(crate) fn ended(failed: bool) -> Result<(), CommandError> {
    if failed {
        let message = "a background task broke off, so the process ended; start it again";
        return Err(CommandError::Refused(message.to_owned()));
    }
    tracing::info!("stopped");
    Ok(())
}
