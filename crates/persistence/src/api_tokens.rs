//! API tokens in the database.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    grants::Scope,
    ids::{AccountId, AccountUserId, ApiTokenId},
    role::Role,
    secret_token::TokenHash,
};

use crate::{
    DatabaseError, DbConnection, access_keys,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, id_list,
        to_micros,
    },
    connection::natively,
    schema::api_tokens,
};

/// An API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its identifier.
    pub id: ApiTokenId,
    /// The beginning of the secret.
    pub hint: String,
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
    /// The token that made it; revoking that one revokes this one.
    pub parent: Option<ApiTokenId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens, treat_none_as_default_value = false)]
struct Row {
    id: Vec<u8>,
    hint: String,
    name: String,
    role: String,
    account_id: Option<Vec<u8>>,
    created_by: Option<Vec<u8>>,
    created_at: i64,
    expires_at: Option<i64>,
    parent_id: Option<Vec<u8>>,
}

impl TryFrom<Row> for ApiToken {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        const TABLE: &str = "api_tokens";
        let id: ApiTokenId = from_id_bytes(TABLE, &row.id)?.into();
        let account = from_optional_id_bytes(TABLE, row.account_id.as_deref())?;
        let created_by = from_optional_id_bytes(TABLE, row.created_by.as_deref())?;
        Ok(Self {
            id,
            hint: row.hint,
            name: row.name,
            role: row.role.parse().map_err(|_| DatabaseError::Inconsistent {
                table: TABLE,
                id: id.to_string(),
            })?,
            scope: Scope::from_account(account.map(Into::into)),
            created_by: created_by.map(Into::into),
            created_at: from_micros(TABLE, row.created_at)?,
            expires_at: from_optional_micros(TABLE, row.expires_at)?,
            parent: from_optional_id_bytes(TABLE, row.parent_id.as_deref())?.map(Into::into),
        })
    }
}

/// Stores a new token.
///
/// # Errors
/// A conflict when the account does not exist.
pub fn insert(
    connection: &mut DbConnection,
    token: &ApiToken,
    hash: TokenHash,
) -> Result<(), DatabaseError> {
    let row = Row {
        id: token.id.as_bytes().to_vec(),
        hint: token.hint.clone(),
        name: token.name.clone(),
        role: token.role.as_str().to_owned(),
        account_id: token.scope.account().map(|id| id.as_bytes().to_vec()),
        created_by: token.created_by.map(|id| id.as_bytes().to_vec()),
        created_at: to_micros(token.created_at),
        expires_at: token.expires_at.map(to_micros),
        parent_id: token.parent.map(|id| id.as_bytes().to_vec()),
    };
    diesel::insert_into(api_tokens::table)
        .values((row, api_tokens::token_hash.eq(hash.0.as_slice())))
        .execute(connection)?;
    Ok(())
}

/// The token with this secret, unless it was revoked; whether its time has run out is the caller's
/// question.
///
/// # Errors
/// When the database fails.
pub fn find_by_hash(
    connection: &mut DbConnection,
    hash: TokenHash,
) -> Result<Option<ApiToken>, DatabaseError> {
    let row = natively!(connection, |db| api_tokens::table
        .filter(api_tokens::token_hash.eq(hash.0.as_slice()))
        .filter(api_tokens::revoked_at.is_null())
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(ApiToken::try_from).transpose()
}

/// The token with an id, unless it was revoked.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: ApiTokenId,
) -> Result<Option<ApiToken>, DatabaseError> {
    let row = natively!(connection, |db| api_tokens::table
        .find(id.as_bytes())
        .filter(api_tokens::revoked_at.is_null())
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(ApiToken::try_from).transpose()
}

/// Up to `limit` tokens behind `after`: those of the installation and all accounts when `visible`
/// is none, else those of the accounts.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    after: Option<ApiTokenId>,
    limit: i64,
) -> Result<Vec<ApiToken>, DatabaseError> {
    let mut query = api_tokens::table
        .filter(api_tokens::revoked_at.is_null())
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = visible {
        let ids = id_list(visible, AccountId::as_bytes);
        query = query.filter(api_tokens::account_id.assume_not_null().eq_any(ids));
    }
    if let Some(after) = after {
        query = query.filter(api_tokens::id.gt(after.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query.order(api_tokens::id).limit(limit).load(connection)?;
    rows.into_iter().map(ApiToken::try_from).collect()
}

/// Forgets the revoked tokens of an account, which would keep it from being deleted.
///
/// # Errors
/// When the database fails.
pub fn delete_revoked(
    connection: &mut DbConnection,
    account: AccountId,
) -> Result<(), DatabaseError> {
    diesel::delete(api_tokens::table)
        .filter(api_tokens::account_id.eq(account.as_bytes()))
        .filter(api_tokens::revoked_at.is_not_null())
        .execute(connection)?;
    Ok(())
}

/// Takes a token's row, so that what it is about to make comes before its revocation, or after.
///
/// # Errors
/// When the database fails.
pub fn take(connection: &mut DbConnection, id: ApiTokenId) -> Result<(), DatabaseError> {
    diesel::update(api_tokens::table.find(id.as_bytes()))
        .filter(api_tokens::revoked_at.is_null())
        .set(api_tokens::revoked_at.eq(None::<i64>))
        .execute(connection)?;
    Ok(())
}

/// How many tokens one statement names.
const FAMILY: u16 = 500;

/// Revokes a token and every token and access key that came from it; `false` when it was revoked before or never
/// existed.
///
/// # Errors
/// When the database fails.
pub fn revoke(
    connection: &mut DbConnection,
    id: ApiTokenId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let mut makers = vec![id.as_bytes().to_vec()];
    let revoked = end(connection, &makers, now)?;
    while !makers.is_empty() {
        let some = makers.split_off(makers.len().saturating_sub(FAMILY.into()));
        access_keys::revoke_made_by(connection, &some, now)?;
        loop {
            let made: Vec<Vec<u8>> = api_tokens::table
                .filter(api_tokens::parent_id.assume_not_null().eq_any(&some))
                .filter(api_tokens::revoked_at.is_null())
                .select(api_tokens::id)
                .limit(FAMILY.into())
                .load(connection)?;
            if made.is_empty() {
                break;
            }
            end(connection, &made, now)?;
            makers.extend(made);
        }
    }
    Ok(revoked > 0)
}

fn end(
    connection: &mut DbConnection,
    ids: &[Vec<u8>],
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    Ok(
        diesel::update(api_tokens::table.filter(api_tokens::id.eq_any(ids)))
            .filter(api_tokens::revoked_at.is_null())
            .set(api_tokens::revoked_at.eq(to_micros(now)))
            .execute(connection)?,
    )
}
