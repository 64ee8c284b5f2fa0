//! One module per command or group of commands. Each command works while `usher serve` runs.

pub(crate) mod access_key;
pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod compat;
pub(crate) mod config;
pub(crate) mod credential;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod mail;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod restore;
pub(crate) mod running;
pub(crate) mod secret;
pub(crate) mod serve;
pub(crate) mod shutdown;
pub(crate) mod token;
pub(crate) mod worker;

use std::io;

use usher_application::audit_sealer::SealError;
use usher_application::{
    access_keys::CredentialError, account_users::AccountUserError, demo::SeedError,
    welcome_emails::RequestWelcomeEmailError,
};
use usher_persistence::DatabaseError;

use crate::{
    backup::BackupError,
    config::{Config, ConfigError, Problem},
    keyring_file::KeyringFileError,
    mail_route::MailRouteError,
    node::{Migrate, Node, StartError},
    setup_link::SetupLinkError,
};

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The configuration does not fit what was asked for.
    #[error("{0}")]
    Problem(Problem),
    /// The process cannot take part in the installation.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The keyring cannot be used.
    #[error(transparent)]
    Keyring(#[from] KeyringFileError),
    /// The audit log does not hold together.
    #[error(transparent)]
    Sealing(#[from] SealError),
    /// Mail cannot go anywhere.
    #[error(transparent)]
    MailRoute(#[from] MailRouteError),
    /// The setup link could not be handed out.
    #[error(transparent)]
    SetupLink(#[from] SetupLinkError),
    /// Something about a user.
    #[error(transparent)]
    AccountUser(#[from] AccountUserError),
    /// Something about a token or key.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// An account could not be filled.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// Something about a welcome email.
    #[error(transparent)]
    WelcomeEmail(#[from] RequestWelcomeEmailError),
    /// A backup could not be made or put back.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
    /// The system refuses.
    #[error("{what}")]
    Io {
        /// What could not be done.
        what: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The command has said itself what is wrong.
    #[error("see above")]
    Told,
}

impl CommandError {
    /// Puts words in front of what the system said.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    /// 2 for what has to be changed in the configuration, 1 for the rest.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Problem(_) | Self::Start(StartError::Refused(_)) => 2,
            _ => 1,
        }
    }
}

/// Prints a line on standard output.
pub(crate) fn print(text: &str) -> Result<(), CommandError> {
    crate::stdout::line(text).map_err(CommandError::io("standard output cannot be written to"))
}

/// Takes part in the installation for the time of one command.
pub(crate) async fn open(config: &Config) -> Result<Node, CommandError> {
    Ok(Node::open(config, config.http.listen, Migrate::OnlyNew).await?)
}
