//! What is kept for a time only: finding what has grown old, and removing it in small portions.
//!
//! Finding is a read along an index; removing takes what was found, looks once more whether it still
//! is due, and changes at most [`PORTION`] rows, dependants included. Ids of `UUIDv7` are in the order
//! of their making, so "older than" is a range of the primary key.

mod credentials;
mod erasure;
mod messages;
mod origins;
mod runs;

use chrono::{DateTime, Utc};

pub use credentials::{delete_access_keys, delete_api_tokens, old_access_keys, old_api_tokens};
pub use erasure::forget;
pub use messages::{
    OldMessages, delete_detached_links, delete_messages, old_detached_links, old_messages,
};
pub use origins::{
    blank_bulk_sends, blank_messages, blank_sessions, blank_user_imports, delete_visits,
    old_bulk_send_origins, old_import_origins, old_message_origins, old_session_origins,
    old_visits,
};
pub use runs::{delete_bulk_sends, delete_user_imports, old_bulk_sends, old_user_imports};

/// How many rows one transaction changes at most.
pub const PORTION: i64 = 500;

/// The primary key of a row.
pub type RowId = Vec<u8>;

/// What every `UUIDv7` that was minted before an instant is smaller than: the milliseconds, then
/// nothing (RFC 9562, section 5.7).
fn minted_before(instant: DateTime<Utc>) -> RowId {
    let millis = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
    let mut bound = millis.to_be_bytes()[2..].to_vec();
    bound.resize(16, 0);
    bound
}

/// How many more rows a transaction may change.
struct Budget(i64);

impl Budget {
    fn spend(&mut self, rows: usize) {
        self.0 -= i64::try_from(rows).unwrap_or(i64::MAX);
    }

    fn is_spent(&self) -> bool {
        self.0 <= 0
    }
}

#[cfg(test)]
mod tests {
    use usher_domain::{clock::Entropy, ids};

    use super::*;

    struct Constant(u8);

    impl Entropy for Constant {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn the_bound_parts_ids_by_the_instant_of_their_making() {
        let instant = DateTime::from_timestamp_millis(1_900_000_000_123).unwrap();
        let bound = minted_before(instant);
        assert!(ids::mint(instant, &Constant(0)).as_bytes()[..] >= bound[..]);
        let earlier = instant - chrono::Duration::milliseconds(1);
        assert!(ids::mint(earlier, &Constant(255)).as_bytes()[..] < bound[..]);
    }
}
