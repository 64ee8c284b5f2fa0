//! Conversions between columns and Rust values that every noun module needs.
//!
//! Both databases store the same forms: an instant is a `BIGINT` of microseconds since 1970, an id
//! is 16 bytes. So no query depends on a database's own notion of time or of a UUID, and both sort
//! alike.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::DatabaseError;

/// The stored form of an instant; what is finer than a microsecond is cut off.
#[must_use]
pub fn to_micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

/// The instant of a stored value in `table`.
///
/// # Errors
/// [`DatabaseError::Inconsistent`] when no calendar reaches that far.
pub fn from_micros(table: &'static str, micros: i64) -> Result<DateTime<Utc>, DatabaseError> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| DatabaseError::Inconsistent {
        table,
        id: format!("instant {micros}"),
    })
}

/// The instant of a stored value that may be absent.
///
/// # Errors
/// As [`from_micros`].
pub fn from_optional_micros(
    table: &'static str,
    micros: Option<i64>,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    micros.map(|micros| from_micros(table, micros)).transpose()
}

/// The id that a row of `table` holds in 16 bytes.
///
/// # Errors
/// [`DatabaseError::Inconsistent`] when there are more or fewer; their number stands for the id.
pub fn from_id_bytes(table: &'static str, bytes: &[u8]) -> Result<Uuid, DatabaseError> {
    Uuid::from_slice(bytes).map_err(|_| DatabaseError::Inconsistent {
        table,
        id: format!("of {} bytes", bytes.len()),
    })
}

/// The id of a column of `table` that may be absent.
///
/// # Errors
/// As [`from_id_bytes`].
pub fn from_optional_id_bytes(
    table: &'static str,
    bytes: Option<&[u8]>,
) -> Result<Option<Uuid>, DatabaseError> {
    bytes.map(|bytes| from_id_bytes(table, bytes)).transpose()
}

/// The stored form of an id that may be absent.
pub(crate) fn to_optional_id_bytes(id: Option<impl Into<Uuid>>) -> Option<Vec<u8>> {
    id.map(|id| id.into().as_bytes().to_vec())
}

/// The stored forms of some ids, to ask for all of them at once.
pub(crate) fn id_list<Id>(ids: &[Id], bytes: fn(&Id) -> &[u8]) -> Vec<Vec<u8>> {
    ids.iter().map(|id| bytes(id).to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_survive_storage_to_the_microsecond() {
        let instant = DateTime::from_timestamp(1_700_000_000, 123_456_789).unwrap();
        let stored = from_micros("users", to_micros(instant)).unwrap();
        assert_eq!(
            stored,
            DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap()
        );
    }

    #[test]
    fn values_that_nobody_stored_are_inconsistent_and_do_not_panic() {
        for micros in [i64::MIN, i64::MAX] {
            let error = from_micros("users", micros).unwrap_err();
            assert!(matches!(
                error,
                DatabaseError::Inconsistent { table: "users", .. }
            ));
        }
        let error = from_id_bytes("users", &[1, 2, 3]).unwrap_err();
        assert!(matches!(
            error,
            DatabaseError::Inconsistent { table: "users", .. }
        ));
    }
}
