//! Events that are sealed by the transaction that writes them: for whoever writes very many at once and
//! would otherwise have each of them written twice.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use usher_domain::{audit::AuditEvent, ids, keyring::Keyring};
use usher_persistence::{DbConnection, audit_chain, audit_events, leases};
use uuid::Uuid;

use super::{LEASE, LEASE_LIFE, SealError, seal_all, stretch::Stretch, vouched_end};
use crate::App;

/// A writer of many events.
#[derive(Debug, Clone)]
pub(crate) struct AtOnce {
    keyring: Arc<Keyring>,
    holder: Uuid,
}

impl AtOnce {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            keyring: app.keyring(),
            holder: ids::mint(app.now(), &*app.entropy),
        }
    }

    /// Stores events in their order behind the end of the chain. While another process does the sealing,
    /// they are left to it.
    ///
    /// Other transactions that do the same wait until this one has ended, so this comes late in it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub(crate) fn insert<'a>(
        &self,
        connection: &mut DbConnection,
        events: impl Iterator<Item = &'a AuditEvent> + Clone,
        now: DateTime<Utc>,
    ) -> Result<(), SealError> {
        if !leases::acquire(connection, LEASE, self.holder, now, LEASE_LIFE)? {
            return Ok(audit_events::insert_all(connection, events)?);
        }
        let end = vouched_end(connection, &self.keyring)?;
        let stretch = Stretch::behind(end, events.clone(), &self.keyring, now);
        if stretch.links.is_empty() {
            return Ok(());
        }
        let hashes = stretch.links.iter().map(|(_, hash)| hash);
        audit_events::insert_sealed(connection, stretch.place(), events.zip(hashes))?;
        Ok(audit_chain::insert_head(connection, &stretch.head)?)
    }

    /// Seals what waits besides.
    ///
    /// # Errors
    /// See [`SealError`].
    pub(crate) async fn seal_rest(&self, app: &App) -> Result<(), SealError> {
        seal_all(app, self.holder).await?;
        Ok(())
    }
}
