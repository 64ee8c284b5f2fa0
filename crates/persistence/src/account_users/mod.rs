//! Account users in the database: one row each, and how they are found.

mod row;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Text},
};
use usher_domain::{
    account_user::AccountUser,
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, MessageId},
};

pub(crate) use row::{Profile, Row};

use crate::{
    DatabaseError, DbConnection,
    columns::{id_list, to_micros},
    connection::{fixed, natively},
    many::column,
    schema::account_users,
};

/// The unique index over logins within an account.
pub const LOGIN_KEY: &str = "account_users_account_id_login_folded_key";
/// The unique index over addresses within an account.
pub const EMAIL_KEY: &str = "account_users_account_id_email_folded_key";

/// Stores a new user, without a password.
///
/// # Errors
/// [`LOGIN_KEY`] or [`EMAIL_KEY`] when one is taken within the account.
pub fn insert(connection: &mut DbConnection, user: &AccountUser) -> Result<(), DatabaseError> {
    use account_users::dsl;
    diesel::insert_into(account_users::table)
        .values((
            dsl::id.eq(user.id.as_bytes()),
            dsl::account_id.eq(user.account_id.as_bytes()),
            Profile::from(user),
            dsl::version.eq(user.version),
            dsl::created_at.eq(to_micros(user.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Stores a changed profile: names, address, telephone, language, enabled.
///
/// # Errors
/// [`LOGIN_KEY`] or [`EMAIL_KEY`] when one is taken within the account.
pub fn update(connection: &mut DbConnection, user: &AccountUser) -> Result<(), DatabaseError> {
    diesel::update(by_id(user.id))
        .set(Profile::from(user))
        .execute(connection)?;
    Ok(())
}

/// Deletes a user; her sessions, links, messages, roles and memberships go with her.
///
/// # Errors
/// When the database fails.
pub fn delete(connection: &mut DbConnection, id: AccountUserId) -> Result<(), DatabaseError> {
    diesel::delete(by_id(id)).execute(connection)?;
    Ok(())
}

/// Raises a user's version, and so takes her row: whatever mints, voids or redeems a link, or
/// changes her address, status, password or rights, does this first and is thereby put in a row.
/// `false` when there is no such user.
///
/// # Errors
/// When the database fails.
pub fn take(connection: &mut DbConnection, id: AccountUserId) -> Result<bool, DatabaseError> {
    let taken = natively!(connection, |db| fixed!(
        diesel::update(by_id(id)).set(account_users::version.eq(account_users::version + 1))
    )
    .execute(db))?;
    Ok(taken == 1)
}

/// Keeps users' rows from being taken by anybody else before the transaction ends, without changing them;
/// in one order, so that nobody waits in a ring. On SQLite the one writer has them to herself anyway.
///
/// # Errors
/// When the database fails.
pub(crate) fn hold(
    connection: &mut DbConnection,
    ids: &[AccountUserId],
) -> Result<(), DatabaseError> {
    if let DbConnection::Postgres(postgres) = connection {
        let rows = account_users::table
            .filter(account_users::id.eq_any(id_list(ids, AccountUserId::as_bytes)));
        rows.order(account_users::id)
            .select(account_users::id)
            .for_no_key_update()
            .load::<Vec<u8>>(postgres)?;
    }
    Ok(())
}

/// Takes a user's row as [`take`] does and makes a welcome email her latest, if the row is as it was
/// at `version`. `false` when it is not, or gone.
///
/// # Errors
/// When the database fails.
pub fn take_for_welcome(
    connection: &mut DbConnection,
    id: AccountUserId,
    version: i64,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let taken = natively!(connection, |db| fixed!(
        diesel::update(by_id(id).filter(account_users::version.eq(version))).set((
            account_users::version.eq(account_users::version + 1),
            account_users::latest_welcome_id.eq(message.as_bytes()),
            account_users::latest_welcome_status.eq(DeliveryStatus::Queued.as_str()),
            account_users::latest_welcome_at.eq(to_micros(now)),
        ))
    )
    .execute(db))?;
    Ok(taken == 1)
}

/// The user with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<Option<AccountUser>, DatabaseError> {
    let row = natively!(connection, |db| by_id(id)
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(AccountUser::try_from).transpose()
}

/// Those of some users who exist, by id. The caller names no more than a page of them.
///
/// # Errors
/// When the database fails.
pub fn list_by_id(
    connection: &mut DbConnection,
    ids: &[AccountUserId],
) -> Result<Vec<AccountUser>, DatabaseError> {
    let rows: Vec<Row> = account_users::table
        .filter(account_users::id.eq_any(id_list(ids, AccountUserId::as_bytes)))
        .order(account_users::id)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(AccountUser::try_from).collect()
}

/// Up to `limit` users whom a login or an address (folded) names, in one account or anywhere.
///
/// # Errors
/// When the database fails.
pub fn find_by_identifier(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<AccountId>,
    limit: i64,
) -> Result<Vec<AccountUser>, DatabaseError> {
    use account_users::dsl;
    let mut query = account_users::table
        .filter(
            dsl::login_folded
                .eq(identifier)
                .or(dsl::email_folded.eq(identifier)),
        )
        .select(Row::as_select())
        .into_boxed();
    if let Some(account) = account {
        query = query.filter(dsl::account_id.eq(account.as_bytes().to_vec()));
    }
    let rows: Vec<Row> = query.order(dsl::id).limit(limit).load(connection)?;
    rows.into_iter().map(AccountUser::try_from).collect()
}

/// Whether anybody belongs to the account.
///
/// # Errors
/// When the database fails.
pub fn any_in(connection: &mut DbConnection, account: AccountId) -> Result<bool, DatabaseError> {
    let any = diesel::dsl::exists(
        account_users::table.filter(account_users::account_id.eq(account.as_bytes())),
    );
    Ok(diesel::select(any).get_result(connection)?)
}

/// How many users have the account as their primary one.
///
/// # Errors
/// When the database fails.
pub fn count_in(connection: &mut DbConnection, account: AccountId) -> Result<i64, DatabaseError> {
    let users = account_users::table.filter(account_users::account_id.eq(account.as_bytes()));
    Ok(users.count().get_result(connection)?)
}

/// A user's password hash (PHC string), if she has a password.
///
/// # Errors
/// When the database fails.
pub fn password_hash(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<Option<String>, DatabaseError> {
    let hash = by_id(id)
        .select(account_users::password_hash)
        .first(connection)
        .optional()?;
    Ok(hash.flatten())
}

/// Stores a password hash.
///
/// # Errors
/// When the database fails.
pub fn set_password_hash(
    connection: &mut DbConnection,
    id: AccountUserId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(by_id(id))
        .set((
            account_users::password_hash.eq(hash),
            account_users::password_set_at.eq(to_micros(now)),
            account_users::updated_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes that a user signed in.
///
/// # Errors
/// When the database fails.
pub fn note_sign_in(
    connection: &mut DbConnection,
    id: AccountUserId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(by_id(id))
        .set(account_users::last_sign_in_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}

/// Makes a welcome email the user's latest.
///
/// # Errors
/// When the database fails.
pub fn set_latest_welcome(
    connection: &mut DbConnection,
    id: AccountUserId,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    natively!(connection, |db| fixed!(diesel::update(by_id(id)).set((
        account_users::latest_welcome_id.eq(message.as_bytes()),
        account_users::latest_welcome_status.eq(DeliveryStatus::Queued.as_str()),
        account_users::latest_welcome_at.eq(to_micros(now)),
    )))
    .execute(db))?;
    Ok(())
}

/// Keeps the status of a user's latest welcome email beside her, if `message` is that.
///
/// # Errors
/// When the database fails.
pub fn note_welcome_status(
    connection: &mut DbConnection,
    id: AccountUserId,
    message: MessageId,
    status: DeliveryStatus,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    natively!(connection, |db| fixed!(
        diesel::update(by_id(id).filter(account_users::latest_welcome_id.eq(message.as_bytes())))
            .set((
                account_users::latest_welcome_status.eq(status.as_str()),
                account_users::latest_welcome_at.eq(to_micros(now)),
            ))
    )
    .execute(db))?;
    Ok(())
}

/// What became of a message to a user.
pub(crate) struct WelcomeStatus {
    /// The user.
    pub user: AccountUserId,
    /// The message, which need not be a welcome email, nor her latest.
    pub message: MessageId,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Takes the rows of different users as [`take`] does, and keeps the status of their latest welcome email
/// beside each whose message is that.
///
/// # Errors
/// When the database fails.
pub(crate) fn take_noting(
    connection: &mut DbConnection,
    noted: &[WelcomeStatus],
) -> Result<(), DatabaseError> {
    match connection {
        DbConnection::Sqlite(sqlite) => {
            for WelcomeStatus {
                user,
                message,
                status,
                at,
            } in noted
            {
                let user = by_id(*user);
                let latest = account_users::latest_welcome_id.eq(message.as_bytes());
                let taken = account_users::version.eq(account_users::version + 1);
                let changed = fixed!(diesel::update(user.clone().filter(latest)).set((
                    taken,
                    account_users::latest_welcome_status.eq(status.as_str()),
                    account_users::latest_welcome_at.eq(to_micros(*at)),
                )))
                .execute(sqlite)?;
                if changed == 0 {
                    fixed!(diesel::update(user).set(taken)).execute(sqlite)?;
                }
            }
        }
        DbConnection::Postgres(postgres) => {
            let statement = sql_query(
                "UPDATE account_users SET version = version + 1, \
                 latest_welcome_status = CASE WHEN latest_welcome_id = now.message \
                 THEN now.status ELSE latest_welcome_status END, \
                 latest_welcome_at = CASE WHEN latest_welcome_id = now.message \
                 THEN now.at ELSE latest_welcome_at END \
                 FROM unnest($1, $2, $3, $4) AS now (id, message, status, at) \
                 WHERE account_users.id = now.id",
            )
            .bind::<Array<Binary>, _>(column(noted, |one| one.user.as_bytes()))
            .bind::<Array<Binary>, _>(column(noted, |one| one.message.as_bytes()))
            .bind::<Array<Text>, _>(column(noted, |one| one.status.as_str()))
            .bind::<Array<BigInt>, _>(column(noted, |one| to_micros(one.at)));
            fixed!(statement).execute(postgres)?;
        }
    }
    Ok(())
}

type ById = diesel::dsl::Filter<account_users::table, diesel::dsl::Eq<account_users::id, Vec<u8>>>;

fn by_id(id: AccountUserId) -> ById {
    account_users::table.filter(account_users::id.eq(id.as_bytes().to_vec()))
}
