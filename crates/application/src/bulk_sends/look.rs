//! Looking at bulk sends: one, those of an account, and who is left out of one.

use std::collections::HashMap;

use usher_domain::{
    actor::Actor,
    bulk_send::{BulkSend, LeftOutReason},
    ids::{AccountId, AccountUserId, BulkSendId},
    names::{DisplayName, LoginName},
    permission::Permission,
};
use usher_persistence::{DbConnection, accounts, bulk_sends};

use super::{BulkSendError, choose::known, require_in};
use crate::{App, Page, PageRequest};

/// A selected user who gets no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutUser {
    /// Who, as she was selected.
    pub user: AccountUserId,
    /// Why.
    pub reason: LeftOutReason,
    /// What she is called, while she belongs to the account.
    pub names: Option<(LoginName, DisplayName)>,
}

/// One bulk send.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn get(app: &App, actor: &Actor, id: BulkSendId) -> Result<BulkSend, BulkSendError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| visible(connection, &actor, id))
        .await
}

/// The bulk sends of an account, the newest first.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    account: AccountId,
    page: PageRequest,
) -> Result<Page<BulkSend>, BulkSendError> {
    require_in(actor, account, Permission::DeliveriesRead)?;
    let (before, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| {
            accounts::find(connection, account)?.ok_or(BulkSendError::NotFound)?;
            Ok::<_, BulkSendError>(bulk_sends::list(connection, account, before, rows)?)
        })
        .await?;
    Ok(page.page(found, |send| [send.id.to_string()]))
}

/// Who is left out of a bulk send so far, and why; of one reason only, if that is given. Of users whom
/// the account does not have, nothing is told but the id that was listed.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn left_out(
    app: &App,
    actor: &Actor,
    id: BulkSendId,
    reason: Option<LeftOutReason>,
    page: PageRequest,
) -> Result<Page<LeftOutUser>, BulkSendError> {
    let (after, rows) = (page.after_id()?, page.rows());
    let actor = actor.clone();
    let found = app
        .database
        .read(move |connection| {
            let account = visible(connection, &actor, id)?.account_id;
            require_in(&actor, account, Permission::UsersRead)?;
            let rows = bulk_sends::left_out(connection, id, reason, after, rows)?;
            let ids: Vec<AccountUserId> = rows.iter().map(|(user, _)| *user).collect();
            let mut names: HashMap<_, _> = known(connection, account, &ids)?
                .into_iter()
                .map(|user| (user.id, (user.login, user.display_name)))
                .collect();
            let tell = |(user, reason)| LeftOutUser {
                user,
                reason,
                names: names.remove(&user),
            };
            Ok::<_, BulkSendError>(rows.into_iter().map(tell).collect::<Vec<_>>())
        })
        .await?;
    Ok(page.page(found, |user| [user.user.to_string()]))
}

fn visible(
    connection: &mut DbConnection,
    actor: &Actor,
    id: BulkSendId,
) -> Result<BulkSend, BulkSendError> {
    let found = bulk_sends::find(connection, id)?.ok_or(BulkSendError::NotFound)?;
    require_in(actor, found.account_id, Permission::DeliveriesRead)?;
    Ok(found)
}
