//! `usher backup`: everything in one file.

use std::path::PathBuf;

use clap::Args;

use super::{CommandError, print};
use crate::{
    backup::{self, Wanted},
    config::Config,
};

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Put the keyring in as well: whoever has such a file can make every password link
    #[arg(long)]
    with_keyring: bool,
    /// Overwrite the file if it exists
    #[arg(long)]
    replace: bool,
}

pub(crate) async fn run(config: &Config, command: Backup) -> Result<(), CommandError> {
    let wanted = Wanted {
        to: command.to.clone(),
        with_keyring: command.with_keyring,
        replace: command.replace,
    };
    let manifest = backup::make(config, wanted).await?;
    let bytes: u64 = manifest.members.iter().map(|member| member.bytes).sum();
    print(&format!(
        "The backup {} was made: {bytes} bytes of data.",
        command.to.display()
    ))?;
    print(if command.with_keyring {
        "It holds the keyring: whoever has it can make every password link. Keep it as you keep a password."
    } else {
        "The keyring is not in it: back that up as well, somewhere else."
    })
}
