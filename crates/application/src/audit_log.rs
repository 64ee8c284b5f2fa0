//! Reading the audit log.

use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::AuditEvent,
    grants::Scope,
    ids::AccountId,
    permission::Permission,
};
use usher_persistence::{
    DatabaseError,
    audit_events::{self, AuditQuery},
};

use crate::{App, Page, PageRequest, failure::database_failures, page::InvalidCursor};

/// Which events to list.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only this action.
    pub action: Option<String>,
}

/// Why the log was not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditLogError {
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the audit log could not be read")]
    Database(#[source] DatabaseError),
}

database_failures!(AuditLogError);

impl From<InvalidCursor> for AuditLogError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// Events that the actor may see, the newest first.
///
/// # Errors
/// See [`AuditLogError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditEvent>, AuditLogError> {
    let visible = actor.grants.accounts_with(Permission::AuditRead);
    let accounts = match filter.account {
        Some(account) => {
            actor.require(Permission::AuditRead, Scope::Account(account))?;
            Some(vec![account])
        }
        None => visible,
    };
    if accounts.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied {
            permission: Permission::AuditRead,
        }
        .into());
    }
    if filter
        .action
        .as_deref()
        .is_some_and(|action| action.contains('\0'))
    {
        // No action is called that, and PostgreSQL refuses the question.
        return Ok(Page {
            items: Vec::new(),
            next_cursor: None,
        });
    }
    let query = AuditQuery {
        accounts,
        action: filter.action,
        before: page.after_id()?,
        limit: page.rows(),
    };
    let events = app
        .database
        .read(move |connection| audit_events::list(connection, &query))
        .await
        .map_err(AuditLogError::Database)?;
    Ok(page.page(events, |event| [event.id.to_string()]))
}
