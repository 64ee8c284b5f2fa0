//! Searching a list of users for a part of a login, address or name.
//!
//! No planner knows well enough how many users have a text, and where in the order of the list they are;
//! a wrong guess reads a million rows. So it is found out:
//!
//! 1. The indexes are asked for all that may match. When they are few, they are told apart by the text
//!    itself and put in order.
//! 2. A text that many have (a domain, a common first name) is looked for along the list: mostly a page of
//!    it is full within a stretch.
//! 3. When it is not, they are far down the list, and all that the indexes know are put in order.
//!
//! PostgreSQL's index over parts of texts has to tell all before it tells one. So the list comes first
//! there, and then the index, with whatever it knows.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Text},
};
use usher_domain::account_user::AccountUser;

use super::{
    Boxed, UserQuery, load_few,
    order::{Section, unindexed},
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
        let rows = narrowed(account_users::table.into_boxed(), query);
        let rows = match &self.candidates {
            Some(candidates) => self.words.among(rows, candidates),
            None => match self.walk(connection, query, section)? {
                Some(page) => return Ok(page),
                None => self.words.indexed(connection, rows)?,
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

    /// Looks along the list for a stretch. None when that fills no page and is not all.
    fn walk(
        &self,
        connection: &mut DbConnection,
        query: &UserQuery,
        section: &Section,
    ) -> Result<Option<Vec<Row>>, DatabaseError> {
        let everybody = || {
            let account = query.account.as_bytes().to_vec();
            let all = account_users::table.into_boxed();
            all.filter(account_users::account_id.eq(account))
        };
        let stretch = section
            .apply(everybody())
            .offset(self.words.stretch())
            .limit(1);
        let behind: Option<Row> = stretch
            .select(Row::as_select())
            .get_result(connection)
            .optional()?;
        let is_all = behind.is_none();
        let mut rows = self.matching(narrowed(everybody(), query));
        if let Some(row) = behind {
            rows = section.until(rows, &AccountUser::try_from(row)?);
        }
        let page = section.apply(rows).limit(query.limit);
        let page: Vec<Row> = page.select(Row::as_select()).load(connection)?;
        let is_full = i64::try_from(page.len()).is_ok_and(|count| count >= query.limit);
        Ok((is_full || is_all).then_some(page))
    }
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
