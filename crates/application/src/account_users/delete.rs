//! Deleting a user.

use usher_domain::{actor::Actor, audit::AuditAction, ids::AccountUserId, permission::Permission};
use usher_persistence::{Signal, account_users, audit_events, installation};

use super::{AccountUserError, keep_an_owner, owns_the_installation};
use crate::{App, access::Target};

/// Deletes a user and everything about her; the audit log keeps her id.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn delete(app: &App, actor: &Actor, id: AccountUserId) -> Result<(), AccountUserError> {
    let event = app.event(actor, AuditAction::UserDeleted).on(id);
    let actor = actor.clone();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation::take(connection)?;
            let target = Target::take_visible(connection, &actor, id)?;
            let target = target.ok_or(AccountUserError::NotFound)?;
            target.require(&actor, Permission::UsersDelete)?;
            let owned = owns_the_installation(connection, id)?;
            account_users::delete(connection, id)?;
            if owned {
                keep_an_owner(connection)?;
            }
            let event = event.clone().in_account(target.user.account_id);
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
