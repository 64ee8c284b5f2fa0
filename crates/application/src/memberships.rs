//! Memberships: the accounts that a user belongs to, and adding her to a second one.

use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::AuditAction,
    grants::{Grants, Scope},
    ids::{AccountId, AccountUserId},
    permission::Permission,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, accounts, audit_events, memberships, role_grants,
};

use crate::{
    App,
    access::{Target, may_see, visible_account},
    failure::database_failures,
    roles::about_role,
};

/// Why memberships were not shown or changed.
#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    /// No such account, user or membership, or the actor may not see it.
    #[error("no such account, user or membership")]
    NotFound,
    /// A permission is missing in one of the two accounts.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// It is her primary account, to which she belongs anyway.
    #[error("this is the user's primary account")]
    IsPrimary,
    /// The database failed.
    #[error("the memberships could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(MembershipError);

/// The accounts that a user belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memberships {
    /// The account that created her and sends her welcome emails.
    pub primary: AccountId,
    /// Those that she belongs to beside it, the earliest account first.
    pub others: Vec<AccountId>,
}

/// The accounts that a user belongs to. Beside her primary one, which whoever sees her knows anyway,
/// these are the accounts that the actor may see.
///
/// # Errors
/// See [`MembershipError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
) -> Result<Memberships, MembershipError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let target =
                Target::find_visible(connection, &actor, user)?.ok_or(MembershipError::NotFound)?;
            let mut others = target.member_of;
            others.retain(|account| may_see(&actor, *account));
            Ok(Memberships {
                primary: target.user.account_id,
                others,
            })
        })
        .await
}

/// Makes a user a member of an account. The permission is needed there and in her primary account:
/// the administrators of one account cannot draw in the people of another.
///
/// # Errors
/// See [`MembershipError`].
pub async fn add(
    app: &App,
    actor: &Actor,
    account: AccountId,
    user: AccountUserId,
) -> Result<(), MembershipError> {
    change(app, actor, account, user, AuditAction::MemberAdded).await
}

/// Ends a membership.
///
/// # Errors
/// See [`MembershipError`].
pub async fn remove(
    app: &App,
    actor: &Actor,
    account: AccountId,
    user: AccountUserId,
) -> Result<(), MembershipError> {
    change(app, actor, account, user, AuditAction::MemberRemoved).await
}

async fn change(
    app: &App,
    actor: &Actor,
    account: AccountId,
    user: AccountUserId,
    action: AuditAction,
) -> Result<(), MembershipError> {
    let scope = visible_account(actor, account).ok_or(MembershipError::NotFound)?;
    actor.require(Permission::MembersManage, scope)?;
    let event = app.event(actor, action).in_account(account).on(user);
    let (events, actor, now) = (app.clone(), actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            accounts::find(connection, account)?.ok_or(MembershipError::NotFound)?;
            // Two that add her at once come one after the other.
            let target =
                Target::take_visible(connection, &actor, user)?.ok_or(MembershipError::NotFound)?;
            if target.user.account_id == account {
                return Err(MembershipError::IsPrimary);
            }
            let member = target.member_of.contains(&account);
            if action == AuditAction::MemberRemoved {
                if !memberships::delete(connection, account, user)? {
                    return Err(MembershipError::NotFound);
                }
                withdraw_roles(connection, &events, &actor, account, &target)?;
            } else {
                target.require(&actor, Permission::MembersManage)?;
                if member {
                    return Ok(());
                }
                memberships::insert(connection, account, user, now)?;
            }
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}

/// Who leaves an account holds nothing there any more. Nobody removes a member who may do more there
/// than she may herself.
fn withdraw_roles(
    connection: &mut DbConnection,
    app: &App,
    actor: &Actor,
    account: AccountId,
    target: &Target,
) -> Result<(), MembershipError> {
    let here = Scope::Account(account);
    let mut held = role_grants::list(connection, target.user.id)?;
    held.retain(|(_, scope)| *scope == here);
    let rights = Grants::from_roles(held.iter().copied());
    actor.require_over(Permission::MembersManage, here, &rights)?;
    for (role, scope) in held {
        role_grants::delete(connection, target.user.id, role, scope)?;
        let event = app
            .event(actor, AuditAction::RoleWithdrawn)
            .on(target.user.id);
        audit_events::insert(connection, &about_role(event, role, scope, target))?;
    }
    Ok(())
}
