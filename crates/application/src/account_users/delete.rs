//! Deleting a user.

use usher_domain::{actor::Actor, audit::AuditAction, ids::AccountUserId, permission::Permission};
use usher_persistence::{
    Signal, account_users, audit_events, installation, messages, retention, role_grants,
};

use super::{AccountUserError, keep_an_owner, owns_the_installation};
use crate::{App, access::Target, limits::Recipients};

/// Deletes a user and everything about her, her name in messages that she had others sent included;
/// the audit log keeps her id.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn delete(app: &App, actor: &Actor, id: AccountUserId) -> Result<(), AccountUserError> {
    let event = app.event(actor, AuditAction::UserDeleted).on(id);
    forget(app, actor, id).await?;
    let (actor, now, recipients) = (actor.clone(), app.now(), Recipients::of(app));
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation::take(connection)?;
            let target = Target::take_visible(connection, &actor, id)?;
            let target = target.ok_or(AccountUserError::NotFound)?;
            target.require(&actor, Permission::UsersDelete)?;
            let owned = owns_the_installation(connection, id)?;
            recipients.remember(connection, id, now)?;
            // A bulk send counts what it was to send her.
            messages::cancel_waiting(connection, &[id], None, now)?;
            messages::hand_over(connection, id)?;
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

/// Forgets what other people's rows tell of a user, a portion at a time: somebody who wrote to
/// thousands must not make one transaction of all of them.
async fn forget(app: &App, actor: &Actor, id: AccountUserId) -> Result<(), AccountUserError> {
    loop {
        let actor = actor.clone();
        let forgotten = app
            .database
            .write(move |connection| {
                let target = Target::take_visible(connection, &actor, id)?;
                let target = target.ok_or(AccountUserError::NotFound)?;
                target.require(&actor, Permission::UsersDelete)?;
                // The last owner stays, and so does her name.
                if owns_the_installation(connection, id)?
                    && role_grants::count_owners(connection)? == 1
                {
                    return Ok(0);
                }
                Ok::<_, AccountUserError>(retention::forget(connection, id)?)
            })
            .await?;
        if forgotten < retention::PORTION {
            return Ok(());
        }
    }
}
