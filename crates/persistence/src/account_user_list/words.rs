//! What a search looks for, and what the indexes know about it: parts of texts from three characters on,
//! beginnings of shorter ones.

use diesel::{
    connection::SimpleConnection,
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Text},
};
use usher_domain::{ids::AccountId, names::DisplayName};

use super::{Boxed, order::unindexed};
use crate::{
    DatabaseError, DbConnection, MultiBackend, connection::Backend, schema::account_users,
};

/// A trigram index answers from three characters on.
const TRIGRAM: usize = 3;

/// So many of a text's trigrams, side by side or spread over it, tell nearly as much as all of them, and
/// are found sooner.
const SAMPLES: usize = 8;

/// Putting so many in order costs more than looking along the list.
const MANY: i64 = 5000;

/// The columns whose beginnings a short text is compared with.
const BEGINNINGS: [&str; 3] = ["login_folded", "email_folded", "name_sort"];

type Condition = Box<dyn BoxableExpression<account_users::table, MultiBackend, SqlType = Bool>>;

/// What is looked for among an account's users.
pub(super) struct Words {
    folded: String,
    account: AccountId,
    backend: Backend,
}

impl Words {
    pub(super) fn new(folded: &str, account: AccountId, backend: Backend) -> Self {
        Self {
            folded: folded.to_owned(),
            account,
            backend,
        }
    }

    /// The row numbers of all who may match, as far as the indexes know; none when they are many, or the
    /// database cannot stop in time.
    pub(super) fn candidates(
        &self,
        connection: &mut DbConnection,
    ) -> Result<Option<Vec<i64>>, DatabaseError> {
        let few = |found: &Vec<i64>| i64::try_from(found.len()).is_ok_and(|count| count < MANY);
        if !self.is_part() {
            return Ok(Some(self.beginning(connection)?).filter(few));
        }
        let DbConnection::Sqlite(sqlite) = connection else {
            // Its index gives all or none; see `indexed`.
            return Ok(None);
        };
        for parts in [self.samples(), vec![self.folded.clone()]] {
            let found = sql::<BigInt>(
                "SELECT rowid FROM account_users_search WHERE account_users_search MATCH ",
            )
            .bind::<Text, _>(all_of(&parts))
            .sql(&format!(" LIMIT {MANY}"))
            .load(sqlite)?;
            if few(&found) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The rows among candidates that match.
    pub(super) fn among<'a>(&self, rows: Boxed<'a>, candidates: &[i64]) -> Boxed<'a> {
        let numbers: Vec<String> = candidates.iter().map(i64::to_string).collect();
        let numbers = numbers.join(",");
        let (before, numbers, behind) = match self.backend {
            Backend::Sqlite => (
                "search_id IN (SELECT value FROM json_each(",
                format!("[{numbers}]"),
                "))",
            ),
            Backend::Postgres => ("search_id = ANY(", format!("{{{numbers}}}"), "::bigint[])"),
        };
        let among = sql::<Bool>(before)
            .bind::<Text, _>(numbers)
            .sql(behind)
            .sql(&format!(" AND {} = ", unindexed("account_id")))
            .bind::<Binary, _>(self.account.as_bytes().to_vec());
        self.matching(rows.filter(among))
    }

