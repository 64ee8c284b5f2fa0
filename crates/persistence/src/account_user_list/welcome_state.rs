//! Users in one status and one welcome state, in an order that no index has them in.
//!
//! An index that knew the state in every order would be written twice in several places for each welcome
//! email. So the few in a state are put in order, and those of a state that many are in are looked for
//! along the list: a page of them is soon full. It is asked first whether there are few: SQLite has no
//! statistics, and PostgreSQL's do not know that of those with a password hardly anybody's email failed.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Text},
};
use usher_domain::{account_user::UserStatus, ids::AccountId, user_list::WelcomeState};

use super::{
    Boxed, UserQuery, load_few, load_page,
    order::{Section, unindexed},
    users_of,
};
use crate::{Backend, DatabaseError, DbConnection, account_users::Row, schema::account_users};

/// Putting so many in order costs as much as walking past those of another state; a server reads each of
/// them from a page of its own.
const fn many(backend: Backend) -> i64 {
    match backend {
        Backend::Sqlite => 10_000,
        Backend::Postgres => 1_000,
    }
}

/// All users in the welcome state that a query asks for, and in its status; none when they are many, or it
/// asks for no state.
pub(super) fn few<'a>(
    connection: &mut DbConnection,
    query: &UserQuery,
) -> Result<Option<Boxed<'a>>, DatabaseError> {
    use account_users::dsl;
    let Some(welcome) = query.welcome else {
        return Ok(None);
    };
    let mut statuses = Vec::new();
    for status in query.statuses() {
        let narrowed = Narrowed {
            account: query.account,
            status,
            welcome,
        };
        if !narrowed.are_few(connection)? {
            return Ok(None);
        }
        statuses.push(status.as_str());
    }
    let found = users_of(query.account).filter(dsl::status.eq_any(statuses));
    Ok(Some(found.filter(dsl::welcome.eq(welcome.as_str()))))
}

/// Which users.
pub(super) struct Narrowed {
    pub(super) account: AccountId,
    pub(super) status: UserStatus,
    pub(super) welcome: WelcomeState,
}

impl Narrowed {
    /// The first `limit` of them in a part of the list; `standing` are all in the status.
    pub(super) fn load(
        &self,
        connection: &mut DbConnection,
        standing: Boxed<'_>,
        section: &Section,
        limit: i64,
    ) -> Result<Vec<Row>, DatabaseError> {
        use account_users::dsl;
        let welcome = self.welcome.as_str();
        if self.are_few(connection)? {
            let found = standing.filter(dsl::welcome.eq(welcome));
            return load_few(connection, found, section, limit);
        }
        let narrowed = if matches!(connection, DbConnection::Sqlite(_)) {
            // Else the planner would take all of the state first.
            let is = sql::<Bool>(&format!("{} = ", unindexed("welcome")));
            standing.filter(is.bind::<Text, _>(welcome))
        } else {
            standing.filter(dsl::welcome.eq(welcome))
        };
        load_page(connection, section.apply(narrowed), limit)
    }

    fn are_few(&self, connection: &mut DbConnection) -> Result<bool, DatabaseError> {
        let many = many(connection.backend());
        let count =
            sql::<BigInt>("(SELECT count(*) FROM (SELECT 1 FROM account_users WHERE account_id = ")
                .bind::<Binary, _>(self.account.as_bytes().to_vec())
                .sql(" AND status = ")
                .bind::<Text, _>(self.status.as_str())
                .sql(" AND welcome = ")
                .bind::<Text, _>(self.welcome.as_str())
                .sql(&format!(" LIMIT {many}) AS found)"));
        let count: i64 = diesel::select(count).get_result(connection)?;
        Ok(count < many)
    }
}
