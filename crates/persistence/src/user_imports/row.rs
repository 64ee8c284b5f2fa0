//! The stored form of an import.

use diesel::prelude::*;
use usher_domain::{
    actor::Requester,
    user_import::{ImportCounts, UserImport},
};

use super::TABLE;
use crate::{
    DatabaseError,
    columns::{from_id_bytes, from_micros, from_optional_micros, to_micros},
    messages::origin,
    requester::RequesterColumns,
    schema::user_imports,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = user_imports, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: Vec<u8>,
    account_id: Vec<u8>,
    status: String,
    on_duplicate: String,
    send_welcome: bool,
    stop_reason: Option<String>,
    requester_kind: String,
    requester_id: Option<Vec<u8>>,
    requester_user_id: Option<Vec<u8>>,
    delegated: bool,
    origin_user_agent: Option<String>,
    origin_address: Option<String>,
    origin_place: Option<String>,
    total: i64,
    valid: i64,
    invalid: i64,
    duplicates: i64,
    created: i64,
    updated: i64,
    failed: i64,
    done_to: i64,
    created_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    erased_at: Option<i64>,
}

impl From<&UserImport> for Row {
    fn from(import: &UserImport) -> Self {
        let requester = RequesterColumns::from(Requester {
            credential: import.requester,
            delegated: import.delegated,
        });
        let counts = import.counts;
        Self {
            id: import.id.as_bytes().to_vec(),
            account_id: import.account_id.as_bytes().to_vec(),
            status: import.status.as_str().to_owned(),
            on_duplicate: import.on_duplicate.as_str().to_owned(),
            send_welcome: import.send_welcome,
            stop_reason: import.stop_reason.map(|reason| reason.as_str().to_owned()),
            requester_kind: requester.kind,
            requester_id: requester.credential_id,
            requester_user_id: requester.user_id,
            delegated: import.delegated,
            origin_user_agent: import.origin.user_agent.clone(),
            origin_address: import.origin.address.map(|address| address.to_string()),
            origin_place: import.origin.place.clone(),
            total: counts.rows,
            valid: counts.valid,
            invalid: counts.invalid,
            duplicates: counts.duplicates,
            created: counts.created,
            updated: counts.updated,
            failed: counts.failed,
            done_to: import.done_to,
            created_at: to_micros(import.created_at),
            started_at: import.started_at.map(to_micros),
            ended_at: import.ended_at.map(to_micros),
            erased_at: import.erased_at.map(to_micros),
        }
    }
}

impl TryFrom<Row> for UserImport {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id = from_id_bytes(TABLE, &row.id)?;
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.to_string(),
        };
        let reason = row.stop_reason.as_deref().map(str::parse).transpose();
        let requester = RequesterColumns {
            kind: row.requester_kind,
            credential_id: row.requester_id,
            user_id: row.requester_user_id,
        };
        let requester = requester.read(TABLE, row.delegated)?;
        let requester = requester.ok_or_else(inconsistent)?;
        Ok(Self {
            id: id.into(),
            account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
            status: row.status.parse().map_err(|_| inconsistent())?,
            on_duplicate: row.on_duplicate.parse().map_err(|_| inconsistent())?,
            send_welcome: row.send_welcome,
            stop_reason: reason.map_err(|_| inconsistent())?,
            requester: requester.credential,
            delegated: requester.delegated,
            origin: origin(row.origin_user_agent, row.origin_address, row.origin_place),
            counts: ImportCounts {
                rows: row.total,
                valid: row.valid,
                invalid: row.invalid,
                duplicates: row.duplicates,
                created: row.created,
                updated: row.updated,
                failed: row.failed,
            },
            done_to: row.done_to,
            created_at: from_micros(TABLE, row.created_at)?,
            started_at: from_optional_micros(TABLE, row.started_at)?,
            ended_at: from_optional_micros(TABLE, row.ended_at)?,
            erased_at: from_optional_micros(TABLE, row.erased_at)?,
        })
    }
}
