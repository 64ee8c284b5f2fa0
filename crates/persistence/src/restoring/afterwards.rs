//! What a restored database may no longer be believed: whatever could have been used up, sent or ended
//! since the backup was made.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    bulk_send::{BulkSendStatus, PauseReason},
    delivery::DeliveryStatus,
    keyring::KeyId,
    sealing,
    user_import::ImportStatus,
};

use crate::{
    DatabaseError, DbConnection,
    bulk_sends::{self as runs, Tally},
    columns::to_micros,
    schema::{access_keys, account_users, bulk_sends, messages, sessions, user_imports},
};

/// Ends every session of everybody; how many there were. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn end_sessions(connection: &mut DbConnection) -> Result<usize, DatabaseError> {
    Ok(diesel::delete(sessions::table).execute(connection)?)
}

/// Calls off every message that waits or is under way, and counts it so where it belongs to a bulk send;
/// how many there were. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn call_off_messages(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let all = DeliveryStatus::ALL.into_iter();
    let under_way = all.filter(|status| !status.is_final());
    let under_way: Vec<&str> = under_way.map(DeliveryStatus::as_str).collect();
    diesel::update(account_users::table)
        .filter(
            account_users::latest_welcome_status
                .assume_not_null()
                .eq_any(&under_way),
        )
        .set((
            account_users::latest_welcome_status.eq(DeliveryStatus::Cancelled.as_str()),
            account_users::latest_welcome_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    let of_runs: Vec<Vec<u8>> = messages::table
        .filter(messages::status.eq_any(&under_way))
        .filter(messages::bulk_send_id.is_not_null())
        .select(messages::bulk_send_id.assume_not_null())
        .load(connection)?;
    let mut tally = Tally::default();
    for run in &of_runs {
        let run = runs::from_column(Some(run))?;
        tally.note(run, DeliveryStatus::Cancelled);
    }
    runs::add(connection, &tally)?;
    Ok(diesel::update(messages::table)
        .filter(messages::status.eq_any(&under_way))
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::lease_id.eq(None::<Vec<u8>>),
            messages::leased_until.eq(None::<i64>),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?)
}

/// Pauses every bulk send and cancels every import that has not ended; how many there were. A bulk send whose
/// users were still being listed goes: nobody was told of it, and whoever listed them works on another
/// database. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn hold_runs(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let paused = diesel::update(bulk_sends::table)
        .filter(bulk_sends::status.eq(BulkSendStatus::Running.as_str()))
        .set((
            bulk_sends::status.eq(BulkSendStatus::Paused.as_str()),
            bulk_sends::pause_reason.eq(PauseReason::Asked.as_str()),
            bulk_sends::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    diesel::delete(bulk_sends::table.filter(bulk_sends::status.eq(runs::PREPARING)))
        .execute(connection)?;
    let cancelled = diesel::update(user_imports::table)
        .filter(user_imports::ended_at.is_null())
        .set((
            user_imports::status.eq(ImportStatus::Cancelled.as_str()),
            user_imports::ended_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(paused + cancelled)
}

/// Revokes the access keys whose secrets were sealed with a key that is not among `known`: nobody can
/// open them any more. How many there were. Only for a database that nobody works on.
///
/// # Errors
/// When the database fails.
pub fn revoke_unreadable_access_keys(
    connection: &mut DbConnection,
    known: &[KeyId],
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let sealed: Vec<(Vec<u8>, Vec<u8>)> = access_keys::table
        .filter(access_keys::revoked_at.is_null())
        .select((access_keys::id, access_keys::sealed_secret))
        .load(connection)?;
    let unreadable: Vec<Vec<u8>> = sealed
        .into_iter()
        .filter(|(_, secret)| !sealing::key_of(secret).is_some_and(|key| known.contains(&key)))
        .map(|(id, _)| id)
        .collect();
    let mut revoked = 0;
    for ids in unreadable.chunks(500) {
        revoked += diesel::update(access_keys::table.filter(access_keys::id.eq_any(ids)))
            .set(access_keys::revoked_at.eq(to_micros(now)))
            .execute(connection)?;
    }
    Ok(revoked)
}
