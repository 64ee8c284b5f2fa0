//! Starting an import and calling it off.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
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
    let start = Start::new(app, actor, id, origin);
    app.database
        .write_signalling(Signal::Imports, move |connection| start.make(connection))
        .await
}

/// The start of an import, with all that it needs drawn beforehand.
pub(super) struct Start {
    id: UserImportId,
    actor: Actor,
    origin: RequestOrigin,
    event: AuditEvent,
    at: DateTime<Utc>,
}

impl Start {
    pub(super) fn new(app: &App, actor: &Actor, id: UserImportId, origin: RequestOrigin) -> Self {
        Self {
            id,
            actor: actor.clone(),
            origin,
            event: app.event(actor, AuditAction::UserImportStarted),
            at: app.now(),
        }
    }

    /// Starts the import, if it is ready and may be started by the actor.
    pub(super) fn make(
        &self,
        connection: &mut DbConnection,
    ) -> Result<UserImport, UserImportError> {
        let (id, actor) = (self.id, &self.actor);
        let (ready, running) = (ImportStatus::Ready, ImportStatus::Running);
        let import = find_visible(connection, actor, id)?;
        let needed = needed(import.on_duplicate, import.send_welcome);
        require_in(actor, import.account_id, &needed)?;
        if !user_imports::change_status(connection, id, ready, running, None, self.at)? {
            return Err(UserImportError::NotStartable);
        }
        let (requester, delegated) = (actor.credential, actor.delegated);
        user_imports::take_over(connection, id, requester, delegated, &self.origin)?;
        let event = self.event.clone().in_account(import.account_id);
        let event = event.on(import.account_id).with("user_import", id);
        let event = event.with("users", import.counts.valid);
        audit_events::insert(connection, &event)?;
        reload(connection, id)
    }
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

/// An import as it is now.
pub(super) fn reload(
    connection: &mut DbConnection,
    id: UserImportId,
) -> Result<UserImport, UserImportError> {
    user_imports::find(connection, id)?.ok_or(UserImportError::NotFound)
}
