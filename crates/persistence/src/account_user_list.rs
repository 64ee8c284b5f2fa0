//! Pages of an account's users: those whose primary account it is, and its members.
//!
//! A page is merged from a few ranges of rows, each of which an index gives in the order of the list,
//! so that it costs the same whatever the account's size: the whole account is one range, every status
//! is one, and every pair of a status and a welcome state is one. Members from other accounts have no
//! index in this order; they are looked at one by one, because an account has few of them.

mod order;
mod search;
mod welcome_state;

use diesel::prelude::*;
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
use order::Section;
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

type Boxed<'a> = account_users::BoxedQuery<'a, MultiBackend>;

/// Rows that are loaded together.
enum Range {
    /// Those of the account that the filter lets through, in whatever way the database finds them.
    Whole,
    /// Those of the account in one status: neighbours in an index for each order.
    Standing(UserStatus),
    /// Those of the account in one status and one welcome state: neighbours in one index.
    Narrowed(UserStatus, WelcomeState),
    /// Its members from elsewhere that the filter lets through.
    Members,
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
        Some(words) => Some(Search::plan(connection, query.account, words)?),
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
    let mut users = Vec::new();
    for range in ranges(query, search, section) {
        let rows: Vec<Row> = match range {
            Range::Narrowed(status, welcome) if !section.is_by_welcome() => {
                let standing = rows_of(query, search, &Range::Standing(status));
                let narrowed = welcome_state::Narrowed {
                    account: query.account,
                    status,
                    welcome,
                };
                narrowed.load(connection, standing, section, query.limit)?
            }
            range => section
                .apply(rows_of(query, search, &range))
                .limit(query.limit)
                .select(Row::as_select())
                .load(connection)?,
        };
        for row in rows {
            users.push(AccountUser::try_from(row)?);
        }
    }
    section.sort(&mut users);
    Ok(users)
}

fn ranges(query: &UserQuery, search: Option<&Search>, section: &Section) -> Vec<Range> {
    let whole = query.status.is_none() && query.welcome.is_none();
    let walks = search.is_none_or(Search::walks);
    if whole || !walks {
        return vec![Range::Whole, Range::Members];
    }
    let mut ranges = vec![Range::Members];
    let statuses = UserStatus::ALL.into_iter();
    for status in statuses.filter(|status| query.status.is_none_or(|wanted| wanted == *status)) {
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

fn rows_of<'a>(query: &UserQuery, search: Option<&Search>, range: &Range) -> Boxed<'a> {
    use account_users::dsl;
    let account = query.account.as_bytes().to_vec();
    let all = account_users::table.into_boxed::<MultiBackend>();
    let test = |rows: Boxed<'a>| match search {
        Some(search) => search.test(rows),
        None => rows,
    };
    let (mut rows, status, welcome) = match range {
        Range::Whole => match search {
            Some(search) => (search.find(all, account), query.status, query.welcome),
            None => (
                all.filter(dsl::account_id.eq(account)),
                query.status,
                query.welcome,
            ),
        },
        Range::Standing(status) => {
            let rows = test(all.filter(dsl::account_id.eq(account)));
            (rows, Some(*status), None)
        }
        Range::Narrowed(status, welcome) => {
            let rows = test(all.filter(dsl::account_id.eq(account)));
            (rows, Some(*status), Some(*welcome))
        }
        Range::Members => {
            let members = memberships::table
                .filter(memberships::account_id.eq(account))
                .select(memberships::user_id);
            let rows = test(all.filter(dsl::id.eq_any(members)));
            (rows, query.status, query.welcome)
        }
    };
    if let Some(status) = status {
        rows = rows.filter(dsl::status.eq(status.as_str()));
    }
    if let Some(welcome) = welcome {
        rows = rows.filter(dsl::welcome.eq(welcome.as_str()));
    }
    rows
}
