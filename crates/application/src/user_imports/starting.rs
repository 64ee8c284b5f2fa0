//! Starting an import and calling it off.

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    ids::UserImportId,
    request_origin::RequestOrigin,
    user_import::{ImportStatus, UserImport},
};
use usher_persistence::{DbConnection, Signal, audit_events, user_imports};

use super::{UserImportError, find_visible, requester::needed, require_in};
use crate::App;

/// Begins to create the users of a preview, in the name of whoever starts it.
///
/// # Errors
/// See [`UserImportError`].
pub async fn start(
    app: &App,
    actor: &Actor,
    id: UserImportId,
    origin: RequestOrigin,
) -> Result<UserImport, UserImportError> {
    let event = app.event(actor, AuditAction::UserImportStarted);
    let (actor, now) = (actor.clone(), app.now());
    let (ready, running) = (ImportStatus::Ready, ImportStatus::Running);
    app.database
        .write_signalling(Signal::Imports, move |connection| {
            let import = find_visible(connection, &actor, id)?;
            let needed = needed(import.on_duplicate, import.send_welcome);
            require_in(&actor, import.account_id, &needed)?;
            if !user_imports::change_status(connection, id, ready, running, None, now)? {
                return Err(UserImportError::NotStartable);
            }
            user_imports::take_over(connection, id, actor.credential, actor.delegated, &origin)?;
            let event = event.clone().in_account(import.account_id);
            let event = event.on(import.account_id).with("user_import", id);
            let event = event.with("users", import.counts.valid);
            audit_events::insert(connection, &event)?;
            reload(connection, id)
        })
        .await
}

/// Calls an import off, started or not. What was created stays.
///
/// # Errors
/// See [`UserImportError`].
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: UserImportId,
) -> Result<UserImport, UserImportError> {
    let event = app.event(actor, AuditAction::UserImportCancelled);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Imports, move |connection| {
            let import = find_visible(connection, &actor, id)?;
            let open = ImportStatus::ALL.iter().filter(|it| !it.has_ended());
            let mut cancelled = false;
            for status in open {
                let to = ImportStatus::Cancelled;
                cancelled |= user_imports::change_status(connection, id, *status, to, None, now)?;
            }
            if !cancelled {
                return Err(UserImportError::Ended);
            }
            let event = event.clone().in_account(import.account_id);
            let event = event.on(import.account_id).with("user_import", id);
            audit_events::insert(connection, &event)?;
            reload(connection, id)
        })
        .await
}

fn reload(connection: &mut DbConnection, id: UserImportId) -> Result<UserImport, UserImportError> {
    user_imports::find(connection, id)?.ok_or(UserImportError::NotFound)
}
