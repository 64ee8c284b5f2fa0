//! `usher worker`: delivers mail beside the servers of the installation; answers no requests.

use usher_application::{clock_steps, retention};

use super::{
    CommandError,
    running::{Running, open_to_observers},
    serve::refuse_or_warn,
    shutdown::StopSignals,
};
use crate::{
    VERSION,
    background::Background,
    config::Config,
    keyring_watch,
    metrics::HttpMetrics,
    node::{Migrate, Node},
};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    refuse_or_warn(config)?;
    let signals = StopSignals::listen()?;
    let node = Node::open(config, config.http.listen, Migrate::Always).await?;
    let observers = open_to_observers(config, &node, &HttpMetrics::default()).await?;
    clock_steps::pull_back(&node.app).await?;
    let mut background = Background::start(&node.app);
    background.add(|stop| retention::run(node.app.clone(), config.retention.policy(), stop));
    background.add(|stop| keyring_watch::run(node.clone(), config.keyring_path(), stop));
    tracing::info!(
        version = VERSION,
        mail.captured = node.app.mail_is_captured(),
        "Usher delivers mail"
    );
    Running {
        door: None,
        observers,
        node,
        background,
        signals,
    }
    .until_told()
    .await
}
