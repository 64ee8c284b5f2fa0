//! `usher worker`: delivers mail beside the servers of the installation; answers no requests.

use super::{
    CommandError,
    serve::{ended, refuse_or_warn, stop_background},
    shutdown::StopSignals,
};
use crate::{
    VERSION,
    background::Background,
    config::Config,
    keyring_watch,
    node::{Migrate, Node},
};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    refuse_or_warn(config)?;
    let mut signals = StopSignals::listen()?;
    let node = Node::open(config, config.http.listen, Migrate::Always).await?;
    let mut background = Background::start(&node.app);
    background.add(|stop| keyring_watch::run(node.clone(), config.keyring_path(), stop));
    tracing::info!(
        version = VERSION,
        mail.captured = node.app.mail_is_captured(),
        "Usher delivers mail"
    );
    let failed = tokio::select! {
        () = signals.heard() => false,
        () = background.ended() => true,
    };
    tracing::info!("stopping: finishing mail under way");
    stop_background(background, &mut signals).await;
    node.close().await;
    ended(failed)
}
