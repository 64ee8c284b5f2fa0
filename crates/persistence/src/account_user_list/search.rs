//! Searching a list of users for a part of a login, address or name.
//!
//! A text that few users have is answered from the index over parts of texts, and what is found is
//! put in order. A text that many have (a domain, a common first name) is looked for along the list
//! instead: a page of it is soon full. PostgreSQL's planner weighs the two by its statistics; on
//! SQLite, which has none, the index is asked first whether there are few.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Text},
};
use usher_domain::ids::AccountId;

use super::Boxed;
use crate::{DatabaseError, DbConnection, schema::account_users};

/// A trigram index answers from three characters on; shorter texts match beginnings.
const TRIGRAM: usize = 3;

/// With so many matches, walking along the list costs less than putting all of them in order.
const MANY: i64 = 5000;

/// How a text is looked for.
pub(super) struct Search {
    words: String,
    means: Means,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// As PostgreSQL sees fit.
    Planner,
    /// SQLite: an index knows the few that match.
    Candidates,
    /// SQLite: many match.
    Walk,
}

/// An expression over the rows of SQLite that match: by the index over parts of texts, or by the
/// beginnings of logins and addresses.
macro_rules! candidates {
    ($search:expr, $account:expr, $type:ty, $open:literal, $close:expr, |$found:ident| $use:expr) => {
        if $search.is_part() {
            let $found = sql::<$type>(concat!(
                $open,
                "SELECT rowid FROM account_users_search WHERE account_users_search MATCH "
            ))
            .bind::<Text, _>(format!("\"{}\"", $search.words.replace('"', "\"\"")))
            .sql($close);
            $use
        } else {
            let (from, to) = $search.beginnings();
            let $found = sql::<$type>(concat!(
                $open,
                "SELECT search_id FROM account_users WHERE account_id = "
            ))
            .bind::<Binary, _>($account.clone())
            .sql(" AND login_folded >= ")
            .bind::<Text, _>(from.clone())
            .sql(" AND login_folded < ")
            .bind::<Text, _>(to.clone())
            .sql(" UNION ALL SELECT search_id FROM account_users WHERE account_id = ")
            .bind::<Binary, _>($account.clone())
            .sql(" AND email_folded >= ")
            .bind::<Text, _>(from)
            .sql(" AND email_folded < ")
            .bind::<Text, _>(to)
            .sql($close);
            $use
        }
    };
}

impl Search {
    /// Finds out how to look for a text among an account's users.
    pub(super) fn plan(
        connection: &mut DbConnection,
        account: AccountId,
        words: &str,
    ) -> Result<Self, DatabaseError> {
        let mut search = Self {
            words: words.to_owned(),
            means: Means::Planner,
        };
        if let DbConnection::Sqlite(sqlite) = connection {
            let account = account.as_bytes().to_vec();
            let matches: i64 = candidates!(
                search,
                account,
                BigInt,
                "(SELECT count(*) FROM (",
                &format!(" LIMIT {MANY}))"),
                |count| diesel::select(count).get_result(sqlite)?
            );
            search.means = if matches < MANY {
                Means::Candidates
            } else {
                Means::Walk
            };
        }
        Ok(search)
    }

    /// Whether matches are looked for along the list, so that its order should come from an index.
    pub(super) fn walks(&self) -> bool {
        self.means == Means::Walk
    }

    /// The users of an account that match.
    pub(super) fn find<'a>(&self, rows: Boxed<'a>, account: Vec<u8>) -> Boxed<'a> {
        if self.means != Means::Candidates {
            return self.test(rows.filter(account_users::account_id.eq(account)));
        }
        // The sign keeps the planner from walking along the account after all.
        let rows = rows.filter(sql::<Bool>("+account_id = ").bind::<Binary, _>(account.clone()));
        candidates!(self, account, Bool, "search_id IN (", ")", |found| rows
            .filter(found))
    }

    /// Rows that match, told one by one.
    pub(super) fn test<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        use account_users::dsl::{email_folded, login_folded, search_text};
        if !self.is_part() {
            let (from, to) = self.beginnings();
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
        if self.means == Means::Planner {
            // The form that the trigram index answers.
            let escaped = self.words.replace('\\', "\\\\");
            let escaped = escaped.replace('%', "\\%").replace('_', "\\_");
            return rows.filter(search_text.like(format!("%{escaped}%")));
        }
        let part = sql::<Bool>("instr(search_text, ");
        rows.filter(part.bind::<Text, _>(self.words.clone()).sql(") > 0"))
    }

    fn is_part(&self) -> bool {
        self.words.chars().count() >= TRIGRAM
    }

    /// The least text that begins with the words, and one that is greater than all of those.
    fn beginnings(&self) -> (String, String) {
        (self.words.clone(), format!("{}\u{10FFFF}", self.words))
    }
}
