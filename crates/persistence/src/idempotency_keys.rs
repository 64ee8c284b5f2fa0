//! Requests that their callers may repeat, and what came of each.
//!
//! The table's key decides: whoever inserts a scope first acts, everybody else learns from
//! [`SCOPE_KEY`] that somebody has. On PostgreSQL the second waits until the first has committed or
//! been undone; within one group of SQLite's writer it sees the first's row.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    idempotency::{Fingerprint, Scope},
    keyring::KeyId,
};
use uuid::Uuid;

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, from_optional_id_bytes, to_micros},
    retention::PORTION,
    schema::idempotency_keys,
};

const TABLE: &str = "idempotency_keys";

/// The constraint that refuses a second request of the same scope.
pub const SCOPE_KEY: &str = "idempotency_keys_scope_key";

/// A request that may be repeated, when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// Who asks what, under which name.
    pub scope: Scope,
    /// The key of the keyring that the fingerprint is made with.
    pub key_id: KeyId,
    /// What else was sent.
    pub fingerprint: Fingerprint,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// What came of a request: enough to look the answer up again, and nothing that is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was made, if anything was.
    pub made: Option<Uuid>,
    /// The welcome email that was asked for along with it.
    pub welcome: Option<Uuid>,
    /// What came of it, in words of a closed list.
    pub status: String,
}

/// A request that was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRequest {
    /// The key of the keyring that the fingerprint is made with.
    pub key_id: KeyId,
    /// What else was sent.
    pub fingerprint: Fingerprint,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// What came of it; none while that is not known.
    pub outcome: Option<Outcome>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct Row {
    key_id: i64,
    fingerprint: Vec<u8>,
    created_at: i64,
    made_id: Option<Vec<u8>>,
    welcome_id: Option<Vec<u8>>,
    status: Option<String>,
}

impl TryFrom<Row> for KnownRequest {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: format!("of instant {}", row.created_at),
        };
        let made = from_optional_id_bytes(TABLE, row.made_id.as_deref())?;
        let welcome = from_optional_id_bytes(TABLE, row.welcome_id.as_deref())?;
        let fingerprint = row.fingerprint.as_slice().try_into();
        Ok(Self {
            key_id: KeyId(u32::try_from(row.key_id).map_err(|_| inconsistent())?),
            fingerprint: Fingerprint(fingerprint.map_err(|_| inconsistent())?),
            created_at: from_micros(TABLE, row.created_at)?,
            outcome: row.status.map(|status| Outcome {
                made,
                welcome,
                status,
            }),
        })
    }
}

/// Begins a request: the first statement of the transaction that does what it asks for.
///
/// # Errors
/// [`SCOPE_KEY`] when another one has begun, and was not undone.
pub fn insert(connection: &mut DbConnection, request: &NewRequest) -> Result<(), DatabaseError> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::scope.eq(request.scope.0.as_slice()),
            idempotency_keys::key_id.eq(i64::from(request.key_id.0)),
            idempotency_keys::fingerprint.eq(request.fingerprint.0.as_slice()),
            idempotency_keys::created_at.eq(to_micros(request.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes what came of a request that has begun.
///
/// # Errors
/// When the database fails.
pub fn finish(
    connection: &mut DbConnection,
    scope: Scope,
    outcome: &Outcome,
) -> Result<(), DatabaseError> {
    let id = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec());
    diesel::update(idempotency_keys::table.find(scope.0.as_slice()))
        .set((
            idempotency_keys::made_id.eq(id(outcome.made)),
            idempotency_keys::welcome_id.eq(id(outcome.welcome)),
            idempotency_keys::status.eq(outcome.status.as_str()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The request of a scope, if there was one.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    scope: Scope,
) -> Result<Option<KnownRequest>, DatabaseError> {
    let row: Option<Row> = idempotency_keys::table
        .find(scope.0.as_slice())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(KnownRequest::try_from).transpose()
}

/// Forgets the request of a scope that came at `before` or earlier.
///
/// # Errors
/// When the database fails.
pub fn forget(
    connection: &mut DbConnection,
    scope: Scope,
    before: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::delete(
        idempotency_keys::table
            .find(scope.0.as_slice())
            .filter(idempotency_keys::created_at.le(to_micros(before))),
    )
    .execute(connection)?;
    Ok(())
}

/// Removes up to 500 requests that came before `before`; tells how many.
///
/// # Errors
/// When the database fails.
pub fn delete_before(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let old: Vec<Vec<u8>> = idempotency_keys::table
        .filter(idempotency_keys::created_at.lt(to_micros(before)))
        .order(idempotency_keys::created_at)
        .select(idempotency_keys::scope)
        .limit(PORTION)
        .load(connection)?;
    let of_these = idempotency_keys::table.filter(idempotency_keys::scope.eq_any(old));
    Ok(diesel::delete(of_these).execute(connection)?)
}
