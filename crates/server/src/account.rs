//! Accounts as the command line names them.

use usher_domain::{account::Account, names::AccountName};
use usher_persistence::accounts;

use crate::{commands::CommandError, node::Node};

/// The account with a name.
pub(crate) async fn find(node: &Node, name: AccountName) -> Result<Account, CommandError> {
    let wanted = name.clone();
    let found = node
        .database
        .read(move |connection| accounts::find_by_name(connection, &wanted));
    found
        .await?
        .ok_or_else(|| CommandError::Refused(format!("there is no account {:?}", name.as_str())))
}
