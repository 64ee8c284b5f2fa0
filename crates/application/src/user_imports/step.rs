//! The rows of one transaction: prepared before it, carried out in it, each in a savepoint of its own.

use usher_domain::{
    account::Account,
    actor::Actor,
    ids::AccountUserId,
    user_import::{Column, ImportCounts, ImportRow, RowFault, RowMistake, RowState, UserImport},
};
use usher_persistence::{
    DatabaseError, DbConnection,
    connection::savepoint,
    user_imports::{self, Done},
};

use super::{judgement::Profile, requester};
use crate::{
    App,
    account_users::{AccountUserError, PreparedChange, PreparedUser, draft},
};

/// A row, with all that carrying it out needs drawn beforehand.
pub(super) struct Prepared {
    pub(super) line: i64,
    work: Work,
}

enum Work {
    Create(Box<PreparedUser>),
    Update(Box<PreparedChange>),
    /// It is not what it was when it was checked.
    Refuse(Vec<RowMistake>),
}

/// Draws what a row needs: ids, links, events.
pub(super) fn prepare(app: &App, import: &UserImport, row: &ImportRow) -> Prepared {
    let requester = requester::nameplate(import);
    let gone = || Work::Refuse(vec![RowMistake::new(Column::Login, RowFault::NotFound)]);
    let work = match (
        row.cells.as_ref().map(Profile::read),
        row.state,
        row.user_id,
    ) {
        (Some(Ok(profile)), RowState::ToCreate, _) => {
            let user = draft(app, import.account_id, &profile.into_new());
            let user = PreparedUser::new(app, &requester, user, import.origin.clone());
            Work::Create(Box::new(user.one_of_many("user_import", import.id)))
        }
        (Some(Ok(profile)), RowState::ToUpdate, Some(user)) => {
            let change = PreparedChange::new(app, &requester, user, profile.into_changes());
            Work::Update(Box::new(change.one_of_many("user_import", import.id)))
        }
        (Some(Err(mistakes)), ..) => Work::Refuse(mistakes),
        _ => gone(),
    };
    Prepared {
        line: row.line,
        work,
    }
}

/// One transaction's share of an import.
pub(super) struct Step<'a> {
    pub(super) import: &'a UserImport,
    pub(super) account: &'a Account,
    pub(super) actor: &'a Actor,
    /// What became of the rows so far.
    pub(super) counts: ImportCounts,
    /// The last row that was dealt with.
    pub(super) reached: i64,
}

impl Step<'_> {
    /// Carries rows out, each in a savepoint of its own; `false` when mail has to wait.
    pub(super) fn carry_out(
        &mut self,
        connection: &mut DbConnection,
        rows: &[Prepared],
    ) -> Result<bool, DatabaseError> {
        for row in rows {
            let tried = savepoint(connection, |connection| self.one(connection, &row.work));
            let done = match tried {
                Ok(done) => done,
                Err(AccountUserError::AccountLimit(_)) => return Ok(false),
                Err(AccountUserError::Database(error)) if !error.is_constraint() => {
                    return Err(error);
                }
                Err(refusal) => (RowState::Failed, None, vec![mistake(&refusal)]),
            };
            let (state, user_id, mistakes) = done;
            let done = Done {
                line: row.line,
                state,
                user_id,
                mistakes,
            };
            user_imports::record(connection, self.import.id, &done)?;
            self.counts.count_done(state);
            self.reached = row.line;
        }
        Ok(true)
    }

    fn one(&self, connection: &mut DbConnection, work: &Work) -> Result<Outcome, AccountUserError> {
        match work {
            Work::Create(prepared) => {
                prepared.store(connection, None)?;
                if self.import.send_welcome && prepared.user.email.is_some() {
                    prepared.welcome(connection, self.actor, self.account)?;
                }
                Ok((RowState::Created, Some(prepared.user.id), Vec::new()))
            }
            Work::Update(change) => {
                // One's own address takes the present password, which no file has.
                if self.actor.user() == Some(change.id()) {
                    return Err(AccountUserError::PasswordRequired);
                }
                change.make(connection, self.actor, None)?;
                Ok((RowState::Updated, Some(change.id()), Vec::new()))
            }
            Work::Refuse(mistakes) => Ok((RowState::Failed, None, mistakes.clone())),
        }
    }
}

type Outcome = (RowState, Option<AccountUserId>, Vec<RowMistake>);

/// Why a good row could not be carried out.
fn mistake(refusal: &AccountUserError) -> RowMistake {
    let (column, fault) = match refusal {
        AccountUserError::LoginTaken => (Column::Login, RowFault::LoginTaken),
        AccountUserError::EmailTaken => (Column::Email, RowFault::EmailTaken),
        AccountUserError::NoAddress => (Column::Email, RowFault::NoAddress),
        AccountUserError::TooMany(_) | AccountUserError::AccountLimit(_) => {
            (Column::Email, RowFault::TooManyMessages)
        }
        AccountUserError::Denied(_)
        | AccountUserError::PasswordRequired
        | AccountUserError::LastOwner => (Column::Login, RowFault::Forbidden),
        AccountUserError::NotFound
        | AccountUserError::AccountNotFound
        | AccountUserError::Weak(_)
        | AccountUserError::InvalidCursor
        | AccountUserError::Busy
        | AccountUserError::Database(_) => (Column::Login, RowFault::NotFound),
    };
    RowMistake::new(column, fault)
}
