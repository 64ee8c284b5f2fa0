//! Pages of an account's users: those whose primary account it is, and its members.
//!
//! A page is merged from a few ranges of rows, each of which an index gives in the order of the list,
//! so that it costs the same whatever the account's size: the whole account is one range, every status
//! is one, and every pair of a status and a welcome state is one. Members from other accounts have no
//! index in this order; they are looked at one by one, because an account has few of them.

mod order;
mod search;
mod welcome_state;
mod words;

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Text},
};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    ids::AccountId,
    user_list::WelcomeState,
};

pub use order::{Position, UserOrder};

use crate::{
    DatabaseError, DbConnection, MultiBackend,
    account_users::Row,
    schema::{account_users, memberships},
};
use order::{Section, unindexed};
use search::Search;

/// Which users of an account, and in which order.
#[derive(Debug, Clone)]
pub struct UserQuery {
    /// The account.
    pub account: AccountId,
    /// A part of a login, address or name, folded.
    pub search: Option<String>,
    /// Only users who stand there.
    pub status: Option<UserStatus>,
    /// Only users whose latest welcome email stands there.
    pub welcome: Option<WelcomeState>,
    /// The order, and where in it the page starts.
    pub order: UserOrder,
    /// The most users to return.
    pub limit: i64,
}

impl UserQuery {
    /// The statuses that it lets through.
    fn statuses(&self) -> impl Iterator<Item = UserStatus> {
        let all = UserStatus::ALL.into_iter();
        all.filter(|status| self.status.is_none_or(|wanted| wanted == *status))
    }
}

type Boxed<'a> = account_users::BoxedQuery<'a, MultiBackend>;

/// Rows of the account that are loaded together.
enum Range {
    /// All of them.
    Whole,
    /// Those in one status: neighbours in an index for each order.
    Standing(UserStatus),
    /// Those in one status and one welcome state: neighbours in one index.
    Narrowed(UserStatus, WelcomeState),
}

/// One page of users.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    query: &UserQuery,
) -> Result<Vec<AccountUser>, DatabaseError> {
    let search = match &query.search {
        Some(words) => Some(Search::plan(connection, query, words)?),
        None => None,
    };
    let limit = usize::try_from(query.limit).unwrap_or(0);
    let mut users = Vec::new();
    for section in query.order.sections(query.welcome) {
        if users.len() < limit {
            users.extend(load_section(connection, query, search.as_ref(), &section)?);
        }
    }
    users.truncate(limit);
    Ok(users)
}

fn load_section(
    connection: &mut DbConnection,
    query: &UserQuery,
    search: Option<&Search>,
    section: &Section,
) -> Result<Vec<AccountUser>, DatabaseError> {
    let mut rows = match search {
        Some(search) => search.load(connection, query, section)?,
        None => load_ranges(connection, query, section)?,
    };
    rows.append(&mut load_members(connection, query, search, section)?);
    let mut users = rows
        .into_iter()
        .map(AccountUser::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    section.sort(&mut users);
    Ok(users)
}

/// The first of so few rows that they are put in order: by their ids alone, and only the page's are read
/// whole.
fn load_few(
    connection: &mut DbConnection,
    rows: Boxed<'_>,
    section: &Section,
    limit: i64,
) -> Result<Vec<Row>, DatabaseError> {
    let ordered = section.apply_to_few(rows).limit(limit);
    let ids: Vec<Vec<u8>> = ordered.select(account_users::id).load(connection)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = account_users::table.filter(account_users::id.eq_any(ids));
    Ok(found.select(Row::as_select()).load(connection)?)
}

/// Users whose primary account it is, without a search.
fn load_ranges(
    connection: &mut DbConnection,
    query: &UserQuery,
    section: &Section,
) -> Result<Vec<Row>, DatabaseError> {
    use account_users::dsl;
    let mut rows = Vec::new();
    for range in ranges(query, section) {
        let all = users_of(query.account);
        let mut found: Vec<Row> = match range {
            Range::Narrowed(status, welcome) => {
                let standing = all.filter(dsl::status.eq(status.as_str()));
                if section.is_by_welcome() {
                    let narrowed = standing.filter(dsl::welcome.eq(welcome.as_str()));
                    load_page(connection, section.apply(narrowed), query.limit)?
                } else {
                    let narrowed = welcome_state::Narrowed {
                        account: query.account,
                        status,
                        welcome,
                    };
                    narrowed.load(connection, standing, section, query.limit)?
                }
            }
            Range::Standing(status) => {
                let standing = all.filter(dsl::status.eq(status.as_str()));
                load_page(connection, section.apply(standing), query.limit)?
            }
            Range::Whole => load_page(connection, section.apply(all), query.limit)?,
        };
        rows.append(&mut found);
    }
    Ok(rows)
}

/// Members whose primary account is another one.
fn load_members(
    connection: &mut DbConnection,
    query: &UserQuery,
    search: Option<&Search>,
    section: &Section,
) -> Result<Vec<Row>, DatabaseError> {
    use account_users::dsl;
    let members = memberships::table
        .filter(memberships::account_id.eq(query.account.as_bytes().to_vec()))
        .select(memberships::user_id);
    let rows = dsl::account_users.filter(dsl::id.eq_any(members));
    let mut rows = narrowed(rows.into_boxed(), query);
    if let Some(search) = search {
        rows = search.matching(rows);
    }
    load_page(connection, section.apply(rows), query.limit)
}

/// The users whose primary account it is.
fn users_of<'a>(account: AccountId) -> Boxed<'a> {
    let all = account_users::table.into_boxed();
    all.filter(account_users::account_id.eq(account.as_bytes().to_vec()))
}

/// Rows that a query's filters let through; no index is asked.
fn narrowed<'a>(mut rows: Boxed<'a>, query: &UserQuery) -> Boxed<'a> {
    let is = |column| sql::<Bool>(&format!("{} = ", unindexed(column)));
    if let Some(status) = query.status {
        rows = rows.filter(is("status").bind::<Text, _>(status.as_str()));
    }
    if let Some(welcome) = query.welcome {
        rows = rows.filter(is("welcome").bind::<Text, _>(welcome.as_str()));
    }
    rows
}

fn load_page(
    connection: &mut DbConnection,
    ordered: Boxed<'_>,
    limit: i64,
) -> Result<Vec<Row>, DatabaseError> {
    let page = ordered.limit(limit).select(Row::as_select());
    Ok(page.load(connection)?)
}

fn ranges(query: &UserQuery, section: &Section) -> Vec<Range> {
    if query.status.is_none() && query.welcome.is_none() {
        return vec![Range::Whole];
    }
    let mut ranges = Vec::new();
    for status in query.statuses() {
        if query.welcome.is_none() && !section.is_by_welcome() {
            ranges.push(Range::Standing(status));
            continue;
        }
        for welcome in WelcomeState::ALL {
            let wanted = query.welcome.is_none_or(|wanted| wanted == welcome);
            if wanted && section.may_hold(welcome) {
                ranges.push(Range::Narrowed(status, welcome));
            }
        }
    }
    ranges
}
