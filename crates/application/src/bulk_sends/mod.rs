//! Bulk sends: many welcome emails as one controlled run.
//!
//! A run queues messages chunk by chunk, just ahead of sending, and keeps all it knows in its row and
//! its messages: whoever takes it up goes on where it was. Before each chunk it asks the database anew
//! what its requester may do, and of each user what the use case for a single one asks.

mod change;
mod choose;
mod create;
mod look;
mod preview;
mod queue;
mod runner;
mod settle;
mod turn;
mod waiting;

use usher_domain::{
    actor::{Actor, PermissionDenied},
    bulk_send::{BulkSend, BulkSendLimits, LeftOut},
    ids::{AccountId, AccountUserId},
    permission::Permission,
    template::TemplateId,
};
use usher_persistence::DatabaseError;

pub use change::{cancel, pause, resume};
pub use create::create;
pub use look::{LeftOutUser, get, left_out, list};
pub use preview::preview;
pub use runner::{Round, Runner, run, tend};
pub use waiting::{Waiting, waiting};

use crate::{
    access::visible_account,
    account_users::UserFilter,
    failure::database_failures,
    idempotency::{Outcome, Repeatable, made},
    page::InvalidCursor,
};

/// What is wanted of a bulk send.
#[derive(Debug, Clone)]
pub struct NewBulkSend {
    /// Who is welcomed.
    pub recipients: Recipients,
    /// The account's template to write the messages with; none: its default, or ours.
    pub template: Option<TemplateId>,
    /// How it is kept under control.
    pub limits: BulkSendLimits,
    /// How many users were to be sent a message when it was looked at; it is not started when it would be
    /// another number now. None: whoever it is.
    pub expected_to_send: Option<i64>,
}

/// Who is welcomed.
#[derive(Debug, Clone)]
pub enum Recipients {
    /// The users that a list with this filter shows now; its order means nothing here.
    Filter(UserFilter),
    /// These users.
    Users(Vec<AccountUserId>),
}

/// What a bulk send would do if it were started now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Preview {
    /// How many users are selected.
    pub total: i64,
    /// How many would be sent a message.
    pub to_send: i64,
    /// How many would not.
    pub left_out: LeftOut,
}

/// Why something about a bulk send was not done.
#[derive(Debug, thiserror::Error)]
pub enum BulkSendError {
    /// There is none, or the actor may not see its account.
    #[error("no such bulk send or account")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The account has no template of this name.
    #[error("the account has no such template")]
    UnknownTemplate,
    /// Not as many users would be sent a message as was expected.
    #[error("{to_send} users would be sent an email now")]
    Changed {
        /// How many would be now.
        to_send: i64,
    },
    /// The account has as many that are not over as it may.
    #[error("the account has too many bulk sends that are not over: wait for one, or cancel it")]
    TooManyUnended,
    /// It is over.
    #[error("the bulk send is over")]
    Over,
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The database failed.
    #[error("the bulk send could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(BulkSendError);

impl From<InvalidCursor> for BulkSendError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

impl Repeatable for BulkSend {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

/// Requires a permission in an account that the actor may see.
fn require_in(
    actor: &Actor,
    account: AccountId,
    permission: Permission,
) -> Result<(), BulkSendError> {
    let scope = visible_account(actor, account).ok_or(BulkSendError::NotFound)?;
    Ok(actor.require(permission, scope)?)
}
