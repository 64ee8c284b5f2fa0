//! Imports of users from a file: where one stands, what is done with each row, and what can be wrong
//! with it.

mod columns;
mod mistakes;

use chrono::{DateTime, Utc};

use crate::{
    actor::Credential,
    closed_list::closed_list,
    ids::{AccountId, AccountUserId, UserImportId},
    request_origin::RequestOrigin,
};

pub use columns::{Column, PASSED_OVER, UnknownColumn};
pub use mistakes::{RowFault, RowMistake, UnknownFault, read_mistakes, write_mistakes};

/// The most rows of one file.
pub const MAX_ROWS: usize = 100_000;
/// The most bytes of one file: 16 MiB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most cells of one row: several times those that an export has.
pub const MAX_CELLS: usize = 64;

closed_list! {
    /// Where an import stands.
    ImportStatus, UnknownImportStatus, "status of an import" {
        /// Its rows are being checked and put down; until then nobody sees it.
        Reading = "reading",
        /// It is previewed; nothing was created.
        Ready = "ready",
        /// Its users are being created.
        Running = "running",
        /// Every row was dealt with.
        Completed = "completed",
        /// Somebody called it off; what was created stays.
        Cancelled = "cancelled",
        /// It could not go on; what was created stays.
        Stopped = "stopped",
        /// Nobody started it in time.
        Expired = "expired",
    }
}

closed_list! {
    /// What to do with a row whose login or address a user of the account has.
    OnDuplicate, UnknownOnDuplicate, "way with duplicates" {
        /// Leave her alone.
        Skip = "skip",
        /// Give her what the row says.
        Update = "update",
    }
}

closed_list! {
    /// What is to be done with a row, or what was.
    RowState, UnknownRowState, "state of a row" {
        /// A user will be created; in an import that has ended: none was.
        ToCreate = "to_create",
        /// A user will be changed; in an import that has ended: she was not.
        ToUpdate = "to_update",
        /// There is such a user, or an earlier row says the same; nothing is done.
        Duplicate = "duplicate",
        /// Something is wrong with it; nothing is done.
        Invalid = "invalid",
        /// A user was created.
        Created = "created",
        /// A user was changed.
        Updated = "updated",
        /// It was good, and could not be carried out.
        Failed = "failed",
    }
}

closed_list! {
    /// Why an import could not go on.
    StopReason, UnknownStopReason, "reason for stopping" {
        /// Whoever started it may not create users there any more.
        PermissionLost = "permission_lost",
    }
}

impl ImportStatus {
    /// Whether nothing will be done any more.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        match self {
            Self::Reading | Self::Ready | Self::Running => false,
            Self::Completed | Self::Cancelled | Self::Stopped | Self::Expired => true,
        }
    }
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// All of them.
    pub rows: i64,
    /// Those that could be carried out when they were checked.
    pub valid: i64,
    /// Those with something wrong.
    pub invalid: i64,
    /// Those that say what is there already.
    pub duplicates: i64,
    /// Users created so far.
    pub created: i64,
    /// Users changed so far.
    pub updated: i64,
    /// Valid rows that could not be carried out.
    pub failed: i64,
}

impl ImportCounts {
    /// Counts a row that was checked.
    pub fn count_checked(&mut self, state: RowState) {
        self.rows += 1;
        match state {
            RowState::Invalid => self.invalid += 1,
            RowState::Duplicate => self.duplicates += 1,
            _ => self.valid += 1,
        }
    }

    /// Counts what became of a valid row.
    pub fn count_done(&mut self, state: RowState) {
        match state {
            RowState::Created => self.created += 1,
            RowState::Updated => self.updated += 1,
            RowState::Failed => self.failed += 1,
            RowState::ToCreate | RowState::ToUpdate | RowState::Duplicate | RowState::Invalid => {}
        }
    }

    /// The valid rows that were dealt with.
    #[must_use]
    pub const fn done(&self) -> i64 {
        self.created + self.updated + self.failed
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserImport {
    /// Its identifier.
    pub id: UserImportId,
    /// The account whose users they become.
    pub account_id: AccountId,
    /// Where it stands.
    pub status: ImportStatus,
    /// What to do with those who are there.
    pub on_duplicate: OnDuplicate,
    /// Whether each created user who has an address is welcomed.
    pub send_welcome: bool,
    /// Why it could not go on.
    pub stop_reason: Option<StopReason>,
    /// In whose name it is carried out.
    pub requester: Credential,
    /// Whether the requester acts for somebody else (see [`crate::actor::Actor::delegated`]).
    pub delegated: bool,
    /// Where it was asked for; forgotten when it has ended.
    pub origin: RequestOrigin,
    /// How far it is.
    pub counts: ImportCounts,
    /// The last row that was dealt with.
    pub done_to: i64,
    /// When the file came.
    pub created_at: DateTime<Utc>,
    /// When its users began to be created.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When the values of its rows were erased.
    pub erased_at: Option<DateTime<Utc>>,
}

/// What the cells of a row say, in the order of [`Column::ALL`]; empty where nothing does.
pub type Cells = [String; 5];

/// A row of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line of the file in which it begins; the header's is 1.
    pub line: i64,
    /// What is to be done with it, or was.
    pub state: RowState,
    /// What it says; none once that is erased.
    pub cells: Option<Cells>,
    /// The user it is about: who was there, or was created.
    pub user_id: Option<AccountUserId>,
    /// The earlier row that says the same.
    pub same_as: Option<i64>,
    /// What is wrong with it.
    pub mistakes: Vec<RowMistake>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_from_their_names() {
        for status in ImportStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        for state in RowState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert_eq!("asleep".parse::<ImportStatus>(), Err(UnknownImportStatus));
    }

    #[test]
    fn every_row_is_counted_once_when_checked_and_once_when_done() {
        let mut counts = ImportCounts::default();
        for state in [
            RowState::ToCreate,
            RowState::ToUpdate,
            RowState::ToCreate,
            RowState::Invalid,
            RowState::Duplicate,
        ] {
            counts.count_checked(state);
        }
        for state in [RowState::Created, RowState::Updated, RowState::Failed] {
            counts.count_done(state);
        }
        assert_eq!(
            counts.rows,
            counts.valid + counts.invalid + counts.duplicates
        );
        assert_eq!((counts.valid, counts.done()), (3, 3));
    }
}
