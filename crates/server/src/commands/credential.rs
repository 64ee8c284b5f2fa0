//! What the commands that make credentials for programs are asked.

use clap::Args;
use usher_application::access_keys::NewCredential;
use usher_domain::{
    grants::Scope,
    names::{AccountName, TokenName},
    role::Role,
};

use super::CommandError;
use crate::{account, node::Node};

#[derive(Debug, Args)]
pub(crate) struct Carried {
    #[arg(long, help = "owner, security_admin, user_admin, helpdesk or auditor")]
    role: Role,
    /// The account where it is good; everywhere without this
    #[arg(long, value_name = "NAME")]
    account: Option<AccountName>,
}

impl Carried {
    /// A credential of that name which belongs to the installation and does not end by itself.
    pub(crate) async fn named(
        self,
        node: &Node,
        name: TokenName,
    ) -> Result<NewCredential, CommandError> {
        let scope = match self.account {
            Some(name) => Scope::Account(account::find(node, name).await?.id),
            None => Scope::Installation,
        };
        Ok(NewCredential {
            name,
            role: self.role,
            scope,
            expires_at: None,
        })
    }
}
