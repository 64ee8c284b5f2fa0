//! `usher token`: makes API tokens that belong to the installation.

use clap::Subcommand;
use usher_application::api_tokens;
use usher_domain::{actor::Actor, names::TokenName};

use super::{CommandError, credential::Carried, open, print};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a token and print it, and nothing else, on standard output
    Create {
        /// What to call it
        #[arg(long)]
        name: TokenName,
        #[command(flatten)]
        carried: Carried,
    },
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let Command::Create { name, carried } = command;
    let node = open(config).await?;
    let new = carried.named(&node, name).await?;
    let (_, secret) = api_tokens::create(&node.app, &Actor::system(), new).await?;
    print(secret.reveal())?;
    node.close().await;
    Ok(())
}
