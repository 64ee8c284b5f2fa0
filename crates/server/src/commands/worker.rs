//! `usher worker`: delivers mail beside the servers of the installation; answers no requests.

use super::{
    CommandError,
    running::{Running, open_to_observers, start_work},
    serve::refuse_or_warn,
    shutdown::StopSignals,
};
use crate::{
    VERSION,
    config::Config,
    metrics::HttpMetrics,
    node::{Migrate, Node},
};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    refuse_or_warn(config)?;
    let signals = StopSignals::listen()?;
    let node = Node::open(config, config.http.listen, Migrate::Always).await?;
    let observers = open_to_observers(config, &node, &HttpMetrics::default()).await?;
    let background = start_work(config, &node).await?;
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
