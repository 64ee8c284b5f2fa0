//! The hash chain over audit events: linking new ones in, and reading it for verification.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Binary},
};
use usher_domain::{audit::AuditEvent, ids::AuditEventId, keyring::KeyId};

use crate::{
    DatabaseError, DbConnection,
    audit_events::Row,
    columns::{from_micros, to_micros},
    connection::{fixed, natively},
    schema::{audit_events, audit_heads},
};

const TABLE: &str = "audit_heads";

/// A signed end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// How many events it covers.
    pub seq: i64,
    /// The hash of the last of them.
    pub hash: [u8; 32],
    /// The master key whose audit key signed it.
    pub key_id: KeyId,
    /// The signature over `seq` and `hash`.
    pub signature: Vec<u8>,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
}

/// The end of the chain so far.
///
/// # Errors
/// When the database fails.
pub fn head(connection: &mut DbConnection) -> Result<Option<AuditHead>, DatabaseError> {
    heads(connection, None, 1).map(|mut heads| heads.pop())
}

/// Signed heads from `from` on in order, or the last one when there is no `from`.
///
/// # Errors
/// When the database fails.
pub fn heads(
    connection: &mut DbConnection,
    from: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditHead>, DatabaseError> {
    type Row = (i64, Vec<u8>, i64, Vec<u8>, i64);
    let mut query = audit_heads::table.limit(limit).into_boxed();
    query = match from {
        Some(from) => query
            .filter(audit_heads::seq.ge(from))
            .order(audit_heads::seq.asc()),
        None => query.order(audit_heads::seq.desc()),
    };
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter()
        .map(|(seq, hash, key_id, signature, sealed_at)| {
            let inconsistent = || DatabaseError::Inconsistent {
                table: TABLE,
                id: seq.to_string(),
            };
            Ok(AuditHead {
                seq,
                hash: hash.try_into().map_err(|_| inconsistent())?,
                key_id: KeyId(u32::try_from(key_id).map_err(|_| inconsistent())?),
                signature,
                sealed_at: from_micros(TABLE, sealed_at)?,
            })
        })
        .collect()
}

/// Events that are not in the chain yet, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn unsealed(
    connection: &mut DbConnection,
    limit: i64,
) -> Result<Vec<AuditEvent>, DatabaseError> {
    let rows: Vec<Row> = natively!(connection, |db| audit_events::table
        .filter(audit_events::chain_seq.is_null())
        .order(audit_events::id)
        .limit(limit)
        .select(Row::as_select())
        .load(db))?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}

/// An event's identifier and its hash in the chain.
pub type Link = (AuditEventId, [u8; 32]);

/// Puts events at the places behind `after`, one behind the other; how many had none yet.
///
/// # Errors
/// `audit_events_chain_seq_key` when a place is taken.
pub fn seal(
    connection: &mut DbConnection,
    after: i64,
    links: &[Link],
) -> Result<usize, DatabaseError> {
    // One statement for all of them. SQLite knows no arrays and gets one value behind the other.
    let sealed = match connection {
        DbConnection::Sqlite(sqlite) => {
            let ids: Vec<u8> = links
                .iter()
                .flat_map(|(id, _)| id.as_bytes())
                .copied()
                .collect();
            let hashes: Vec<u8> = links.iter().flat_map(|(_, hash)| hash).copied().collect();
            fixed!(
                diesel::sql_query(
                    "WITH RECURSIVE place (number) AS (\
                        SELECT 1 WHERE length(?1) > 0 UNION ALL \
                        SELECT number + 1 FROM place WHERE number * 16 < length(?1)) \
                    UPDATE audit_events SET chain_seq = ?2 + number, \
                        chain_hash = substr(?3, 32 * number - 31, 32) \
                    FROM place WHERE id = substr(?1, 16 * number - 15, 16) AND chain_seq IS NULL",
                )
                .bind::<Binary, _>(ids)
                .bind::<BigInt, _>(after)
                .bind::<Binary, _>(hashes)
            )
            .execute(sqlite)?
        }
        DbConnection::Postgres(postgres) => {
            let ids: Vec<&[u8]> = links.iter().map(|(id, _)| id.as_bytes()).collect();
            let hashes: Vec<&[u8]> = links.iter().map(|(_, hash)| &hash[..]).collect();
            fixed!(
                diesel::sql_query(
                    "UPDATE audit_events SET chain_seq = $2 + link.place, chain_hash = link.hash \
                    FROM unnest($1, $3) WITH ORDINALITY AS link (id, hash, place) \
                    WHERE audit_events.id = link.id AND chain_seq IS NULL",
                )
                .bind::<Array<Binary>, _>(ids)
                .bind::<BigInt, _>(after)
                .bind::<Array<Binary>, _>(hashes)
            )
            .execute(postgres)?
        }
    };
    Ok(sealed)
}

/// Stores a signed head.
///
/// # Errors
/// A conflict when the chain has one of this length already.
pub fn insert_head(connection: &mut DbConnection, head: &AuditHead) -> Result<(), DatabaseError> {
    natively!(connection, |db| diesel::insert_into(audit_heads::table)
        .values((
            audit_heads::seq.eq(head.seq),
            audit_heads::hash.eq(head.hash.as_slice()),
            audit_heads::key_id.eq(i64::from(head.key_id.0)),
            audit_heads::signature.eq(&head.signature),
            audit_heads::sealed_at.eq(to_micros(head.sealed_at)),
        ))
        .execute(db))?;
    Ok(())
}

/// Sealed events behind place `after` in the chain's order, each with the hash stored beside it.
///
/// # Errors
/// When the database fails.
pub fn sealed_after(
    connection: &mut DbConnection,
    after: i64,
    limit: i64,
) -> Result<Vec<(AuditEvent, Vec<u8>)>, DatabaseError> {
    let rows: Vec<(Row, Option<Vec<u8>>)> = audit_events::table
        .filter(audit_events::chain_seq.gt(after))
        .order(audit_events::chain_seq)
        .limit(limit)
        .select((Row::as_select(), audit_events::chain_hash))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, hash)| Ok((AuditEvent::try_from(row)?, hash.unwrap_or_default())))
        .collect()
}

/// The place of the last event in the chain; 0 when nothing is sealed.
///
/// # Errors
/// When the database fails.
pub fn last_place(connection: &mut DbConnection) -> Result<i64, DatabaseError> {
    let last: Option<Option<i64>> = audit_events::table
        .filter(audit_events::chain_seq.is_not_null())
        .order(audit_events::chain_seq.desc())
        .select(audit_events::chain_seq)
        .first(connection)
        .optional()?;
    Ok(last.flatten().unwrap_or(0))
}

/// How many events are not in the chain yet, counted up to `limit`.
///
/// # Errors
/// When the database fails.
pub fn count_unsealed(connection: &mut DbConnection, limit: i64) -> Result<usize, DatabaseError> {
    let waiting: Vec<Vec<u8>> = audit_events::table
        .filter(audit_events::chain_seq.is_null())
        .order(audit_events::id)
        .limit(limit)
        .select(audit_events::id)
        .load(connection)?;
    Ok(waiting.len())
}
