//! How delivery is doing.

use chrono::Duration;
use usher_domain::{
    actor::{Actor, PermissionDenied},
    permission::Permission,
};
use usher_persistence::{DatabaseError, messages};

pub use usher_persistence::messages::Summary as DeliverySummary;

use crate::{App, failure::database_failures};

/// Why the summary was not shown.
#[derive(Debug, thiserror::Error)]
pub enum DeliverySummaryError {
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The database failed.
    #[error("the messages could not be counted")]
    Database(#[source] DatabaseError),
}

database_failures!(DeliverySummaryError);

/// Counts what is under way, and what ended within the last day, in the accounts that the actor
/// may see.
///
/// # Errors
/// See [`DeliverySummaryError`].
pub async fn summary(app: &App, actor: &Actor) -> Result<DeliverySummary, DeliverySummaryError> {
    let permission = Permission::DeliveriesRead;
    let visible = actor.grants.accounts_with(permission);
    if visible.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied { permission }.into());
    }
    let since = app.now() - Duration::days(1);
    app.database
        .read(move |connection| messages::summary(connection, visible.as_deref(), since))
        .await
        .map_err(DeliverySummaryError::Database)
}
