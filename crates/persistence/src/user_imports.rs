//! Imports of users in the database: one row each, and one for each row of the file.
//!
//! An import moves on by conditional updates: whoever changes its status or its place in the file
//! names the one it had, so that of two who do so at once one comes too late.

mod abandoned;
mod known;
mod row;
mod rows;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    actor::{Credential, Requester},
    ids::{AccountId, UserImportId},
    request_origin::RequestOrigin,
    user_import::{ImportCounts, ImportStatus, StopReason, UserImport},
};

pub use abandoned::{abandoned, give_up, give_up_still};
pub use known::{KnownPeople, known};
pub use rows::{Done, due, erase_some, insert_rows, list_rows, record};

use crate::{
    DatabaseError, DbConnection, columns::to_micros, requester::RequesterColumns,
    schema::user_imports,
};
use row::Row;

const TABLE: &str = "user_imports";

/// While the file is being read. Nobody sees such an import; one that has ended meanwhile was given up.
const READING: &str = ImportStatus::Reading.as_str();

/// Stores a new import, still without rows.
///
/// # Errors
/// A conflict when the account does not exist.
pub fn insert(connection: &mut DbConnection, import: &UserImport) -> Result<(), DatabaseError> {
    diesel::insert_into(user_imports::table)
        .values((
            Row::from(import),
            user_imports::worked_at.eq(to_micros(import.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The import with an id, once its file was read.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: UserImportId,
) -> Result<Option<UserImport>, DatabaseError> {
    let row: Option<Row> = user_imports::table
        .find(id.as_bytes())
        .filter(user_imports::status.ne(READING))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(UserImport::try_from).transpose()
}

/// Up to `limit` imports of an account whose files were read behind `before`, the newest first.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    account: AccountId,
    before: Option<UserImportId>,
    limit: i64,
) -> Result<Vec<UserImport>, DatabaseError> {
    let mut query = user_imports::table
        .filter(user_imports::account_id.eq(account.as_bytes().to_vec()))
        .filter(user_imports::status.ne(READING))
        .select(Row::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(user_imports::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query
        .order(user_imports::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(UserImport::try_from).collect()
}

/// How many imports of an account have not ended, with those whose files are being read.
///
/// # Errors
/// When the database fails.
pub fn count_open(connection: &mut DbConnection, account: AccountId) -> Result<i64, DatabaseError> {
    let open = ImportStatus::ALL.iter().filter(|it| !it.has_ended());
    Ok(user_imports::table
        .filter(user_imports::account_id.eq(account.as_bytes()))
        .filter(user_imports::erased_at.is_null())
        .filter(user_imports::ended_at.is_null())
        .filter(user_imports::status.eq_any(open.map(|it| it.as_str())))
        .count()
        .get_result(connection)?)
}

/// Up to `limit` imports that somebody has to work on, users to create or values to erase: the oldest
/// first, behind `after`.
///
/// # Errors
/// When the database fails.
pub fn to_work_on(
    connection: &mut DbConnection,
    after: Option<UserImportId>,
    limit: i64,
) -> Result<Vec<UserImport>, DatabaseError> {
    let waits = [ImportStatus::Reading, ImportStatus::Ready];
    let mut rows = user_imports::table
        .filter(user_imports::erased_at.is_null())
        .filter(user_imports::status.ne_all(waits.map(ImportStatus::as_str)))
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(user_imports::id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = rows.order(user_imports::id).limit(limit).load(connection)?;
    rows.into_iter().map(UserImport::try_from).collect()
}

/// Adds to the counts of the rows that were checked; `false` when the file is not being read any
/// more.
///
/// # Errors
/// When the database fails.
pub fn add_checked(
    connection: &mut DbConnection,
    id: UserImportId,
    more: &ImportCounts,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use user_imports::dsl;
    let changed = diesel::update(user_imports::table.find(id.as_bytes()))
        .filter(dsl::status.eq(READING))
        .filter(dsl::ended_at.is_null())
        .set((
            dsl::total.eq(dsl::total + more.rows),
            dsl::valid.eq(dsl::valid + more.valid),
            dsl::invalid.eq(dsl::invalid + more.invalid),
            dsl::duplicates.eq(dsl::duplicates + more.duplicates),
            dsl::worked_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Moves an import from one status to another; `false` when it does not have the first, or was given
/// up.
///
/// # Errors
/// When the database fails.
pub fn change_status(
    connection: &mut DbConnection,
    id: UserImportId,
    from: ImportStatus,
    to: ImportStatus,
    reason: Option<StopReason>,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use user_imports::dsl;
    let now = to_micros(now);
    let of_status = user_imports::table
        .find(id.as_bytes())
        .filter(dsl::status.eq(from.as_str()))
        .filter(dsl::ended_at.is_null());
    let changed = diesel::update(of_status)
        .set((
            dsl::status.eq(to.as_str()),
            dsl::stop_reason.eq(reason.map(StopReason::as_str)),
            dsl::worked_at.eq(now),
        ))
        .execute(connection)?;
    let one = diesel::update(user_imports::table.find(id.as_bytes()));
    if changed == 1 && to == ImportStatus::Running {
        one.set(dsl::started_at.eq(now)).execute(connection)?;
    } else if changed == 1 && to.has_ended() {
        one.set(dsl::ended_at.eq(now)).execute(connection)?;
    }
    Ok(changed == 1)
}

/// Has an import carried out in somebody else's name.
///
/// # Errors
/// When the database fails.
pub fn take_over(
    connection: &mut DbConnection,
    id: UserImportId,
    requester: Credential,
    delegated: bool,
    origin: &RequestOrigin,
) -> Result<(), DatabaseError> {
    use user_imports::dsl;
    let columns = RequesterColumns::from(Requester {
        credential: requester,
        delegated,
    });
    diesel::update(user_imports::table.find(id.as_bytes()))
        .set((
            dsl::requester_kind.eq(columns.kind),
            dsl::requester_id.eq(columns.credential_id),
            dsl::requester_user_id.eq(columns.user_id),
            dsl::delegated.eq(delegated),
            dsl::origin_user_agent.eq(origin.user_agent.as_deref()),
            dsl::origin_address.eq(origin.address.map(|address| address.to_string())),
            dsl::origin_place.eq(origin.place.as_deref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes the next rows of a running import: moves its place in the file from one line to another.
/// `false` when it does not run, or somebody else took them.
///
/// # Errors
/// When the database fails.
pub fn advance(
    connection: &mut DbConnection,
    id: UserImportId,
    from: i64,
    to: i64,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    use user_imports::dsl;
    let changed = diesel::update(user_imports::table.find(id.as_bytes()))
        .filter(dsl::status.eq(ImportStatus::Running.as_str()))
        .filter(dsl::done_to.eq(from))
        .set((dsl::done_to.eq(to), dsl::worked_at.eq(to_micros(now))))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Adds to the counts of the rows that were dealt with.
///
/// # Errors
/// When the database fails.
pub fn add_done(
    connection: &mut DbConnection,
    id: UserImportId,
    more: &ImportCounts,
) -> Result<(), DatabaseError> {
    use user_imports::dsl;
    diesel::update(user_imports::table.find(id.as_bytes()))
        .set((
            dsl::created.eq(dsl::created + more.created),
            dsl::updated.eq(dsl::updated + more.updated),
            dsl::failed.eq(dsl::failed + more.failed),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends previews that nobody has started since `before`. Returns how many.
///
/// # Errors
/// When the database fails.
pub fn expire(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    use user_imports::dsl;
    let ready = ImportStatus::Ready.as_str();
    let old: Vec<Vec<u8>> = user_imports::table
        .filter(dsl::erased_at.is_null())
        .filter(dsl::worked_at.lt(to_micros(before)))
        .filter(dsl::status.eq(ready))
        .order(dsl::worked_at)
        .limit(100)
        .select(dsl::id)
        .load(connection)?;
    Ok(diesel::update(user_imports::table)
        .filter(dsl::id.eq_any(old))
        .filter(dsl::status.eq(ready))
        .set((
            dsl::status.eq(ImportStatus::Expired.as_str()),
            dsl::ended_at.eq(to_micros(now)),
        ))
        .execute(connection)?)
}

/// Notes that no value of an import's rows is left, and forgets where it was asked for.
///
/// # Errors
/// When the database fails.
pub fn mark_erased(
    connection: &mut DbConnection,
    id: UserImportId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    use user_imports::dsl;
    diesel::update(user_imports::table)
        .filter(dsl::id.eq(id.as_bytes()))
        .set((
            dsl::erased_at.eq(to_micros(now)),
            dsl::origin_user_agent.eq(None::<String>),
            dsl::origin_address.eq(None::<String>),
            dsl::origin_place.eq(None::<String>),
        ))
        .execute(connection)?;
    Ok(())
}
