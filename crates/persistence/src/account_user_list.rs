//! Pages of an account's users: those whose primary account it is, and its members.
//!
//! Both kinds are found by an index each and merged here, so that a page costs the same whatever
//! the account's size.

use diesel::{prelude::*, sql_types::Text};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    ids::{AccountId, AccountUserId},
};

use crate::{
    Backend, DatabaseError, DbConnection, MultiBackend,
    account_users::Row,
    schema::{account_users, memberships},
};

/// Which users of an account, and in which order.
#[derive(Debug, Clone)]
pub struct UserQuery {
    /// The account.
    pub account: AccountId,
    /// A part of a login, address or name, folded.
    pub search: Option<String>,
    /// Only users who stand there.
    pub status: Option<UserStatus>,
    /// The order, and where in it the page starts.
    pub order: UserOrder,
    /// The most users to return.
    pub limit: i64,
}

/// The order of a list of users; with the last user of the page before, if there was one.
#[derive(Debug, Clone)]
pub enum UserOrder {
    /// By login: behind this folded login and id.
    Login(Option<(String, AccountUserId)>),
    /// The newest first: behind this id.
    NewestFirst(Option<AccountUserId>),
}

#[derive(Clone, Copy)]
enum Belonging {
    Primary,
    Member,
}

type Boxed<'a> = account_users::BoxedQuery<'a, MultiBackend>;

/// One page of users.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    query: &UserQuery,
) -> Result<Vec<AccountUser>, DatabaseError> {
    let mut users = load(connection, query, Belonging::Primary)?;
    let members = load(connection, query, Belonging::Member)?;
    if !members.is_empty() {
        users.extend(members);
        match query.order {
            UserOrder::Login(_) => users.sort_by_key(|user| (user.login.folded(), user.id)),
            UserOrder::NewestFirst(_) => users.sort_by_key(|user| std::cmp::Reverse(user.id)),
        }
        users.truncate(usize::try_from(query.limit).unwrap_or(0));
    }
    Ok(users)
}

fn load(
    connection: &mut DbConnection,
    query: &UserQuery,
    belonging: Belonging,
) -> Result<Vec<AccountUser>, DatabaseError> {
    let account = query.account.as_bytes().to_vec();
    let mut rows = account_users::table.into_boxed::<MultiBackend>();
    rows = match belonging {
        Belonging::Primary => rows.filter(account_users::account_id.eq(account)),
        Belonging::Member => rows.filter(
            account_users::id.eq_any(
                memberships::table
                    .filter(memberships::account_id.eq(account))
                    .select(memberships::user_id),
            ),
        ),
    };
    if let Some(status) = query.status {
        rows = with_status(rows, status);
    }
    if let Some(search) = &query.search {
        rows = matching(rows, search, connection.backend());
    }
    let rows: Vec<Row> = in_order(rows, &query.order)
        .limit(query.limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(AccountUser::try_from).collect()
}

fn with_status(rows: Boxed<'_>, status: UserStatus) -> Boxed<'_> {
    use account_users::dsl::{enabled, password_set_at};
    match status {
        UserStatus::Pending => rows.filter(enabled.eq(true).and(password_set_at.is_null())),
        UserStatus::Active => rows.filter(enabled.eq(true).and(password_set_at.is_not_null())),
        UserStatus::Disabled => rows.filter(enabled.eq(false)),
    }
}

/// A trigram index answers from three characters on; shorter texts match beginnings.
const TRIGRAM: usize = 3;

fn matching<'a>(rows: Boxed<'a>, search: &str, backend: Backend) -> Boxed<'a> {
    use account_users::dsl::{email_folded, login_folded};
    if search.chars().count() < TRIGRAM {
        let (from, to) = (search.to_owned(), format!("{search}\u{10FFFF}"));
        return rows.filter(
            login_folded
                .ge(from.clone())
                .and(login_folded.lt(to.clone()))
                .or(email_folded
                    .assume_not_null()
                    .ge(from)
                    .and(email_folded.assume_not_null().lt(to))),
        );
    }
    // The index over parts of texts is FTS5 on SQLite and pg_trgm on PostgreSQL.
    match backend {
        Backend::Sqlite => rows.filter(
            diesel::dsl::sql::<diesel::sql_types::Bool>(
                "search_id IN (SELECT rowid FROM account_users_search WHERE account_users_search MATCH ",
            )
            .bind::<Text, _>(format!("\"{}\"", search.replace('"', "\"\"")))
            .sql(")"),
        ),
        Backend::Postgres => {
            let literal = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            rows.filter(account_users::search_text.like(format!("%{literal}%")))
        }
    }
}

fn in_order<'a>(mut rows: Boxed<'a>, order: &UserOrder) -> Boxed<'a> {
    use account_users::dsl::{id, login_folded};
    match order {
        UserOrder::Login(after) => {
            if let Some((login, user)) = after {
                let user = user.as_bytes().to_vec();
                rows = rows.filter(
                    login_folded
                        .ge(login.clone())
                        .and(login_folded.gt(login.clone()).or(id.gt(user))),
                );
            }
            rows.order((login_folded.asc(), id.asc()))
        }
        UserOrder::NewestFirst(before) => {
            if let Some(user) = before {
                rows = rows.filter(id.lt(user.as_bytes().to_vec()));
            }
            rows.order(id.desc())
        }
    }
}
