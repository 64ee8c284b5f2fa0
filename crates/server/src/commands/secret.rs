//! `usher secret`: the keyring.

use clap::Subcommand;
use usher_application::keys;

use super::{CommandError, open, print};
use crate::{config::Config, entropy::SystemEntropy, keyring_file, node::StartError, private_file};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the keyring, once for all nodes; on SQLite the first start does that by itself
    Create,
    /// Append a fresh key that makes all links from now on; links already sent stay good
    Rotate,
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    match command {
        Command::Create => create(config),
        Command::Rotate => rotate(config).await,
    }
}

fn create(config: &Config) -> Result<(), CommandError> {
    let path = config.keyring_path();
    let folder = private_file::folder(&path);
    private_file::create_folder(folder).map_err(CommandError::io(format!(
        "the folder {} cannot be made",
        folder.display()
    )))?;
    keyring_file::create(&path, &SystemEntropy)?;
    print(&format!(
        "The keyring {} was made; back it up, apart from the database.",
        path.display()
    ))
}

/// The file first, then the database: a crash in between leaves a key that the next start
/// introduces, and never one that the database knows and nobody has.
async fn rotate(config: &Config) -> Result<(), CommandError> {
    let node = open(config).await?;
    let path = config.keyring_path();
    let keyring = keyring_file::rotate(&path, &*node.entropy)?;
    keys::introduce(&node.database, &keyring, &*node.clock, &*node.entropy)
        .await
        .map_err(StartError::Keys)?;
    print(&format!(
        "The key {} mints from now on. A running server takes it over within seconds; back {} up \
         again, and copy it to the other nodes, if there are any.",
        keyring.current().id(),
        path.display()
    ))?;
    node.close().await;
    Ok(())
}
