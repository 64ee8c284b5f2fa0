//! `usher access-key`: makes access keys that belong to the installation.

use clap::Subcommand;
use usher_application::access_keys;
use usher_domain::{actor::Actor, names::TokenName};
use zeroize::Zeroizing;

use super::{CommandError, credential::Carried, open, print};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an access key and print it as `AK SK`, and nothing else, on standard output
    Create {
        /// What to call it
        #[arg(long, default_value = "access key")]
        name: TokenName,
        #[command(flatten)]
        carried: Carried,
    },
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let Command::Create { name, carried } = command;
    let node = open(config).await?;
    let new = carried.named(&node, name).await?;
    let (key, sk) = access_keys::create(&node.app, &Actor::system(), new).await?;
    print(&Zeroizing::new(format!("{} {}", key.ak, sk.reveal())))?;
    node.close().await;
    Ok(())
}
