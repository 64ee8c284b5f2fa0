//! Who a caller is, in the words of the vendor's policies.

use usher_domain::{
    actor::{Actor, Credential},
    ids::AccountId,
};
use usher_persistence::{DatabaseError, account_users};
use uuid::Uuid;

use crate::{App, reachable_accounts};

/// A caller, told to herself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    /// Her account: see [`ReachableAccounts::own`](reachable_accounts::ReachableAccounts::own).
    /// None for a credential of the installation, unless there is one account only.
    pub account: Option<AccountId>,
    /// The user behind the credential, or the credential itself where it belongs to the
    /// installation.
    pub principal: Uuid,
    /// `iam::<account>:user:<login>`, and for the installation's credentials their kind and id.
    pub urn: String,
}

/// Tells a caller who she is. Everybody may know that.
///
/// # Errors
/// When the database fails.
pub async fn identify(app: &App, actor: &Actor) -> Result<CallerIdentity, DatabaseError> {
    let reachable = reachable_accounts::list(app, actor).await?;
    let account = match reachable.own() {
        [only] => Some(only.id),
        _ => None,
    };
    let user = actor.user();
    let user = app
        .database
        .read(move |connection| match user {
            Some(id) => account_users::find(connection, id),
            None => Ok(None),
        })
        .await?;
    let urn = match &user {
        Some(user) => format!("iam::{}:user:{}", simple(account), user.login),
        None => urn(actor, account),
    };
    Ok(CallerIdentity {
        account,
        principal: principal(actor).1,
        urn,
    })
}

/// The same without a look at the database, and so with ids only.
pub(crate) fn urn(actor: &Actor, account: Option<AccountId>) -> String {
    let (kind, id) = principal(actor);
    format!("iam::{}:{kind}:{}", simple(account), id.simple())
}

/// An account as this vendor writes it; empty for none.
fn simple(account: Option<AccountId>) -> String {
    account.map_or_else(String::new, |account| account.simple())
}

fn principal(actor: &Actor) -> (&'static str, Uuid) {
    match (actor.user(), actor.credential) {
        (Some(user), _) => ("user", user.into()),
        (None, Credential::ApiToken(id, _)) => ("api_token", id.into()),
        (None, Credential::AccessKey(id, _)) => ("access_key", id.into()),
        (
            None,
            Credential::Session(..)
            | Credential::System
            | Credential::LinkHolder(_)
            | Credential::Anonymous,
        ) => ("system", Uuid::nil()),
    }
}
