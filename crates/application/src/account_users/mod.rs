//! Account users: creating, changing, finding and deleting people.

mod create;
mod delete;
mod find;
mod prepared;
mod update;
mod welcome_links;

use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, PermissionDenied},
    grants::Scope,
    ids::{AccountId, AccountUserId},
    password::WeakPassword,
    permission::Permission,
    role::Role,
};
use usher_persistence::{DatabaseError, DbConnection, account_users, role_grants};

pub(crate) use create::draft;
pub use create::{NewAccountUser, create};
pub use delete::delete;
pub(crate) use find::folded_search;
pub use find::{UserFilter, count, cursor_behind, find_by_login, get, list};
pub(crate) use prepared::PreparedUser;
pub(crate) use update::PreparedChange;
pub use update::{UserChanges, update};
pub use welcome_links::{WelcomeLink, welcome_links};

use crate::{
    TooMany, access::visible_account, failure::database_failures, limits::AccountLimit,
    own_password::unproven_refusals, page::InvalidCursor, password_hasher::HasherBusy,
};

/// Why something about a user was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountUserError {
    /// There is none, or the actor may not see her.
    #[error("no such user")]
    NotFound,
    /// There is no such account, or the actor may not see it.
    #[error("no such account")]
    AccountNotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// Another user of the account has the login.
    #[error("another user of the account has this login")]
    LoginTaken,
    /// Another user of the account has the address.
    #[error("another user of the account has this email address")]
    EmailTaken,
    /// Nobody would own the installation any more.
    #[error("the last owner cannot be disabled or deleted")]
    LastOwner,
    /// The password is not good enough.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// She was to be welcomed and has no address.
    #[error("a welcome email needs an email address")]
    NoAddress,
    /// One's own address or password is changed by a session that gives the present password.
    #[error("your own present password is needed")]
    PasswordRequired,
    /// Guessed too often, or the person was sent too many messages lately.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The account has asked for as many welcome emails in this hour as it may.
    #[error(transparent)]
    AccountLimit(#[from] AccountLimit),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// Too many hashes wait already.
    #[error("too many passwords are being set at once")]
    Busy,
    /// The database failed.
    #[error("the user could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(AccountUserError);

impl From<InvalidCursor> for AccountUserError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

impl From<HasherBusy> for AccountUserError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

fn taken(error: DatabaseError) -> AccountUserError {
    if error.violates(account_users::LOGIN_KEY) {
        AccountUserError::LoginTaken
    } else if error.violates(account_users::EMAIL_KEY) {
        AccountUserError::EmailTaken
    } else {
        AccountUserError::Database(error)
    }
}

/// Requires a permission in an account that the actor may see.
pub(crate) fn require_in(
    actor: &Actor,
    account: AccountId,
    permission: Permission,
) -> Result<(), AccountUserError> {
    let scope = visible_account(actor, account).ok_or(AccountUserError::AccountNotFound)?;
    Ok(actor.require(permission, scope)?)
}

/// The user as a transaction has left her.
fn reload(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<AccountUser, AccountUserError> {
    account_users::find(connection, id)?.ok_or(AccountUserError::NotFound)
}

fn owns_the_installation(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<bool, DatabaseError> {
    Ok(role_grants::list(connection, id)?.contains(&(Role::Owner, Scope::Installation)))
}

fn keep_an_owner(connection: &mut DbConnection) -> Result<(), AccountUserError> {
    if role_grants::count_owners(connection)? == 0 {
        return Err(AccountUserError::LastOwner);
    }
    Ok(())
}

unproven_refusals!(AccountUserError, PasswordRequired);
