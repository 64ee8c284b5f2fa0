//! What the database knows of the keyring: which keys exist and what they may be used for.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::keyring::{KeyId, KeyState};

use crate::{DatabaseError, DbConnection, columns::to_micros, schema::keyring_keys};

/// A master key as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// Its id.
    pub id: KeyId,
    /// The public value that proves which key it is.
    pub check_value: Vec<u8>,
    /// What it may still be used for.
    pub state: KeyState,
}

/// Every known key.
///
/// # Errors
/// When the database fails.
pub fn list(connection: &mut DbConnection) -> Result<Vec<KnownKey>, DatabaseError> {
    let rows: Vec<(i64, Vec<u8>, String)> = keyring_keys::table
        .select((
            keyring_keys::id,
            keyring_keys::check_value,
            keyring_keys::state,
        ))
        .order(keyring_keys::created_at)
        .load(connection)?;
    rows.into_iter()
        .map(|(id, check_value, state)| {
            let inconsistent = || DatabaseError::Inconsistent {
                table: "keyring_keys",
                id: id.to_string(),
            };
            Ok(KnownKey {
                id: KeyId(u32::try_from(id).map_err(|_| inconsistent())?),
                check_value,
                state: state.parse().map_err(|_| inconsistent())?,
            })
        })
        .collect()
}

/// Makes a key the one that mints; the one that did so far still redeems.
///
/// # Errors
/// A conflict when another node just did the same, or when the key is known already.
pub fn insert_minting(
    connection: &mut DbConnection,
    id: KeyId,
    check_value: &[u8],
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(keyring_keys::table)
        .filter(keyring_keys::state.eq(KeyState::Minting.as_str()))
        .set(keyring_keys::state.eq(KeyState::Redeeming.as_str()))
        .execute(connection)?;
    diesel::insert_into(keyring_keys::table)
        .values((
            keyring_keys::id.eq(i64::from(id.0)),
            keyring_keys::check_value.eq(check_value),
            keyring_keys::state.eq(KeyState::Minting.as_str()),
            keyring_keys::created_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Introduces a key in a state in which it does not mint.
///
/// # Errors
/// A conflict when the key is known already.
pub fn insert_retired(
    connection: &mut DbConnection,
    id: KeyId,
    check_value: &[u8],
    state: KeyState,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::insert_into(keyring_keys::table)
        .values((
            keyring_keys::id.eq(i64::from(id.0)),
            keyring_keys::check_value.eq(check_value),
            keyring_keys::state.eq(state.as_str()),
            keyring_keys::created_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Changes what a key may be used for.
///
/// # Errors
/// When the database fails.
pub fn set_state(
    connection: &mut DbConnection,
    id: KeyId,
    state: KeyState,
) -> Result<(), DatabaseError> {
    diesel::update(keyring_keys::table.find(i64::from(id.0)))
        .set(keyring_keys::state.eq(state.as_str()))
        .execute(connection)?;
    Ok(())
}
