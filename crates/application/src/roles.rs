//! Roles: who holds what, and granting it.

use std::collections::BTreeSet;

use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::{AuditAction, AuditEvent},
    grants::{Grants, Scope},
    ids::{AccountUserId, RoleGrantId},
    permission::Permission,
    role::Role,
};
use usher_persistence::{
    DatabaseError, Signal, accounts, audit_events, installation, messages, password_links,
    role_grants,
};

use crate::{App, access::Target, failure::database_failures, outgoing::TEMPLATE_VERSION};

/// Why roles were not shown or changed.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// No such user, or the actor may not see her.
    #[error("no such user")]
    NotFound,
    /// A permission is missing: the one to grant, or one that the role carries.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// Nobody would own the installation any more.
    #[error("the last owner cannot be demoted")]
    LastOwner,
    /// A role was to be granted on an account that does not exist.
    #[error("no such account")]
    UnknownAccount,
    /// The database failed.
    #[error("the roles could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(RoleError);

/// The roles of a user, as far as the actor may know of them: those that hold everywhere, in the user's
/// own account, and in accounts that the actor may see.
///
/// # Errors
/// See [`RoleError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
) -> Result<Vec<(Role, Scope)>, RoleError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let target =
                Target::find_visible(connection, &actor, user)?.ok_or(RoleError::NotFound)?;
            let mut held = role_grants::list(connection, user)?;
            if let Some(told) = target.told_to(&actor) {
                let is_told = |account| told.contains(&account);
                held.retain(|(_, scope)| scope.account().is_none_or(is_told));
            }
            Ok(held)
        })
        .await
}

/// Replaces a user's roles; returns what she holds then.
///
/// Granting and withdrawing both require the permission where the role holds, and holding
/// everything that the role carries.
///
/// # Errors
/// See [`RoleError`].
pub async fn replace(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
    wanted: Vec<(Role, Scope)>,
) -> Result<Vec<(Role, Scope)>, RoleError> {
    let wanted: BTreeSet<(Role, Scope)> = wanted.into_iter().collect();
    let now = app.now();
    let ids: Vec<RoleGrantId> = wanted
        .iter()
        .map(|_| RoleGrantId::mint(now, &*app.entropy))
        .collect();
    let (events, actor) = (app.clone(), actor.clone());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation::take(connection)?;
            let target =
                Target::take_visible(connection, &actor, user)?.ok_or(RoleError::NotFound)?;
            target.require(&actor, Permission::RolesGrant)?;
            let held: BTreeSet<(Role, Scope)> =
                role_grants::list(connection, user)?.into_iter().collect();
            for (role, scope) in held.symmetric_difference(&wanted) {
                require_grantable(&actor, *role, *scope)?;
            }
            for (role, scope) in held.difference(&wanted) {
                role_grants::delete(connection, user, *role, *scope)?;
                let event = events.event(&actor, AuditAction::RoleWithdrawn).on(user);
                audit_events::insert(connection, &about_role(event, *role, *scope, &target))?;
            }
            for ((role, scope), id) in wanted.difference(&held).zip(&ids) {
                if let Scope::Account(account) = scope {
                    accounts::find(connection, *account)?.ok_or(RoleError::UnknownAccount)?;
                }
                role_grants::insert(connection, *id, user, *role, *scope, now)?;
                let event = events.event(&actor, AuditAction::RoleGranted).on(user);
                audit_events::insert(connection, &about_role(event, *role, *scope, &target))?;
            }
            if !wanted.is_empty() {
                // What waits was written when no account's words could do harm with her link.
                messages::drop_templates(connection, user, TEMPLATE_VERSION)?;
            }
            let owner = (Role::Owner, Scope::Installation);
            if wanted.contains(&owner) && !held.contains(&owner) {
                // Whoever still holds the setup link would become an owner beside her.
                password_links::delete_setup(connection)?;
            }
            let demoted = held.contains(&owner) && !wanted.contains(&owner);
            if demoted && role_grants::count_owners(connection)? == 0 {
                return Err(RoleError::LastOwner);
            }
            Ok(role_grants::list(connection, user)?)
        })
        .await
}

/// Says which role where; the event belongs to the account where the role holds, or to the user's own
/// when it holds everywhere.
pub(crate) fn about_role(
    event: AuditEvent,
    role: Role,
    scope: Scope,
    target: &Target,
) -> AuditEvent {
    let account = scope.account();
    let event = event
        .in_account(account.unwrap_or(target.user.account_id))
        .with("role", role);
    match account {
        Some(account) => event.with("scope", account),
        None => event.with("scope", "installation"),
    }
}

/// Requires that the actor may hand out a role: granting requires holding.
pub(crate) fn require_grantable(
    actor: &Actor,
    role: Role,
    scope: Scope,
) -> Result<(), PermissionDenied> {
    actor.require_over(
        Permission::RolesGrant,
        scope,
        &Grants::from_roles([(role, scope)]),
    )
}
