//! Password links in the database: the only place that knows their ids.

mod carry;
mod find;
mod insert;
mod redeem;
mod sent;

use diesel::{dsl::auto_type, prelude::*};
use usher_domain::keyring::KeyState;

pub(crate) use carry::carried_by;
pub use carry::{detach, move_to_message, renew_of_message};
pub(crate) use find::{any_alive, open_for};
pub use find::{find, list_of_messages, newest_open};
pub use insert::{NewLink, delete_setup, insert};
pub use redeem::{consume, void_all, void_of_message};
pub(crate) use sent::note_sent;

use crate::{DatabaseError, schema::password_links};

const TABLE: &str = "password_links";

/// The states of a key whose links can be redeemed.
const REDEEMING: [&str; 2] = [KeyState::Minting.as_str(), KeyState::Redeeming.as_str()];

/// That a link was neither used nor revoked.
#[auto_type]
fn is_unspent() -> _ {
    password_links::consumed_at
        .is_null()
        .and(password_links::revoked_at.is_null())
}

/// That a link could be redeemed if its time has not run out: it is unspent, and no newer one took
/// its place.
#[auto_type]
fn is_open() -> _ {
    is_unspent().and(password_links::superseded_at.is_null())
}

/// A row that cannot be read. The id of a link is secret, so the error does not name it.
fn inconsistent() -> DatabaseError {
    DatabaseError::Inconsistent {
        table: TABLE,
        id: "(secret)".to_owned(),
    }
}
