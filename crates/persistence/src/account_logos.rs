//! Logos of accounts in the database.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    ids::AccountId,
    logo::{Logo, LogoHash},
};

use crate::{DatabaseError, DbConnection, columns::to_micros, schema::account_logos};

/// Gives an account a logo in place of the one it has. The caller holds the account's row (see
/// [`crate::accounts::note_change`]).
///
/// # Errors
/// When the database fails.
pub fn replace(
    connection: &mut DbConnection,
    account: AccountId,
    logo: &Logo,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    delete(connection, account)?;
    diesel::insert_into(account_logos::table)
        .values((
            account_logos::account_id.eq(account.as_bytes()),
            account_logos::hash.eq(logo.hash.as_bytes()),
            account_logos::media_type.eq(logo.format.media_type()),
            account_logos::bytes.eq(&logo.bytes),
            account_logos::created_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes an account's logo; `false` when it has none.
///
/// # Errors
/// When the database fails.
pub fn delete(connection: &mut DbConnection, account: AccountId) -> Result<bool, DatabaseError> {
    let deleted =
        diesel::delete(account_logos::table.find(account.as_bytes())).execute(connection)?;
    Ok(deleted == 1)
}

/// The logo with a hash, whichever account has it.
///
/// # Errors
/// When the database fails.
pub fn find(connection: &mut DbConnection, hash: LogoHash) -> Result<Option<Logo>, DatabaseError> {
    let row: Option<(String, Vec<u8>)> = account_logos::table
        .filter(account_logos::hash.eq(hash.as_bytes()))
        .select((account_logos::media_type, account_logos::bytes))
        .first(connection)
        .optional()?;
    row.map(|(media_type, bytes)| {
        let format = media_type
            .parse()
            .map_err(|_| DatabaseError::Inconsistent {
                table: "account_logos",
                id: hash.to_string(),
            })?;
        Ok(Logo {
            format,
            hash,
            bytes,
        })
    })
    .transpose()
}
