//! Calling messages off, and queueing them again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountUserId, MessageId},
    password_link::LinkPurpose,
};

use super::WAITING;
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    schema::{account_users, messages},
};

/// Calls off a user's messages of a purpose (of every purpose when none) that still wait. The caller
/// holds her row.
///
/// # Errors
/// When the database fails.
pub fn cancel_waiting(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let mut query = diesel::update(messages::table)
        .filter(messages::user_id.eq(user.as_bytes().to_vec()))
        .filter(messages::status.eq_any(WAITING))
        .into_boxed();
    if let Some(purpose) = purpose {
        query = query.filter(messages::purpose.eq(purpose.as_str()));
    }
    query
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    // Her latest welcome email may have been among them; lists show its status from her own row.
    let cancelled = messages::table
        .filter(messages::user_id.eq(user.as_bytes()))
        .filter(messages::status.eq(DeliveryStatus::Cancelled.as_str()))
        .filter(messages::id.nullable().eq(account_users::latest_welcome_id));
    diesel::update(account_users::table)
        .filter(account_users::id.eq(user.as_bytes()))
        .filter(
            account_users::latest_welcome_status
                .assume_not_null()
                .eq_any(WAITING),
        )
        .filter(diesel::dsl::exists(cancelled))
        .set((
            account_users::latest_welcome_status.eq(DeliveryStatus::Cancelled.as_str()),
            account_users::latest_welcome_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Calls one message off, if it still waits.
///
/// # Errors
/// When the database fails.
pub fn cancel(
    connection: &mut DbConnection,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let cancelled = diesel::update(messages::table.find(id.as_bytes()))
        .filter(messages::status.eq_any(WAITING))
        .set((
            messages::status.eq(DeliveryStatus::Cancelled.as_str()),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(cancelled == 1)
}

/// Queues a failed or cancelled message again, as if it had never been tried.
///
/// # Errors
/// When the database fails.
pub fn requeue(
    connection: &mut DbConnection,
    id: MessageId,
    now: DateTime<Utc>,
    give_up_at: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let ended = [
        DeliveryStatus::Failed.as_str(),
        DeliveryStatus::Cancelled.as_str(),
    ];
    let queued = diesel::update(messages::table.find(id.as_bytes()))
        .filter(messages::status.eq_any(ended))
        .set((
            messages::status.eq(DeliveryStatus::Queued.as_str()),
            messages::next_attempt_at.eq(to_micros(now)),
            messages::give_up_at.eq(to_micros(give_up_at)),
            messages::attempts.eq(0),
            messages::uncertain_attempts.eq(0),
            messages::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(queued == 1)
}
