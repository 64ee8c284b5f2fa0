//! `usher token`: makes API tokens that belong to the installation.

use clap::Subcommand;
use usher_application::api_tokens::{self, NewApiToken};
use usher_domain::{
    actor::Actor,
    grants::Scope,
    names::{AccountName, TokenName},
    role::Role,
};

use super::{CommandError, open, print};
use crate::{account, config::Config};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a token and print it, and nothing else, on standard output
    Create {
        /// What to call it
        #[arg(long)]
        name: TokenName,
        #[arg(long, help = "owner, security_admin, user_admin, helpdesk or auditor")]
        role: Role,
        /// The account where it is good; everywhere without this
        #[arg(long, value_name = "NAME")]
        account: Option<AccountName>,
    },
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let Command::Create {
        name,
        role,
        account,
    } = command;
    let node = open(config).await?;
    let scope = match account {
        Some(name) => Scope::Account(account::find(&node, name).await?.id),
        None => Scope::Installation,
    };
    let new = NewApiToken {
        name,
        role,
        scope,
        expires_at: None,
    };
    let (_, secret) = api_tokens::create(&node.app, &Actor::system(), new).await?;
    print(secret.reveal())?;
    node.close().await;
    Ok(())
}
