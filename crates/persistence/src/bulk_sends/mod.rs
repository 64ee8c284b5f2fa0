//! Bulk sends in the database: what was asked for, how far each is, and who is left out.
//!
//! A run's progress lives in its row and its messages, so that whoever takes it up after a crash goes
//! on where it was. Transactions add to the row last: nobody who waits for it holds what another needs.

mod counts;
mod find;
mod insert;
mod messages;
mod progress;
mod recipients;
mod row;

use usher_domain::{
    bulk_send::{BulkSend, Situation},
    ids::AccountUserId,
};

pub use counts::{Ends, Tally, add};
pub use find::{abandoned, find, find_run, find_situated, has_room, list, unended};
pub use insert::{insert, start};
pub use messages::{has_held, has_waiting, hold_waiting, open, release_held, waiting};
pub use progress::{Advance, advance, cancel, count_anew, end, pass_canary, pause, resume};
pub use recipients::{
    delete_listed, delete_whole, insert_listed, leave_out, left_out, next_listed,
};
pub use usher_domain::actor::Requester;

pub(crate) use counts::from_column;
pub(crate) use messages::{HELD_BY, is_held};

const TABLE: &str = "bulk_sends";

/// While its users are being listed.
pub(crate) const PREPARING: &str = "preparing";

/// A bulk send with all that working through it needs to know.
#[derive(Debug, Clone)]
pub struct Run {
    /// What everybody may see of it.
    pub send: BulkSend,
    /// In whose name it goes on.
    pub requester: Requester,
    /// The last user who had her turn.
    pub walked_to: Option<AccountUserId>,
    /// The last user who gets a turn.
    pub walks_to: Option<AccountUserId>,
    /// What decides its next step. Its `open` is 0 unless it was asked for: see [`find_situated`].
    pub situation: Situation,
}
