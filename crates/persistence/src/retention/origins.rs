//! Where requests came from: addresses, programs and places in messages, sessions and visits.

use chrono::{DateTime, Utc};
use diesel::{dsl::auto_type, prelude::*};
use usher_domain::delivery::DeliveryStatus;

use super::{PORTION, RowId, minted_before};
use crate::{
    DatabaseError, DbConnection,
    schema::{bulk_sends, link_visits, messages, sessions, user_imports},
};

/// The states in which nothing more happens to a message.
pub(super) const ENDED: [&str; 4] = [
    DeliveryStatus::Sent.as_str(),
    DeliveryStatus::Failed.as_str(),
    DeliveryStatus::Cancelled.as_str(),
    DeliveryStatus::Captured.as_str(),
];

/// The condition of the index `messages_origin_idx`, word for word.
#[auto_type]
fn message_tells_origin() -> _ {
    messages::origin_user_agent
        .is_not_null()
        .or(messages::origin_address.is_not_null())
        .or(messages::origin_place.is_not_null())
}

/// The condition of the index `sessions_origin_idx`, word for word.
#[auto_type]
fn session_tells_origin() -> _ {
    sessions::user_agent
        .is_not_null()
        .or(sessions::address.is_not_null())
        .or(sessions::place.is_not_null())
}

/// Messages asked for before an instant that still tell from where. One that is under way keeps it: a
/// repeat has to say the same as the first try.
///
/// # Errors
/// When the database fails.
pub fn old_message_origins(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(messages::table
        .filter(message_tells_origin())
        .filter(messages::id.lt(minted_before(before)))
        .filter(messages::status.eq_any(ENDED))
        .order(messages::id)
        .limit(PORTION)
        .select(messages::id)
        .load(connection)?)
}

/// Blanks from where some messages were asked for.
///
/// # Errors
/// When the database fails.
pub fn blank_messages(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    Ok(diesel::update(messages::table)
        .filter(messages::id.eq_any(ids))
        .filter(messages::status.eq_any(ENDED))
        .set((
            messages::origin_user_agent.eq(None::<String>),
            messages::origin_address.eq(None::<String>),
            messages::origin_place.eq(None::<String>),
        ))
        .execute(connection)?)
}

/// Sessions begun before an instant that still tell from where.
///
/// # Errors
/// When the database fails.
pub fn old_session_origins(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(sessions::table
        .filter(session_tells_origin())
        .filter(sessions::id.lt(minted_before(before)))
        .order(sessions::id)
        .limit(PORTION)
        .select(sessions::id)
        .load(connection)?)
}

/// Blanks from where some sessions were begun.
///
/// # Errors
/// When the database fails.
pub fn blank_sessions(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    Ok(diesel::update(sessions::table)
        .filter(sessions::id.eq_any(ids))
        .set((
            sessions::user_agent.eq(None::<String>),
            sessions::address.eq(None::<String>),
            sessions::place.eq(None::<String>),
        ))
        .execute(connection)?)
}

/// Visits of links before an instant.
///
/// # Errors
/// When the database fails.
pub fn old_visits(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(link_visits::table
        .filter(link_visits::id.lt(minted_before(before)))
        .order(link_visits::id)
        .limit(PORTION)
        .select(link_visits::id)
        .load(connection)?)
}

/// Removes visits: without program and address nothing is left of them.
///
/// # Errors
/// When the database fails.
pub fn delete_visits(connection: &mut DbConnection, ids: &[RowId]) -> Result<usize, DatabaseError> {
    Ok(
        diesel::delete(link_visits::table.filter(link_visits::id.eq_any(ids)))
            .execute(connection)?,
    )
}

/// The condition of the index `bulk_sends_origin_idx`, word for word.
#[auto_type]
fn bulk_send_tells_origin() -> _ {
    bulk_sends::origin_user_agent
        .is_not_null()
        .or(bulk_sends::origin_address.is_not_null())
        .or(bulk_sends::origin_place.is_not_null())
}

/// Bulk sends asked for before an instant, and ended, that still tell from where.
///
/// # Errors
/// When the database fails.
pub fn old_bulk_send_origins(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(bulk_sends::table
        .filter(bulk_send_tells_origin())
        .filter(bulk_sends::id.lt(minted_before(before)))
        .filter(bulk_sends::ended_at.is_not_null())
        .order(bulk_sends::id)
        .limit(PORTION)
        .select(bulk_sends::id)
        .load(connection)?)
}

/// Blanks from where some of them were asked for.
///
/// # Errors
/// When the database fails.
pub fn blank_bulk_sends(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    Ok(
        diesel::update(bulk_sends::table.filter(bulk_sends::id.eq_any(ids)))
            .set((
                bulk_sends::origin_user_agent.eq(None::<String>),
                bulk_sends::origin_address.eq(None::<String>),
                bulk_sends::origin_place.eq(None::<String>),
            ))
            .execute(connection)?,
    )
}

/// The condition of the index `user_imports_origin_idx`, word for word.
#[auto_type]
fn import_tells_origin() -> _ {
    user_imports::origin_user_agent
        .is_not_null()
        .or(user_imports::origin_address.is_not_null())
        .or(user_imports::origin_place.is_not_null())
}

/// Imports of users asked for before an instant, and ended, that still tell from where.
///
/// # Errors
/// When the database fails.
pub fn old_import_origins(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    Ok(user_imports::table
        .filter(import_tells_origin())
        .filter(user_imports::id.lt(minted_before(before)))
        .filter(user_imports::ended_at.is_not_null())
        .order(user_imports::id)
        .limit(PORTION)
        .select(user_imports::id)
        .load(connection)?)
}

/// Blanks from where some of them were asked for.
///
/// # Errors
/// When the database fails.
pub fn blank_user_imports(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    Ok(
        diesel::update(user_imports::table.filter(user_imports::id.eq_any(ids)))
            .set((
                user_imports::origin_user_agent.eq(None::<String>),
                user_imports::origin_address.eq(None::<String>),
                user_imports::origin_place.eq(None::<String>),
            ))
            .execute(connection)?,
    )
}
