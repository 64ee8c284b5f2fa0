//! Looking at imports and their rows.

use usher_domain::{
    actor::Actor,
    ids::{AccountId, UserImportId},
    permission::Permission,
    user_import::{ImportRow, RowState, UserImport},
};
use usher_persistence::{accounts, user_imports};

use super::{UserImportError, find_visible, require_in};
use crate::{App, Page, PageRequest};

/// One import.
///
/// # Errors
/// See [`UserImportError`].
pub async fn get(
    app: &App,
    actor: &Actor,
    id: UserImportId,
) -> Result<UserImport, UserImportError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| find_visible(connection, &actor, id))
        .await
}

/// The imports of an account, the newest first.
///
/// # Errors
/// See [`UserImportError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    account: AccountId,
    page: PageRequest,
) -> Result<Page<UserImport>, UserImportError> {
    require_in(actor, account, &[Permission::UsersCreate])?;
    let (before, limit) = (page.after_id::<UserImportId>()?, page.rows());
    let imports = app
        .database
        .read(move |connection| {
            accounts::find(connection, account)?.ok_or(UserImportError::NotFound)?;
            Ok::<_, UserImportError>(user_imports::list(connection, account, before, limit)?)
        })
        .await?;
    Ok(page.page(imports, |import| [import.id.to_string()]))
}

/// The rows of an import in the order of its file, all or those in one state.
///
/// # Errors
/// See [`UserImportError`].
pub async fn rows(
    app: &App,
    actor: &Actor,
    id: UserImportId,
    state: Option<RowState>,
    page: PageRequest,
) -> Result<Page<ImportRow>, UserImportError> {
    let (after, limit) = (page.after_id::<i64>()?.unwrap_or(0), page.rows());
    let actor = actor.clone();
    let rows = app
        .database
        .read(move |connection| {
            find_visible(connection, &actor, id)?;
            let rows = user_imports::list_rows(connection, id, state, after, limit)?;
            Ok::<_, UserImportError>(rows)
        })
        .await?;
    Ok(page.page(rows, |row| [row.line.to_string()]))
}
