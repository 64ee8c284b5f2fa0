//! What becomes of a run's waiting messages when it is paused, resumed or called off. Each step may be
//! repeated, so that the runner finishes what a process left undone.

use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountUserId, BulkSendId, MessageId},
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, bulk_sends, messages, password_links,
};

use crate::App;

/// The most messages that one transaction holds back or gives back.
const HOLD: usize = 500;
/// The most messages that one transaction calls off: with each go its link, its user's row and hers of
/// the list of users.
const CALL_OFF: i64 = 100;

/// Holds a paused run's messages back.
pub(super) async fn hold_back(app: &App, id: BulkSendId) -> Result<(), DatabaseError> {
    let now = app.now();
    let limit = i64::try_from(HOLD).unwrap_or(i64::MAX);
    while app
        .database
        .write(move |connection| bulk_sends::hold_waiting(connection, id, limit, now))
        .await?
        == HOLD
    {}
    Ok(())
}

/// Gives a resumed run's messages their places in the queue again.
pub(super) async fn give_back(app: &App, id: BulkSendId) -> Result<(), DatabaseError> {
    let now = app.now();
    let limit = i64::try_from(HOLD).unwrap_or(i64::MAX);
    let release =
        move |connection: &mut DbConnection| bulk_sends::release_held(connection, id, limit, now);
    while app
        .database
        .write_signalling(Signal::Outbox, release)
        .await?
        == HOLD
    {}
    Ok(())
}

/// Calls off what waits of a run that was called off.
pub(super) async fn call_off(app: &App, id: BulkSendId) -> Result<(), DatabaseError> {
    while call_some_off(app, id).await? {}
    Ok(())
}

/// Calls some messages off; `false` when none waits.
async fn call_some_off(app: &App, id: BulkSendId) -> Result<bool, DatabaseError> {
    let now = app.now();
    app.database
        .write_signalling(Signal::Delivery, move |connection| {
            let waiting = bulk_sends::waiting(connection, id, CALL_OFF)?;
            let users: std::collections::HashMap<MessageId, AccountUserId> = waiting
                .iter()
                .map(|(user, message)| (*message, *user))
                .collect();
            let mut messages = Vec::with_capacity(waiting.len());
            for (user, message) in &waiting {
                if account_users::take(connection, *user)? {
                    messages.push(*message);
                }
            }
            let cancelled = messages::cancel_all(connection, &messages, now)?;
            for message in &cancelled {
                password_links::void_of_message(connection, *message, now)?;
                if let Some(user) = users.get(message) {
                    let status = DeliveryStatus::Cancelled;
                    account_users::note_welcome_status(connection, *user, *message, status, now)?;
                }
            }
            Ok(!cancelled.is_empty())
        })
        .await
}
