//! Roles that users hold.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    grants::{Grants, Scope},
    ids::{AccountUserId, RoleGrantId},
    role::Role,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_optional_id_bytes, id_list, to_micros},
    connection::natively,
    schema::{account_users, role_grants},
};

/// The roles of a user.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    user: AccountUserId,
) -> Result<Vec<(Role, Scope)>, DatabaseError> {
    let rows: Vec<(String, Option<Vec<u8>>)> = natively!(connection, |db| role_grants::table
        .filter(role_grants::user_id.eq(user.as_bytes()))
        .order(role_grants::id)
        .select((role_grants::role, role_grants::account_id))
        .load(db))?;
    rows.into_iter()
        .map(|(role, account)| {
            let role = role.parse().map_err(|_| DatabaseError::Inconsistent {
                table: "role_grants",
                id: user.to_string(),
            })?;
            let account = from_optional_id_bytes("role_grants", account.as_deref())?;
            Ok((role, Scope::from_account(account.map(Into::into))))
        })
        .collect()
}

/// What a user holds; nothing while she is disabled or gone.
///
/// # Errors
/// When the database fails.
pub fn grants(connection: &mut DbConnection, user: AccountUserId) -> Result<Grants, DatabaseError> {
    Ok(Grants::from_roles(list(connection, user)?))
}

/// What some users hold; those who hold nothing are left out.
///
/// # Errors
/// When the database fails.
pub fn held_by(
    connection: &mut DbConnection,
    users: &[AccountUserId],
) -> Result<HashMap<AccountUserId, Grants>, DatabaseError> {
    type Held = (Vec<u8>, String, Option<Vec<u8>>);
    let rows: Vec<Held> = role_grants::table
        .filter(role_grants::user_id.eq_any(id_list(users, AccountUserId::as_bytes)))
        .select((
            role_grants::user_id,
            role_grants::role,
            role_grants::account_id,
        ))
        .load(connection)?;
    let mut roles: HashMap<AccountUserId, Vec<(Role, Scope)>> = HashMap::new();
    for (user, role, account) in rows {
        let user: AccountUserId = from_id_bytes("role_grants", &user)?.into();
        let role = role.parse().map_err(|_| DatabaseError::Inconsistent {
            table: "role_grants",
            id: user.to_string(),
        })?;
        let account = from_optional_id_bytes("role_grants", account.as_deref())?;
        let scope = Scope::from_account(account.map(Into::into));
        roles.entry(user).or_default().push((role, scope));
    }
    let grants = |(user, roles)| (user, Grants::from_roles(roles));
    Ok(roles.into_iter().map(grants).collect())
}

/// Grants a role.
///
/// # Errors
/// A conflict when she holds it already, or when the account does not exist.
pub fn insert(
    connection: &mut DbConnection,
    id: RoleGrantId,
    user: AccountUserId,
    role: Role,
    scope: Scope,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    let account = scope.account();
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(id.as_bytes()),
            role_grants::user_id.eq(user.as_bytes()),
            role_grants::role.eq(role.as_str()),
            role_grants::account_id.eq(account.as_ref().map(|id| id.as_bytes().to_vec())),
            role_grants::created_at.eq(to_micros(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Withdraws a role.
///
/// # Errors
/// When the database fails.
pub fn delete(
    connection: &mut DbConnection,
    user: AccountUserId,
    role: Role,
    scope: Scope,
) -> Result<(), DatabaseError> {
    let of_user = role_grants::table
        .filter(role_grants::user_id.eq(user.as_bytes()))
        .filter(role_grants::role.eq(role.as_str()));
    match scope.account() {
        Some(account) => {
            diesel::delete(of_user.filter(role_grants::account_id.eq(account.as_bytes())))
                .execute(connection)?
        }
        None => {
            diesel::delete(of_user.filter(role_grants::account_id.is_null())).execute(connection)?
        }
    };
    Ok(())
}

/// How many users own the installation and can sign in: enabled, and with a password. Whoever acts on
/// the answer holds the installation's row.
///
/// # Errors
/// When the database fails.
pub fn count_owners(connection: &mut DbConnection) -> Result<i64, DatabaseError> {
    Ok(role_grants::table
        .inner_join(account_users::table.on(account_users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(Role::Owner.as_str()))
        .filter(role_grants::account_id.is_null())
        .filter(account_users::enabled.eq(true))
        .filter(account_users::password_set_at.is_not_null())
        .count()
        .get_result(connection)?)
}