    /// The rows that match, however many, by the indexes.
    pub(super) fn indexed<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        let account = self.account.as_bytes().to_vec();
        let found = if !self.is_part() {
            self.beginning_rows(rows)
        } else if self.backend == Backend::Sqlite {
            let found = "search_id IN (SELECT rowid FROM account_users_search \
                         WHERE account_users_search MATCH ";
            rows.filter(
                sql::<Bool>(found)
                    .bind::<Text, _>(quoted(&self.folded))
                    .sql(&format!(") AND {} = ", unindexed("account_id")))
                    .bind::<Binary, _>(account),
            )
        } else {
            let all = rows.filter(account_users::account_id.eq(account));
            self.samples().into_iter().fold(all, |rows, part| {
                rows.filter(account_users::search_text.like(like(&part)))
            })
        };
        self.matching(found)
    }

    /// Those who begin so. Each column has an index of its own; one condition on all three would use none.
    fn beginning_rows<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        let account = || self.account.as_bytes().to_vec();
        let [login, email, name] = BEGINNINGS.map(|column| self.range(column));
        let some = "SELECT search_id FROM account_users WHERE account_id = ";
        let found = sql::<Bool>(&format!("search_id IN ({some}"))
            .bind::<Binary, _>(account())
            .sql(" AND login_folded >= ")
            .bind::<Text, _>(login.0)
            .sql(" AND login_folded < ")
            .bind::<Text, _>(login.1)
            .sql(&format!(" UNION ALL {some}"))
            .bind::<Binary, _>(account())
            .sql(" AND email_folded >= ")
            .bind::<Text, _>(email.0)
            .sql(" AND email_folded < ")
            .bind::<Text, _>(email.1)
            .sql(&format!(" UNION ALL {some}"))
            .bind::<Binary, _>(account())
            .sql(" AND name_sort >= ")
            .bind::<Text, _>(name.0)
            .sql(" AND name_sort < ")
            .bind::<Text, _>(name.1)
            .sql(&format!(") AND {} = ", unindexed("account_id")))
            .bind::<Binary, _>(account());
        rows.filter(found)
    }

    /// Rows that match, told one by one: no index is asked.
    pub(super) fn matching<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        if !self.is_part() {
            let [login, email, name] =
                BEGINNINGS.map(|column| self.begins(&unindexed(column), column));
            return rows.filter(login.or(email).or(name));
        }
        let position = match self.backend {
            Backend::Sqlite => "instr(search_text, ",
            Backend::Postgres => "strpos(search_text, ",
        };
        let found = sql::<Bool>(position).bind::<Text, _>(self.folded.clone());
        rows.filter(found.sql(") > 0"))
    }

    /// How many users of a list are looked at before the indexes are asked instead.
    pub(super) fn stretch(&self) -> i64 {
        match self.backend {
            Backend::Sqlite => 5000,
            Backend::Postgres => 300,
        }
    }

    fn is_part(&self) -> bool {
        self.folded.chars().count() >= TRIGRAM
    }

    /// Some trigrams of the words.
    fn samples(&self) -> Vec<String> {
        let characters: Vec<char> = self.folded.chars().collect();
        let trigrams: Vec<&[char]> = characters.windows(TRIGRAM).collect();
        let step = trigrams.len().div_ceil(SAMPLES).max(TRIGRAM);
        let spread = trigrams.iter().step_by(step);
        let to_the_end = trigrams
            .last()
            .filter(|_| !(trigrams.len() - 1).is_multiple_of(step));
        spread
            .chain(to_the_end)
            .map(|trigram| trigram.iter().collect())
            .collect()
    }

    /// A column, in some form, begins with the words.
    fn begins(&self, form: &str, column: &str) -> Condition {
        let (from, to) = self.range(column);
        let from = sql::<Bool>(&format!("({form} >= ")).bind::<Text, _>(from);
        let range = from.sql(&format!(" AND {form} < ")).bind::<Text, _>(to);
        Box::new(range.sql(")"))
    }

    /// The least text of a column that begins with the words, and one that is greater than all of those.
    fn range(&self, column: &str) -> (String, String) {
        let key = self.folded.parse::<DisplayName>().ok();
        let key = key.map(|name| name.sort_key());
        // Marks alone leave nothing of a name's key, with which everybody's would begin.
        let key = key.filter(|key| column == "name_sort" && !key.is_empty());
        let words = key.unwrap_or_else(|| self.folded.clone());
        let greater = format!("{words}\u{10FFFF}");
        (words, greater)
    }

    /// The row numbers of those who begin so, up to [`MANY`] by each column.
    fn beginning(&self, connection: &mut DbConnection) -> Result<Vec<i64>, DatabaseError> {
        let mut found = Vec::new();
        for column in BEGINNINGS {
            let rows = account_users::table.into_boxed::<MultiBackend>();
            let rows = rows
                .filter(account_users::account_id.eq(self.account.as_bytes().to_vec()))
                .filter(self.begins(column, column));
            let some = rows.select(account_users::search_id).limit(MANY);
            found.append(&mut some.load(connection)?);
        }
        Ok(found)
    }
}

/// Runs a query that PostgreSQL answers from the bitmap of an index: a wrong guess would walk along another
/// (no session reads whole tables, see `postgres/connect.rs`). Later queries are planned as ever.
pub(super) fn by_bitmap<T>(
    connection: &mut DbConnection,
    query: impl FnOnce(&mut DbConnection) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let tell = |connection: &mut DbConnection, to: &str| match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(postgres) => {
            postgres.batch_execute(&format!("SET LOCAL enable_indexscan = {to}"))
        }
    };
    tell(connection, "off")?;
    let found = query(connection)?;
    tell(connection, "DEFAULT")?;
    Ok(found)
}

/// A query of SQLite's search index for texts that hold all parts.
fn all_of(parts: &[String]) -> String {
    let quoted: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
    quoted.join(" AND ")
}

fn quoted(part: &str) -> String {
    format!("\"{}\"", part.replace('"', "\"\""))
}

/// A pattern of PostgreSQL for texts that hold a part.
fn like(part: &str) -> String {
    let escaped = part.replace('\\', "\\\\");
    format!("%{}%", escaped.replace('%', "\\%").replace('_', "\\_"))
}
