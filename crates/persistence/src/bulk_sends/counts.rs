//! Counting what becomes of a run's messages.

use std::collections::BTreeMap;

use diesel::prelude::*;
use usher_domain::{delivery::DeliveryStatus, ids::BulkSendId};

use super::TABLE;
use crate::{DatabaseError, DbConnection, columns::from_optional_id_bytes, schema::bulk_sends};

/// Ends of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ends {
    /// A mail server took them, or they were captured.
    pub sent: i64,
    /// They were given up.
    pub failed: i64,
    /// They were called off.
    pub cancelled: i64,
}

/// What a transaction has to add, by bulk send.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<BulkSendId, Ends>);

impl Tally {
    /// Counts that a message reached a status, if it belongs to a bulk send and that is an end.
    pub fn note(&mut self, bulk_send: Option<BulkSendId>, status: DeliveryStatus) {
        let Some(id) = bulk_send else {
            return;
        };
        let ends = self.0.entry(id).or_default();
        match status {
            DeliveryStatus::Sent | DeliveryStatus::Captured => ends.sent += 1,
            DeliveryStatus::Failed => ends.failed += 1,
            DeliveryStatus::Cancelled => ends.cancelled += 1,
            DeliveryStatus::Queued | DeliveryStatus::Sending | DeliveryStatus::Deferred => {}
        }
    }
}

/// The bulk send of a column that may be empty.
pub(crate) fn from_column(column: Option<&[u8]>) -> Result<Option<BulkSendId>, DatabaseError> {
    Ok(from_optional_id_bytes(TABLE, column)?.map(Into::into))
}

/// Adds what a transaction has counted, in the order of the rows: one of the last things that it does.
///
/// # Errors
/// When the database fails.
pub fn add(connection: &mut DbConnection, tally: &Tally) -> Result<(), DatabaseError> {
    for (id, ends) in &tally.0 {
        if *ends == Ends::default() {
            continue;
        }
        diesel::update(bulk_sends::table.find(id.as_bytes()))
            .set((
                bulk_sends::sent.eq(bulk_sends::sent + ends.sent),
                bulk_sends::failed.eq(bulk_sends::failed + ends.failed),
                bulk_sends::cancelled.eq(bulk_sends::cancelled + ends.cancelled),
            ))
            .execute(connection)?;
    }
    Ok(())
}
