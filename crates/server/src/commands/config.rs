//! `usher config`: what is configured, and what can be.

use clap::Subcommand;

use super::{CommandError, print};
use crate::{config::Config, geoip};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the configuration in force, without secrets, and what is wrong with it
    Check,
    /// Print a commented sample of the configuration file
    Sample,
}

pub(crate) fn check(config: &Config) -> Result<(), CommandError> {
    print(config.effective().trim_end())?;
    for warning in config.warnings() {
        eprintln!("warning: {warning}");
    }
    let problem = config.refusal().or_else(|| geoip::open(config).err());
    match problem {
        Some(problem) => Err(CommandError::Problem(problem)),
        None => Ok(()),
    }
}

pub(crate) fn sample() -> Result<(), CommandError> {
    print(Config::sample().trim_end())
}
