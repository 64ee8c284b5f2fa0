//! Access keys in the database, their secrets sealed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    access_key::Ak,
    grants::Scope,
    ids::{AccessKeyId, AccountId, AccountUserId, ApiTokenId},
    role::Role,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, id_list,
        to_micros,
    },
    schema::access_keys,
};

const TABLE: &str = "access_keys";

/// An access key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// Its identifier.
    pub id: AccessKeyId,
    /// Its public half, by which a client names it.
    pub ak: Ak,
    /// What it is called.
    pub name: String,
    /// The role whose permissions it carries.
    pub role: Role,
    /// Where it is good.
    pub scope: Scope,
    /// Who made it; none: the command line.
    pub created_by: Option<AccountUserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// The API token that made it; revoking that one revokes this key.
    pub parent: Option<ApiTokenId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = access_keys, treat_none_as_default_value = false)]
struct Row {
    id: Vec<u8>,
    access_key: String,
    name: String,
    role: String,
    account_id: Option<Vec<u8>>,
    created_by: Option<Vec<u8>>,
    created_at: i64,
    expires_at: Option<i64>,
    parent_id: Option<Vec<u8>>,
}

/// The error of a row that holds what nobody of ours stored.
#[must_use]
pub fn inconsistent(id: AccessKeyId) -> DatabaseError {
    DatabaseError::Inconsistent {
        table: TABLE,
        id: id.to_string(),
    }
}

impl TryFrom<Row> for AccessKey {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: AccessKeyId = from_id_bytes(TABLE, &row.id)?.into();
        let account = from_optional_id_bytes(TABLE, row.account_id.as_deref())?;
        let created_by = from_optional_id_bytes(TABLE, row.created_by.as_deref())?;
        Ok(Self {
            id,
            ak: row.access_key.parse().map_err(|_| inconsistent(id))?,
            name: row.name,
            role: row.role.parse().map_err(|_| inconsistent(id))?,
            scope: Scope::from_account(account.map(Into::into)),
            created_by: created_by.map(Into::into),
            created_at: from_micros(TABLE, row.created_at)?,
            expires_at: from_optional_micros(TABLE, row.expires_at)?,
            parent: from_optional_id_bytes(TABLE, row.parent_id.as_deref())?.map(Into::into),
        })
    }
}

/// Stores a new key with its sealed secret.
///
/// # Errors
/// A conflict when the account or the token that made it does not exist.
pub fn insert(
    connection: &mut DbConnection,
    key: &AccessKey,
    sealed_secret: &[u8],
) -> Result<(), DatabaseError> {
    let row = Row {
        id: key.id.as_bytes().to_vec(),
        access_key: key.ak.to_string(),
        name: key.name.clone(),
        role: key.role.as_str().to_owned(),
        account_id: key.scope.account().map(|id| id.as_bytes().to_vec()),
        created_by: key.created_by.map(|id| id.as_bytes().to_vec()),
        created_at: to_micros(key.created_at),
        expires_at: key.expires_at.map(to_micros),
        parent_id: key.parent.map(|id| id.as_bytes().to_vec()),
    };
    diesel::insert_into(access_keys::table)
        .values((row, access_keys::sealed_secret.eq(sealed_secret)))
        .execute(connection)?;
    Ok(())
}

/// An access key as a client presents it: with its sealed secret, and whether it was revoked.
#[derive(Clone)]
pub struct PresentedKey {
    /// The key.
    pub key: AccessKey,
    /// Its secret, sealed.
    pub sealed_secret: Vec<u8>,
    /// Whether somebody revoked it.
    pub revoked: bool,
}

/// The key with this public half, revoked or not.
///
/// # Errors
/// When the database fails.
pub fn find_presented(
    connection: &mut DbConnection,
    ak: &Ak,
) -> Result<Option<PresentedKey>, DatabaseError> {
    let found: Option<(Row, Vec<u8>, Option<i64>)> = access_keys::table
        .filter(access_keys::access_key.eq(ak.as_str()))
        .select((
            Row::as_select(),
            access_keys::sealed_secret,
            access_keys::revoked_at,
        ))
        .first(connection)
        .optional()?;
    found
        .map(|(row, sealed_secret, revoked_at)| {
            Ok(PresentedKey {
                key: row.try_into()?,
                sealed_secret,
                revoked: revoked_at.is_some(),
            })
        })
        .transpose()
}

/// The key with an id, unless it was revoked; whether its time has run out is the caller's
/// question.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: AccessKeyId,
) -> Result<Option<AccessKey>, DatabaseError> {
    let row = access_keys::table
        .find(id.as_bytes())
        .filter(access_keys::revoked_at.is_null())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(AccessKey::try_from).transpose()
}

/// Up to `limit` keys behind `after`: those of the installation and all accounts when `visible` is
/// none, else those of the accounts.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    after: Option<AccessKeyId>,
    limit: i64,
) -> Result<Vec<AccessKey>, DatabaseError> {
    let mut query = access_keys::table
        .filter(access_keys::revoked_at.is_null())
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = visible {
        let ids = id_list(visible, AccountId::as_bytes);
        query = query.filter(access_keys::account_id.assume_not_null().eq_any(ids));
    }
    if let Some(after) = after {
        query = query.filter(access_keys::id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query.order(access_keys::id).limit(limit).load(connection)?;
    rows.into_iter().map(AccessKey::try_from).collect()
}

/// Forgets the revoked keys of an account, which would keep it from being deleted.
///
/// # Errors
/// When the database fails.
pub fn delete_revoked(
    connection: &mut DbConnection,
    account: AccountId,
) -> Result<(), DatabaseError> {
    diesel::delete(access_keys::table)
        .filter(access_keys::account_id.eq(account.as_bytes()))
        .filter(access_keys::revoked_at.is_not_null())
        .execute(connection)?;
    Ok(())
}

/// Revokes a key; `false` when it was revoked before or never existed.
///
/// # Errors
/// When the database fails.
pub fn revoke(
    connection: &mut DbConnection,
    id: AccessKeyId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let revoked = diesel::update(access_keys::table.find(id.as_bytes()))
        .filter(access_keys::revoked_at.is_null())
        .set(access_keys::revoked_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(revoked > 0)
}

/// Revokes the keys that API tokens made; the tokens are given by the bytes of their ids.
pub(crate) fn revoke_made_by(
    connection: &mut DbConnection,
    tokens: &[Vec<u8>],
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(access_keys::table)
        .filter(access_keys::parent_id.assume_not_null().eq_any(tokens))
        .filter(access_keys::revoked_at.is_null())
        .set(access_keys::revoked_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}
