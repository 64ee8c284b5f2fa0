//! Audit events in the database: written in the transaction of what they record.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    audit::AuditEvent,
    ids::{AccountId, AuditEventId},
};
use uuid::Uuid;

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, from_optional_id_bytes, id_list, to_micros},
    connection::{fixed, natively},
    many::insert_into,
    schema::audit_events,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: Vec<u8>,
    happened_at: i64,
    action: String,
    actor_kind: String,
    actor_id: Option<Vec<u8>>,
    account_id: Option<Vec<u8>>,
    target_id: Option<Vec<u8>>,
    details: String,
    chain_seq: Option<i64>,
}

/// A row that has its place in the chain from the start.
#[derive(Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
struct SealedRow {
    #[diesel(embed)]
    event: Row,
    chain_hash: Vec<u8>,
}

impl TryFrom<Row> for AuditEvent {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        const TABLE: &str = "audit_events";
        let account = from_optional_id_bytes(TABLE, row.account_id.as_deref())?;
        Ok(Self {
            id: from_id_bytes(TABLE, &row.id)?.into(),
            at: from_micros(TABLE, row.happened_at)?,
            action: row.action,
            actor_kind: row.actor_kind,
            actor_id: from_optional_id_bytes(TABLE, row.actor_id.as_deref())?,
            account_id: account.map(Into::into),
            target_id: from_optional_id_bytes(TABLE, row.target_id.as_deref())?,
            details: row.details,
            chain_seq: row.chain_seq,
        })
    }
}

impl From<&AuditEvent> for Row {
    fn from(event: &AuditEvent) -> Self {
        Self {
            id: event.id.as_bytes().to_vec(),
            happened_at: to_micros(event.at),
            action: event.action.clone(),
            actor_kind: event.actor_kind.clone(),
            actor_id: event.actor_id.map(|id| id.as_bytes().to_vec()),
            account_id: event.account_id.map(|id| id.as_bytes().to_vec()),
            target_id: event.target_id.map(|id| id.as_bytes().to_vec()),
            details: event.details.clone(),
            chain_seq: None,
        }
    }
}

/// Stores an event. It is linked into the chain later, by the sealer.
///
/// # Errors
/// When the database fails.
pub fn insert(connection: &mut DbConnection, event: &AuditEvent) -> Result<(), DatabaseError> {
    natively!(connection, |db| fixed!(
        diesel::insert_into(audit_events::table).values(Row::from(event))
    )
    .execute(db))?;
    Ok(())
}

/// The same for many events.
///
/// # Errors
/// When the database fails.
pub fn insert_all<'a>(
    connection: &mut DbConnection,
    events: impl IntoIterator<Item = &'a AuditEvent>,
) -> Result<(), DatabaseError> {
    insert_into!(
        connection,
        audit_events::table,
        events.into_iter().map(Row::from)
    );
    Ok(())
}

/// Stores many events at the places behind `after` in the chain, one behind the other, each with its
/// hash.
///
/// # Errors
/// `audit_events_chain_seq_key` when a place is taken.
pub fn insert_sealed<'event, 'hash>(
    connection: &mut DbConnection,
    after: i64,
    events: impl IntoIterator<Item = (&'event AuditEvent, &'hash [u8; 32])>,
) -> Result<(), DatabaseError> {
    let sealed = |(seq, (event, hash)): (i64, (&AuditEvent, &[u8; 32]))| {
        let chain_seq = Some(seq);
        SealedRow {
            event: Row {
                chain_seq,
                ..Row::from(event)
            },
            chain_hash: hash.to_vec(),
        }
    };
    insert_into!(
        connection,
        audit_events::table,
        (after + 1..).zip(events).map(sealed)
    );
    Ok(())
}

/// What was done to one thing, the newest first, behind `before`: in some accounts and in none, or anywhere
/// when `accounts` is none.
///
/// # Errors
/// When the database fails.
pub fn list_of_target(
    connection: &mut DbConnection,
    target: Uuid,
    accounts: Option<&[AccountId]>,
    before: Option<AuditEventId>,
    limit: i64,
) -> Result<Vec<AuditEvent>, DatabaseError> {
    let mut rows = audit_events::table
        .filter(audit_events::target_id.eq(target.as_bytes().to_vec()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(accounts) = accounts {
        let ids = id_list(accounts, AccountId::as_bytes);
        let here = audit_events::account_id.assume_not_null().eq_any(ids);
        rows = rows.filter(audit_events::account_id.is_null().or(here));
    }
    if let Some(before) = before {
        rows = rows.filter(audit_events::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = rows
        .order(audit_events::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}

/// Whether something was done to one thing since an instant.
///
/// # Errors
/// When the database fails.
pub fn any_since(
    connection: &mut DbConnection,
    target: Uuid,
    action: &str,
    since: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    // The least identifier of that instant: identifiers begin with its milliseconds.
    let mut least = [0; 16];
    least[..6].copy_from_slice(&since.timestamp_millis().to_be_bytes()[2..]);
    let found = audit_events::table
        .filter(audit_events::target_id.eq(target.as_bytes().as_slice()))
        .filter(audit_events::id.ge(least.as_slice()))
        .filter(audit_events::action.eq(action));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Which events to list.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only those of these accounts; all when none.
    pub accounts: Option<Vec<AccountId>>,
    /// Only this action.
    pub action: Option<String>,
    /// Behind this one.
    pub before: Option<AuditEventId>,
    /// The most events to return.
    pub limit: i64,
}

/// Events, the newest first.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    query: &AuditQuery,
) -> Result<Vec<AuditEvent>, DatabaseError> {
    let mut rows = audit_events::table.select(Row::as_select()).into_boxed();
    if let Some(accounts) = &query.accounts {
        let ids = id_list(accounts, AccountId::as_bytes);
        rows = rows.filter(audit_events::account_id.assume_not_null().eq_any(ids));
    }
    if let Some(action) = &query.action {
        rows = rows.filter(audit_events::action.eq(action.clone()));
    }
    if let Some(before) = query.before {
        rows = rows.filter(audit_events::id.lt(before.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = rows
        .order(audit_events::id.desc())
        .limit(query.limit)
        .load(connection)?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}
