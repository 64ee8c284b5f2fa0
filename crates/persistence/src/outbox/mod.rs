//! What the dispatcher does with messages: claim some by lease, record what became of them.

mod ahead;
mod claim;
mod claimed;
mod depth;
mod due;
mod put_back;
mod record;

use diesel::sql_types::Bool;

pub use ahead::{PORTION, Reach, pull_back};
pub use claim::{Claim, claim, extend};
pub use claimed::{AccountTemplate, CarriedLink, ClaimedMessage};
pub use depth::{COUNTED, UnderWay, longest_due, under_way};
pub use due::{any_due, oldest_due};
pub use record::{NextStep, Outcome, record};

use crate::connection::Literal;

const TABLE: &str = "messages";

/// How many tries with an unknown end a message gets before it counts as failed.
pub const MAX_UNCERTAIN: i32 = 3;

enum Waiting {}
enum Sending {}

/// That a message waits for a try. The statuses are literals so that the planner can prove that the
/// partial index over them applies.
fn is_waiting() -> Literal<Waiting, Bool> {
    Literal::new("status IN ('queued', 'deferred')")
}

/// That a lease holds a message; a literal as in [`is_waiting`].
fn is_sending() -> Literal<Sending, Bool> {
    Literal::new("status = 'sending'")
}
