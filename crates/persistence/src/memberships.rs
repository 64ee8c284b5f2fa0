//! Memberships: the accounts that a user belongs to besides her primary one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::ids::{AccountId, AccountUserId};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, id_list, to_micros},
    connection::natively,
    schema::memberships,
};

/// Whether a user is a member of an account (not counting her primary one).
///
/// # Errors
/// When the database fails.
pub fn contains(
    connection: &mut DbConnection,
    account: AccountId,
    user: AccountUserId,
) -> Result<bool, DatabaseError> {
    let found = memberships::table
        .find((account.as_bytes(), user.as_bytes()))
        .select(memberships::created_at)
        .first::<i64>(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Makes a user a member.
///
/// # Errors
/// A conflict when she already is, or when one of the two does not exist.
pub fn insert(
    connection: &mut DbConnection,
    account: AccountId,
    user: AccountUserId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::insert_into(memberships::table)
        .values((
            memberships::account_id.eq(account.as_bytes()),
            memberships::user_id.eq(user.as_bytes()),
            memberships::created_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends a membership; `false` when there was none.
///
/// # Errors
/// When the database fails.
pub fn delete(
    connection: &mut DbConnection,
    account: AccountId,
    user: AccountUserId,
) -> Result<bool, DatabaseError> {
    let deleted = diesel::delete(memberships::table.find((account.as_bytes(), user.as_bytes())))
        .execute(connection)?;
    Ok(deleted == 1)
}

/// The accounts that a user is a member of, besides her primary one.
///
/// # Errors
/// When the database fails.
pub fn accounts_of(
    connection: &mut DbConnection,
    user: AccountUserId,
) -> Result<Vec<AccountId>, DatabaseError> {
    let rows: Vec<Vec<u8>> = natively!(connection, |db| memberships::table
        .filter(memberships::user_id.eq(user.as_bytes()))
        .order(memberships::account_id)
        .select(memberships::account_id)
        .limit(500)
        .load(db))?;
    rows.iter()
        .map(|account| Ok(crate::columns::from_id_bytes("memberships", account)?.into()))
        .collect()
}

/// Those of some users who are members of an account from elsewhere.
///
/// # Errors
/// When the database fails.
pub fn members_among(
    connection: &mut DbConnection,
    account: AccountId,
    users: &[AccountUserId],
) -> Result<Vec<AccountUserId>, DatabaseError> {
    let rows: Vec<Vec<u8>> = memberships::table
        .filter(memberships::account_id.eq(account.as_bytes()))
        .filter(memberships::user_id.eq_any(id_list(users, AccountUserId::as_bytes)))
        .select(memberships::user_id)
        .load(connection)?;
    rows.iter()
        .map(|user| Ok(from_id_bytes("memberships", user)?.into()))
        .collect()
}
