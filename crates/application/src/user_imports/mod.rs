//! Imports of users from files: checked and previewed, then carried out a few rows at a time.
//!
//! [`submit`] reads the file, decides about each row and puts it down; nobody is created yet. Once
//! started, [`run`] creates the users by the same rules as one at a time ([`crate::account_users`]),
//! with the rights that whoever started it has at that moment. What the rows said is erased when the
//! import ends.

mod file;
mod judgement;
mod looking;
mod requester;
mod running;
mod starting;
mod step;
mod submission;

use usher_domain::{
    actor::{Actor, PermissionDenied},
    ids::{AccountId, UserImportId},
    permission::Permission,
    user_import::UserImport,
};
use usher_persistence::{DatabaseError, DbConnection, user_imports};

pub use file::{ColumnMistake, FileError};
pub use looking::{get, list, rows};
pub use running::{expire_abandoned, run, waits_until, work};
pub use starting::{cancel, start};
pub use submission::{ImportWish, require_importer, submit};

use crate::{access::visible_account, failure::database_failures, page::InvalidCursor};

/// Why something about an import was not done.
#[derive(Debug, thiserror::Error)]
pub enum UserImportError {
    /// There is no such import or account, or the actor may not see it.
    #[error("no such import or account")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The account has too many imports that were neither started nor called off.
    #[error("too many imports are open")]
    TooManyOpen,
    /// It was started before, or has ended.
    #[error("the import cannot be started any more")]
    NotStartable,
    /// It has ended.
    #[error("the import has ended")]
    Ended,
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the import could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(UserImportError);

impl From<InvalidCursor> for UserImportError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// Requires permissions in an account that the actor may see.
fn require_in(
    actor: &Actor,
    account: AccountId,
    needed: &[Permission],
) -> Result<(), UserImportError> {
    let scope = visible_account(actor, account).ok_or(UserImportError::NotFound)?;
    for permission in needed {
        actor.require(*permission, scope)?;
    }
    Ok(())
}

/// An import that the actor may see: its rows are people whom she may create.
fn find_visible(
    connection: &mut DbConnection,
    actor: &Actor,
    id: UserImportId,
) -> Result<UserImport, UserImportError> {
    let import = user_imports::find(connection, id)?.ok_or(UserImportError::NotFound)?;
    require_in(actor, import.account_id, &[Permission::UsersCreate])?;
    Ok(import)
}
