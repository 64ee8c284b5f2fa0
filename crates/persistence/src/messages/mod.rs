//! Messages in the database: asking for them, looking at them, calling them off.
//!
//! What the dispatcher does with them lives in [`crate::outbox`].

mod change;
mod find;
mod insert;
mod row;
mod shared;

use usher_domain::delivery::DeliveryStatus;

pub use change::{cancel, cancel_all, cancel_waiting, drop_templates, requeue};
pub use find::{
    count_failed, find, latest_since, list_captured, list_of_user, recipients_since,
    requests_since, status, users_asked_for_since,
};
pub use insert::{NewMessage, insert};
pub(crate) use row::{origin, reply};
pub use shared::hand_over;

const TABLE: &str = "messages";

/// The priority of a message that somebody waits for.
pub const SINGLE_SEND: i32 = 0;
/// The priority of one of many: it gives way to single sends.
pub const BULK_SEND: i32 = 1;

/// Where a message stands while it can still be called off.
const WAITING: [&str; 2] = [
    DeliveryStatus::Queued.as_str(),
    DeliveryStatus::Deferred.as_str(),
];
