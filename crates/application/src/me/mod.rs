//! The actor herself: who she is, her own profile and her own password.

mod password;
mod profile;

use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::{Actor, Credential},
    grants::{Grants, Scope},
    ids::AccountUserId,
    role::Role,
};
use usher_persistence::{DatabaseError, DbConnection, account_users, accounts, role_grants};

pub use password::{ChangePasswordError, change_password, judge_password};
pub use profile::{ProfileChanges, ProfileError, update};

use crate::App;

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Me {
    /// The user; none for a token of the installation.
    pub user: Option<AccountUser>,
    /// Her primary account.
    pub account: Option<Account>,
    /// The roles she holds.
    pub roles: Vec<(Role, Scope)>,
    /// What the credential may do.
    pub grants: Grants,
}

/// Why the actor could not be described.
#[derive(Debug, thiserror::Error)]
pub enum MeError {
    /// The database failed.
    #[error("the user could not be read")]
    Database(#[from] DatabaseError),
}

/// Describes the actor.
///
/// # Errors
/// When the database fails.
pub async fn describe(app: &App, actor: &Actor) -> Result<Me, MeError> {
    let (grants, user) = (actor.grants.clone(), actor.user());
    app.database
        .read(move |connection| {
            let Some(id) = user else {
                return Ok(Me {
                    user: None,
                    account: None,
                    roles: Vec::new(),
                    grants,
                });
            };
            let (user, account) = with_account(connection, id)?.unzip();
            let roles = role_grants::list(connection, id)?;
            Ok(Me {
                user,
                account: account.flatten(),
                roles,
                grants,
            })
        })
        .await
}

/// The user who sits there herself: signed in, and represented by no token.
fn in_person(actor: &Actor) -> Option<AccountUserId> {
    match actor.credential {
        Credential::Session(_, user) if !actor.delegated => Some(user),
        _ => None,
    }
}

/// A user with her primary account.
fn with_account(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<Option<(AccountUser, Option<Account>)>, DatabaseError> {
    let Some(user) = account_users::find(connection, id)? else {
        return Ok(None);
    };
    let account = accounts::find(connection, user.account_id)?;
    Ok(Some((user, account)))
}
