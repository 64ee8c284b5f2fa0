//! Accounts: creating, changing, deleting tenants.

mod changes;
mod logo;

use usher_domain::{
    account::{Account, AccountSettings},
    actor::{Actor, PermissionDenied},
    audit::AuditAction,
    grants::Scope,
    ids::{AccountId, ProjectId},
    logo::InvalidLogo,
    names::AccountName,
    permission::Permission,
};
use usher_persistence::{
    DatabaseError, Signal, access_keys, account_users, accounts, api_tokens, audit_events,
};

pub use changes::AccountChanges;
pub use logo::{find_logo, remove_logo, set_logo};

use crate::{
    App, Page, PageRequest, access::visible_account, failure::database_failures,
    page::InvalidCursor,
};

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its name.
    pub name: AccountName,
    /// The name of its project; the region by default.
    pub project_name: Option<String>,
    /// Its settings.
    pub settings: AccountSettings,
}

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is none, or the actor may not see it.
    #[error("no such account")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// Another account has the name.
    #[error("another account has this name")]
    NameTaken,
    /// Users, members or tokens still belong to it.
    #[error("the account still has users")]
    NotEmpty,
    /// The image cannot be a logo.
    #[error(transparent)]
    Logo(#[from] InvalidLogo),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the account could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(AccountError);

impl From<InvalidCursor> for AccountError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

fn name_taken(error: DatabaseError) -> AccountError {
    if error.violates("accounts_name_folded_key") {
        AccountError::NameTaken
    } else {
        AccountError::Database(error)
    }
}

fn visible(actor: &Actor, id: AccountId) -> Result<Scope, AccountError> {
    visible_account(actor, id).ok_or(AccountError::NotFound)
}

/// The accounts that the actor may see, by name.
///
/// # Errors
/// See [`AccountError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<Account>, AccountError> {
    let visible = actor.grants.accounts_with(Permission::AccountsRead);
    let after = page.after::<1>()?.map(|[name]| name);
    let rows = page.rows();
    let found = app
        .database
        .read(move |connection| {
            accounts::list(connection, visible.as_deref(), after.as_deref(), rows)
        })
        .await
        .map_err(AccountError::Database)?;
    Ok(page.page(found, |account| [account.name.folded()]))
}

/// One account.
///
/// # Errors
/// See [`AccountError`].
pub async fn get(app: &App, actor: &Actor, id: AccountId) -> Result<Account, AccountError> {
    visible(actor, id)?;
    app.database
        .read(move |connection| accounts::find(connection, id)?.ok_or(AccountError::NotFound))
        .await
}

/// The account with a number.
///
/// # Errors
/// See [`AccountError`].
pub async fn find_by_number(
    app: &App,
    actor: &Actor,
    number: i64,
) -> Result<Account, AccountError> {
    let found = app
        .database
        .read(move |connection| accounts::find_by_number(connection, number))
        .await
        .map_err(AccountError::Database)?;
    let account = found.ok_or(AccountError::NotFound)?;
    visible(actor, account.id)?;
    Ok(account)
}

/// The account that has a project.
///
/// # Errors
/// See [`AccountError`].
pub async fn find_by_project(
    app: &App,
    actor: &Actor,
    project: ProjectId,
) -> Result<Account, AccountError> {
    let found = app
        .database
        .read(move |connection| accounts::find_by_project(connection, project))
        .await?;
    let account = found.ok_or(AccountError::NotFound)?;
    visible(actor, account.id)?;
    Ok(account)
}

/// Creates an account.
///
/// # Errors
/// See [`AccountError`].
pub async fn create(app: &App, actor: &Actor, new: NewAccount) -> Result<Account, AccountError> {
    actor.require(Permission::AccountsManage, Scope::Installation)?;
    let account = draft(app, new);
    let event = app
        .event(actor, AuditAction::AccountCreated)
        .in_account(account.id)
        .on(account.id);
    app.write_once(Signal::Audit, move |connection| {
        let mut account = account.clone();
        account.number = accounts::take_number(connection)?;
        accounts::insert(connection, &account).map_err(name_taken)?;
        audit_events::insert(connection, &event)?;
        Ok(account)
    })
    .await
}

/// An account that lacks only its number.
pub(crate) fn draft(app: &App, new: NewAccount) -> Account {
    let now = app.now();
    Account {
        id: AccountId::mint(now, &*app.entropy),
        number: 0,
        name: new.name,
        project_id: ProjectId::mint(now, &*app.entropy),
        project_name: new
            .project_name
            .unwrap_or_else(|| app.settings().region.clone()),
        settings: new.settings,
        logo: None,
        created_at: now,
        updated_at: now,
    }
}

/// Changes an account. What leaves it as it is is no change, and not on record.
///
/// # Errors
/// See [`AccountError`].
pub async fn update(
    app: &App,
    actor: &Actor,
    id: AccountId,
    changes: AccountChanges,
) -> Result<Account, AccountError> {
    let scope = visible(actor, id)?;
    actor.require(Permission::AccountsUpdate, scope)?;
    let event = app
        .event(actor, AuditAction::AccountUpdated)
        .in_account(id)
        .on(id);
    let now = app.now();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let find = |connection: &mut _| {
                let found = accounts::find(connection, id)?;
                found.ok_or(AccountError::NotFound)
            };
            let before = find(connection)?;
            if changes.clone().apply(before.clone()) == before {
                return Ok(before);
            }
            // Two who change different settings at once do so one after the other.
            accounts::note_change(connection, id, now)?;
            let mut account = changes.clone().apply(find(connection)?);
            account.updated_at = now;
            accounts::update(connection, &account).map_err(name_taken)?;
            audit_events::insert(connection, &event)?;
            Ok(account)
        })
        .await
}

/// Deletes an account that nobody belongs to any more.
///
/// # Errors
/// See [`AccountError`].
pub async fn delete(app: &App, actor: &Actor, id: AccountId) -> Result<(), AccountError> {
    visible(actor, id)?;
    actor.require(Permission::AccountsManage, Scope::Installation)?;
    let event = app
        .event(actor, AuditAction::AccountDeleted)
        .in_account(id)
        .on(id);
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            accounts::find(connection, id)?.ok_or(AccountError::NotFound)?;
            if account_users::any_in(connection, id)? {
                return Err(AccountError::NotEmpty);
            }
            api_tokens::delete_revoked(connection, id)?;
            access_keys::delete_revoked(connection, id)?;
            accounts::delete(connection, id).map_err(|error| {
                if error.is_constraint() {
                    AccountError::NotEmpty
                } else {
                    error.into()
                }
            })?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
