//! Searching a list of users for a part of a login, address or name.
//!
//! No planner knows well enough how many users have a text, and where in the order of the list they are;
//! a wrong guess reads a million rows. So it is found out:
//!
//! 1. The indexes are asked for all that may match. When they are few, they are told apart by the text
//!    itself and put in order.
//! 2. A text that many have (a domain, a common first name) is looked for along the list: mostly a page of
//!    it is full within a stretch.
//! 3. When it is not, they are far down the list, and all that the indexes know are put in order; or all
//!    in the wanted welcome state, when those are few.
//!
//! PostgreSQL's index over parts of texts has to tell all before it tells one. So the list comes first
//! there, and then the index, with whatever it knows.

use diesel::prelude::*;
use usher_domain::account_user::AccountUser;

use super::{
    Boxed, UserQuery, load_few, load_page, narrowed,
    order::Section,
    users_of, welcome_state,
    words::{Words, by_bitmap},
};
use crate::{DatabaseError, DbConnection, account_users::Row, schema::account_users};

/// How a text is looked for.
pub(super) struct Search {
    words: Words,
    /// The row numbers of all that may match, unless they are many.
    candidates: Option<Vec<i64>>,
}

impl Search {
    /// Finds out how to look for a text among an account's users.
    pub(super) fn plan(
        connection: &mut DbConnection,
        query: &UserQuery,
        folded: &str,
    ) -> Result<Self, DatabaseError> {
        let words = Words::new(folded, query.account, connection.backend());
        let candidates = words.candidates(connection)?;
        Ok(Self { words, candidates })
    }

    /// Loads the first of the account's users who match, in a part of the list.
    pub(super) fn load(
        &self,
        connection: &mut DbConnection,
        query: &UserQuery,
        section: &Section,
    ) -> Result<Vec<Row>, DatabaseError> {
        let all = account_users::table.into_boxed();
        let rows = match &self.candidates {
            Some(candidates) => self.words.among(narrowed(all, query), candidates),
            None => match self.walk(connection, query, section)? {
                Some(page) => return Ok(page),
                None => match welcome_state::few(connection, query)? {
                    Some(few) => self.matching(few),
                    None => self.words.indexed(narrowed(all, query)),
                },
            },
        };
        by_bitmap(connection, |connection| {
            load_few(connection, rows, section, query.limit)
        })
    }

    /// Those of some rows who match, told one by one.
    pub(super) fn matching<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        self.words.matching(rows)
    }

    /// Looks along the list for a stretch, or all along a list that is not much longer. None when that
    /// fills no page and is not all.
    fn walk(
        &self,
        connection: &mut DbConnection,
        query: &UserQuery,
        section: &Section,
    ) -> Result<Option<Vec<Row>>, DatabaseError> {
        let stretch = self.words.stretch().max(query.limit * 10);
        let behind = row_behind(connection, query, section, stretch)?;
        let ends = behind.is_none();
        let page = self.page(connection, query, section, behind)?;
        let is_full = i64::try_from(page.len()).is_ok_and(|count| count >= query.limit);
        if is_full || ends {
            return Ok(Some(page));
        }
        // The indexes know the users of all accounts; a short list is walked sooner than theirs are told apart.
        if row_behind(connection, query, section, stretch * 10)?.is_some() {
            return Ok(None);
        }
        self.page(connection, query, section, None).map(Some)
    }

    /// The first of the list who match, as far as a row.
    fn page(
        &self,
        connection: &mut DbConnection,
        query: &UserQuery,
        section: &Section,
        last: Option<Row>,
    ) -> Result<Vec<Row>, DatabaseError> {
        let mut rows = self.matching(narrowed(in_order(query, section), query));
        if let Some(last) = last {
            rows = section.until(rows, &AccountUser::try_from(last)?);
        }
        load_page(connection, section.apply(rows), query.limit)
    }
}

/// The row that comes behind so many of a list.
fn row_behind(
    connection: &mut DbConnection,
    query: &UserQuery,
    section: &Section,
    count: i64,
) -> Result<Option<Row>, DatabaseError> {
    let rows = section.apply(in_order(query, section));
    let row = rows.offset(count).limit(1).select(Row::as_select());
    Ok(row.get_result(connection).optional()?)
}

/// The account's users in the status that is asked for, which has them in every order but one.
fn in_order<'a>(query: &UserQuery, section: &Section) -> Boxed<'a> {
    let all = users_of(query.account);
    match query.status {
        Some(status) if !section.is_by_welcome() => {
            all.filter(account_users::status.eq(status.as_str()))
        }
        _ => all,
    }
}
