//! What is known of messages, as far as they are still held by the lease under which they were tried.

use std::collections::HashMap;

use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountId, BulkSendId},
};

use super::{super::TABLE, Outcome};
use crate::{DatabaseError, DbConnection, bulk_sends, columns::from_id_bytes, schema::messages};

/// A message that a lease holds.
pub(in crate::outbox) struct Held {
    /// Whose figures it counts among.
    pub(in crate::outbox) account: AccountId,
    /// The tries that counted.
    pub(in crate::outbox) counted: i32,
    /// Those with an unknown end.
    pub(in crate::outbox) uncertain: i32,
    /// The bulk send that it is of.
    pub(in crate::outbox) run: Option<BulkSendId>,
}

type Row = (Vec<u8>, Option<Vec<u8>>, Vec<u8>, i32, i32, Option<Vec<u8>>);

/// Each outcome with its message; without, when its lease holds that no longer.
pub(super) fn load<'a>(
    connection: &mut DbConnection,
    outcomes: &[&'a Outcome],
) -> Result<Vec<(&'a Outcome, Option<Held>)>, DatabaseError> {
    let mut found = HashMap::with_capacity(outcomes.len());
    for (id, lease, account, counted, uncertain, run) in rows(connection, outcomes)? {
        let held = Held {
            account: from_id_bytes(TABLE, &account)?.into(),
            counted,
            uncertain,
            run: bulk_sends::from_column(run.as_deref())?,
        };
        found.insert(id, (lease, held));
    }
    let held = |outcome: &'a Outcome| {
        let under_lease = found.remove(outcome.message.as_bytes());
        let held =
            under_lease.filter(|(lease, _)| lease.as_deref() == Some(outcome.lease.as_bytes()));
        (outcome, held.map(|(_, held)| held))
    };
    Ok(outcomes.iter().copied().map(held).collect())
}

/// The messages of outcomes that are under way, under whatever lease.
fn rows(connection: &mut DbConnection, outcomes: &[&Outcome]) -> Result<Vec<Row>, DatabaseError> {
    let under_way = messages::table
        .filter(messages::status.eq(DeliveryStatus::Sending.as_str()))
        .select((
            messages::id,
            messages::lease_id,
            messages::account_id,
            messages::attempts,
            messages::uncertain_attempts,
            messages::bulk_send_id,
        ));
    let ids = outcomes.iter().map(|outcome| outcome.message.as_bytes());
    match connection {
        DbConnection::Sqlite(sqlite) => {
            let mut row = |id: &[u8]| under_way.find(id).first(sqlite).optional();
            let rows = ids.filter_map(|id| row(id).transpose());
            Ok(rows.collect::<Result<_, _>>()?)
        }
        // Another node could claim a row between this look and what follows from it.
        DbConnection::Postgres(postgres) => {
            let ids: Vec<&[u8]> = ids.collect();
            let rows = under_way.filter(messages::id.eq_any(ids));
            Ok(rows.order(messages::id).for_update().load(postgres)?)
        }
    }
}
