//! Bulk sends and imports of users that ended long ago, with all that was kept for their users and rows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{Budget, PORTION, RowId, minted_before};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    schema::{bulk_send_recipients, bulk_sends, user_import_rows, user_imports},
};

/// Bulk sends that ended before an instant.
///
/// # Errors
/// When the database fails.
pub fn old_bulk_sends(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    // Of those asked for as long ago only the few are kept that have not ended.
    Ok(bulk_sends::table
        .filter(bulk_sends::id.lt(minted_before(before)))
        .filter(bulk_sends::ended_at.lt(to_micros(before)))
        .order(bulk_sends::id)
        .limit(PORTION)
        .select(bulk_sends::id)
        .load(connection)?)
}

/// Removes bulk sends with the users who were left out of them, as far as one transaction goes; how many
/// rows went. To be called again until none does.
///
/// # Errors
/// When the database fails.
pub fn delete_bulk_sends(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    let hanging: Vec<(RowId, RowId)> = bulk_send_recipients::table
        .filter(bulk_send_recipients::bulk_send_id.eq_any(ids))
        .order((
            bulk_send_recipients::bulk_send_id,
            bulk_send_recipients::user_id,
        ))
        .limit(PORTION)
        .select((
            bulk_send_recipients::bulk_send_id,
            bulk_send_recipients::user_id,
        ))
        .load(connection)?;
    let mut budget = Budget(PORTION);
    for (send, users) in by_whole(hanging) {
        budget.spend(
            diesel::delete(bulk_send_recipients::table)
                .filter(bulk_send_recipients::bulk_send_id.eq(send))
                .filter(bulk_send_recipients::user_id.eq_any(users))
                .execute(connection)?,
        );
    }
    let whole = bare(ids, &budget);
    budget.spend(
        diesel::delete(bulk_sends::table.filter(bulk_sends::id.eq_any(whole)))
            .execute(connection)?,
    );
    Ok(usize::try_from(PORTION - budget.0).unwrap_or(0))
}

/// Imports of users that ended before an instant.
///
/// # Errors
/// When the database fails.
pub fn old_user_imports(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(user_imports::table
        .filter(user_imports::id.lt(minted_before(before)))
        .filter(user_imports::ended_at.lt(to_micros(before)))
        .order(user_imports::id)
        .limit(PORTION)
        .select(user_imports::id)
        .load(connection)?)
}

/// Removes imports with what became of their rows, as far as one transaction goes; how many rows went. To
/// be called again until none does.
///
/// # Errors
/// When the database fails.
pub fn delete_user_imports(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    let hanging: Vec<(RowId, i64)> = user_import_rows::table
        .filter(user_import_rows::import_id.eq_any(ids))
        .order((user_import_rows::import_id, user_import_rows::line))
        .limit(PORTION)
        .select((user_import_rows::import_id, user_import_rows::line))
        .load(connection)?;
    let mut budget = Budget(PORTION);
    for (import, lines) in by_whole(hanging) {
        budget.spend(
            diesel::delete(user_import_rows::table)
                .filter(user_import_rows::import_id.eq(import))
                .filter(user_import_rows::line.eq_any(lines))
                .execute(connection)?,
        );
    }
    let whole = bare(ids, &budget);
    budget.spend(
        diesel::delete(user_imports::table.filter(user_imports::id.eq_any(whole)))
            .execute(connection)?,
    );
    Ok(usize::try_from(PORTION - budget.0).unwrap_or(0))
}

/// The parts of each whole.
fn by_whole<T>(parts: Vec<(RowId, T)>) -> BTreeMap<RowId, Vec<T>> {
    let mut grouped = BTreeMap::<RowId, Vec<T>>::new();
    for (whole, part) in parts {
        grouped.entry(whole).or_default().push(part);
    }
    grouped
}

/// The rows on which nothing hangs any more, as many as there is room for: none while a portion was full,
/// since there may be more.
fn bare<'a>(ids: &'a [RowId], budget: &Budget) -> &'a [RowId] {
    let room = usize::try_from(budget.0).unwrap_or(0);
    &ids[..room.min(ids.len())]
}
