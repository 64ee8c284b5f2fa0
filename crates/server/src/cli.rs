//! The command line: what can be typed, and which command that is.

use std::{error::Error as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    VERSION,
    commands::{
        CommandError, access_key, admin, audit, backup, compat, config, demo, doctor, mail,
        migrate, openapi, restore, secret, serve, token, worker,
    },
    config::{Config, Environment, Flags},
    telemetry,
};

/// Usher brings new people into their account: welcome emails with one-time password links.
#[derive(Debug, Parser)]
#[command(name = "usher", version = VERSION, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    overrides: Overrides,
    #[command(subcommand)]
    command: Command,
}

/// What overrides the configuration.
#[derive(Debug, Args)]
struct Overrides {
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "The configuration file (TOML); USHER_CONFIG names one as well"
    )]
    config: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        help = "The folder of everything that Usher keeps (USHER__DATA_DIR)"
    )]
    data_dir: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS:PORT",
        help = "The address and port to listen on (USHER__HTTP__LISTEN)"
    )]
    listen: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help = "The base of every link (USHER__HTTP__PUBLIC_URL)"
    )]
    public_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests and deliver mail
    Serve,
    /// Deliver mail only, beside servers on the same PostgreSQL database
    Worker,
    /// Bring the database up to date
    Migrate,
    /// Look after owners
    #[command(subcommand)]
    Admin(admin::Command),
    /// Look after API tokens
    #[command(subcommand)]
    Token(token::Command),
    /// Look after access keys, with which clients sign requests
    #[command(subcommand)]
    AccessKey(access_key::Command),
    /// Look at the configuration
    #[command(subcommand)]
    Config(config::Command),
    /// Look at the audit log
    #[command(subcommand)]
    Audit(audit::Command),
    /// Look at messages and try the mail servers
    #[command(subcommand)]
    Mail(mail::Command),
    /// Print the OpenAPI document of the native API
    Openapi,
    /// Print how far each vendor's API is served: calls, what is ignored or assumed, every error
    Compat,
    /// Look after the keyring
    #[command(subcommand)]
    Secret(secret::Command),
    /// Copy everything into one file, also while servers run
    Backup(backup::Backup),
    /// Put everything back from such a file
    Restore(restore::Restore),
    /// Try Usher out with made-up people
    #[command(subcommand)]
    Demo(demo::Command),
    /// Find out what is wrong with this installation
    Doctor,
}

impl From<Overrides> for Flags {
    fn from(overrides: Overrides) -> Self {
        let values = [
            ("data_dir", overrides.data_dir),
            ("http.listen", overrides.listen),
            ("http.public_url", overrides.public_url),
        ];
        let values = values
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        Self {
            config_file: overrides.config,
            values: values.collect(),
        }
    }
}

/// Runs what was typed.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let Err(error) = run(cli) else {
        return ExitCode::SUCCESS;
    };
    if let Some(words) = words(&error) {
        eprintln!("usher: {words}");
    }
    ExitCode::from(error.exit_code())
}

/// The error and what is behind it, unless the command has told everything.
fn words(error: &CommandError) -> Option<String> {
    if matches!(error, CommandError::Told) {
        return None;
    }
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        let cause_words = cause.to_string();
        // Transparent errors say the same as what they wrap.
        if !words.ends_with(&cause_words) {
            words.push_str(": ");
            words.push_str(&cause_words);
        }
        behind = cause.source();
    }
    Some(words)
}

fn run(cli: Cli) -> Result<(), CommandError> {
    match cli.command {
        Command::Compat => return compat::run(),
        Command::Openapi => return openapi::run(),
        Command::Config(config::Command::Sample) => return config::sample(),
        Command::Mail(mail::Command::Preview { out }) => return mail::preview(&out),
        Command::Restore(restore::Restore {
            inspect: Some(file),
            ..
        }) => return restore::inspect(&file),
        _ => {}
    }
    let config = Config::load(&Environment::of_process(), &cli.overrides.into())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CommandError::io("the async runtime cannot be started"))?;
    let spans = match &cli.command {
        Command::Serve | Command::Worker => {
            let _within = runtime.enter();
            Some(telemetry::start(&config).map_err(CommandError::Problem)?)
        }
        _ => {
            telemetry::start_quiet(&config.log);
            None
        }
    };
    let ended = runtime.block_on(dispatch(cli.command, &config));
    if let Some(spans) = spans {
        spans.hand_over();
    }
    ended
}

async fn dispatch(command: Command, config: &Config) -> Result<(), CommandError> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Worker => worker::run(config).await,
        Command::Migrate => migrate::run(config).await,
        Command::Admin(command) => admin::run(config, command).await,
        Command::Token(command) => token::run(config, command).await,
        Command::AccessKey(command) => access_key::run(config, command).await,
        Command::Config(config::Command::Check) => config::check(config),
        Command::Audit(command) => audit::run(config, command).await,
        Command::Mail(mail::Command::Test { to, language }) => {
            mail::test(config, to, &language).await
        }
        Command::Secret(command) => secret::run(config, command).await,
        Command::Backup(command) => backup::run(config, command).await,
        Command::Restore(command) => restore::run(config, command).await,
        Command::Demo(command) => demo::run(config, command).await,
        Command::Doctor => doctor::run(config).await,
        // These need neither configuration nor runtime and were answered before.
        Command::Compat
        | Command::Openapi
        | Command::Config(config::Command::Sample)
        | Command::Mail(mail::Command::Preview { .. }) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
