//! Sessions in the database: those of browsers, and those of programs that hold an IAM token.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    ids::{AccountUserId, SessionId},
    secret_token::TokenHash,
    token_scope::TokenScope,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, from_optional_id_bytes, id_list, to_micros},
    retention::PORTION,
    schema::{account_users, sessions},
};

/// A session of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier; the cookie is something else.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: AccountUserId,
    /// The browser, as it named itself.
    pub user_agent: Option<String>,
    /// The network address that signed in.
    pub address: Option<String>,
    /// Where that is, when known.
    pub place: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// How far the token reaches, where a program holds one; none: a browser's session.
    pub scope: Option<TokenScope>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
struct Row {
    id: Vec<u8>,
    user_id: Vec<u8>,
    user_agent: Option<String>,
    address: Option<String>,
    place: Option<String>,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
    scope: Option<String>,
    scope_account_id: Option<Vec<u8>>,
}

impl TryFrom<Row> for Session {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: SessionId = from_id_bytes("sessions", &row.id)?.into();
        let account = from_optional_id_bytes("sessions", row.scope_account_id.as_deref())?;
        let scope = row.scope.map(|name| {
            TokenScope::from_parts(&name, account.map(Into::into)).ok_or_else(|| {
                DatabaseError::Inconsistent {
                    table: "sessions",
                    id: id.to_string(),
                }
            })
        });
        Ok(Self {
            id,
            user_id: from_id_bytes("sessions", &row.user_id)?.into(),
            user_agent: row.user_agent,
            address: row.address,
            place: row.place,
            created_at: from_micros("sessions", row.created_at)?,
            last_used_at: from_micros("sessions", row.last_used_at)?,
            expires_at: from_micros("sessions", row.expires_at)?,
            scope: scope.transpose()?,
        })
    }
}

/// Stores a new session.
///
/// # Errors
/// When the database fails.
pub fn insert(
    connection: &mut DbConnection,
    session: &Session,
    hash: TokenHash,
) -> Result<(), DatabaseError> {
    let row = Row {
        id: session.id.as_bytes().to_vec(),
        user_id: session.user_id.as_bytes().to_vec(),
        user_agent: session.user_agent.clone(),
        address: session.address.clone(),
        place: session.place.clone(),
        created_at: to_micros(session.created_at),
        last_used_at: to_micros(session.last_used_at),
        expires_at: to_micros(session.expires_at),
        scope: session.scope.map(|scope| scope.as_str().to_owned()),
        scope_account_id: session
            .scope
            .and_then(TokenScope::account)
            .map(|account| account.as_bytes().to_vec()),
    };
    diesel::insert_into(sessions::table)
        .values((row, sessions::token_hash.eq(hash.0.as_slice())))
        .execute(connection)?;
    Ok(())
}

/// The session with this cookie or token, if its user is enabled; whether its time has run out is the
/// caller's question.
///
/// # Errors
/// When the database fails.
pub fn find_by_hash(
    connection: &mut DbConnection,
    hash: TokenHash,
) -> Result<Option<Session>, DatabaseError> {
    of_enabled(
        connection,
        sessions::table
            .filter(sessions::token_hash.eq(hash.0.to_vec()))
            .into_boxed(),
    )
}

/// The session with an id, if its user is enabled.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: SessionId,
) -> Result<Option<Session>, DatabaseError> {
    of_enabled(
        connection,
        sessions::table
            .filter(sessions::id.eq(id.as_bytes().to_vec()))
            .into_boxed(),
    )
}

fn of_enabled(
    connection: &mut DbConnection,
    query: sessions::BoxedQuery<'_, crate::MultiBackend>,
) -> Result<Option<Session>, DatabaseError> {
    let enabled = account_users::table
        .filter(account_users::id.eq(sessions::user_id))
        .filter(account_users::enabled.eq(true));
    let row = query
        .filter(diesel::dsl::exists(enabled))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Session::try_from).transpose()
}

/// The sessions of a user, the newest first.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    user: AccountUserId,
    limit: i64,
) -> Result<Vec<Session>, DatabaseError> {
    let rows: Vec<Row> = sessions::table
        .filter(sessions::user_id.eq(user.as_bytes()))
        .order(sessions::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Those of some sessions of a user that still exist.
///
/// # Errors
/// When the database fails.
pub fn list_by_id(
    connection: &mut DbConnection,
    user: AccountUserId,
    ids: &[SessionId],
) -> Result<Vec<Session>, DatabaseError> {
    let rows: Vec<Row> = sessions::table
        .filter(sessions::id.eq_any(id_list(ids, SessionId::as_bytes)))
        .filter(sessions::user_id.eq(user.as_bytes()))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub fn note_use(
    connection: &mut DbConnection,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(sessions::table.find(id.as_bytes()))
        .set(sessions::last_used_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database fails.
pub fn delete(connection: &mut DbConnection, id: SessionId) -> Result<(), DatabaseError> {
    diesel::delete(sessions::table.find(id.as_bytes())).execute(connection)?;
    Ok(())
}

/// Ends a user's sessions, but for one if it is named.
///
/// # Errors
/// When the database fails.
pub fn delete_all(
    connection: &mut DbConnection,
    user: AccountUserId,
    except: Option<SessionId>,
) -> Result<(), DatabaseError> {
    let of_user = sessions::table.filter(sessions::user_id.eq(user.as_bytes()));
    match except {
        Some(kept) => {
            diesel::delete(of_user.filter(sessions::id.ne(kept.as_bytes()))).execute(connection)?
        }
        None => diesel::delete(of_user).execute(connection)?,
    };
    Ok(())
}

/// Removes up to 500 sessions whose time has run out; tells how many.
///
/// # Errors
/// When the database fails.
pub fn delete_expired(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let expired: Vec<Vec<u8>> = sessions::table
        .filter(sessions::expires_at.lt(to_micros(now)))
        .select(sessions::id)
        .limit(PORTION)
        .load(connection)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(expired))).execute(connection)?)
}
