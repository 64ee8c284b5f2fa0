//! The order of a list of users, and where in it a page starts.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Text},
};
use usher_domain::{
    account_user::AccountUser,
    ids::AccountUserId,
    user_list::{UserSort, UserSortKey, WelcomeState},
};

use super::Boxed;
use crate::{columns::to_micros, schema::account_users};

/// The order of a list of users, and where in it the page starts.
#[derive(Debug, Clone, Default)]
pub struct UserOrder {
    /// The order.
    pub sort: UserSort,
    /// Behind this place; from the start when none.
    pub after: Option<Position>,
}

/// A user's place in a list: what it is ordered by, and her id among those who are equal in that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    key: Key,
    id: AccountUserId,
}

/// What a list is ordered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A folded login or name.
    Text(String),
    /// An instant.
    Micros(i64),
    /// The id alone decides: it begins with the instant of its making.
    Id,
}

impl Position {
    /// A user's place in a list.
    #[must_use]
    pub fn of(user: &AccountUser, by: UserSortKey) -> Self {
        let key = match by {
            UserSortKey::Login => Key::Text(user.login.folded()),
            UserSortKey::Name => Key::Text(user.display_name.sort_key()),
            UserSortKey::Created => Key::Id,
            UserSortKey::Welcomed => user
                .latest_welcome
                .map_or(Key::Id, |latest| Key::Micros(to_micros(latest.at))),
        };
        Self { key, id: user.id }
    }

    /// Reads a place back from its two texts; none when no list of this kind has such a place.
    #[must_use]
    pub fn parse(by: UserSortKey, key: &str, id: &str) -> Option<Self> {
        let key = match by {
            UserSortKey::Login | UserSortKey::Name => Key::Text(key.to_owned()),
            UserSortKey::Created | UserSortKey::Welcomed if key.is_empty() => Key::Id,
            UserSortKey::Created => return None,
            UserSortKey::Welcomed => Key::Micros(key.parse().ok()?),
        };
        let id = id.parse().ok()?;
        Some(Self { key, id })
    }

    /// The place as two texts: what it is ordered by, and the id.
    #[must_use]
    pub fn to_texts(&self) -> [String; 2] {
        let key = match &self.key {
            Key::Text(text) => text.clone(),
            Key::Micros(micros) => micros.to_string(),
            Key::Id => String::new(),
        };
        [key, self.id.to_string()]
    }
}

/// A part of the list that one index has in order.
pub(super) struct Section {
    column: Column,
    descending: bool,
    after: Option<Position>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Login,
    Name,
    Id,
    /// The users who were ever welcomed, by when.
    WelcomedAt,
    /// Those who never were, by id.
    NeverWelcomed,
}

impl UserOrder {
    /// The parts of the list from where the page starts, one behind the other, as far as users in a
    /// welcome state (in any, when none) can be there.
    pub(super) fn sections(&self, welcome: Option<WelcomeState>) -> Vec<Section> {
        let columns = match self.sort.key {
            UserSortKey::Login => vec![Column::Login],
            UserSortKey::Name => vec![Column::Name],
            UserSortKey::Created => vec![Column::Id],
            UserSortKey::Welcomed => match self.after.as_ref().map(|after| &after.key) {
                Some(Key::Id) => vec![Column::NeverWelcomed],
                _ => vec![Column::WelcomedAt, Column::NeverWelcomed],
            },
        };
        let section = |(number, column)| Section {
            column,
            descending: self.sort.descending,
            after: self.after.clone().filter(|_| number == 0),
        };
        let sections = columns.into_iter().enumerate().map(section);
        sections
            .filter(|section| welcome.is_none_or(|welcome| section.may_hold(welcome)))
            .collect()
    }
}

impl Section {
    /// Whether users in a welcome state can be in this part.
    pub(super) fn may_hold(&self, welcome: WelcomeState) -> bool {
        match self.column {
            Column::WelcomedAt => welcome != WelcomeState::None,
            Column::NeverWelcomed => welcome == WelcomeState::None,
            _ => true,
        }
    }

    /// Whether the index that knows welcome states has this part in order.
    pub(super) fn is_by_welcome(&self) -> bool {
        matches!(self.column, Column::WelcomedAt | Column::NeverWelcomed)
    }

    /// Narrows rows to this part, from where the page starts, and puts them in order.
    pub(super) fn apply<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        self.arrange(rows, "")
    }

    /// The same for so few rows that no index in this order should be walked along: a sign before a
    /// column keeps the planner of SQLite from that.
    pub(super) fn apply_to_few<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        self.arrange(rows, "+")
    }

    fn arrange<'a>(&self, mut rows: Boxed<'a>, sign: &str) -> Boxed<'a> {
        rows = match self.column {
            Column::WelcomedAt => rows.filter(account_users::latest_welcome_at.is_not_null()),
            Column::NeverWelcomed => rows.filter(account_users::latest_welcome_at.is_null()),
            _ => rows,
        };
        if let Some(after) = &self.after {
            rows = self.behind(rows, after, sign);
        }
        let direction = if self.descending { "DESC" } else { "ASC" };
        rows.order(match self.column.name() {
            Some(column) => {
                sql::<Text>(&format!("{sign}{column} {direction}, {sign}id {direction}"))
            }
            None => sql::<Text>(&format!("{sign}id {direction}")),
        })
    }

    /// Rows behind a place. Both databases find the start of a pair's range by the index.
    fn behind<'a>(&self, rows: Boxed<'a>, after: &Position, sign: &str) -> Boxed<'a> {
        let id = after.id.as_bytes().to_vec();
        let than = if self.descending { '<' } else { '>' };
        let pair = |column| sql::<Bool>(&format!("({sign}{column}, {sign}id) {than} ("));
        match (self.column.name(), &after.key) {
            (Some(column), Key::Text(text)) => rows.filter(
                pair(column)
                    .bind::<Text, _>(text.clone())
                    .sql(", ")
                    .bind::<Binary, _>(id)
                    .sql(")"),
            ),
            (Some(column), Key::Micros(micros)) => rows.filter(
                pair(column)
                    .bind::<BigInt, _>(*micros)
                    .sql(", ")
                    .bind::<Binary, _>(id)
                    .sql(")"),
            ),
            _ => rows.filter(sql::<Bool>(&format!("{sign}id {than} ")).bind::<Binary, _>(id)),
        }
    }

    /// Puts users from several ranges of this part in order.
    pub(super) fn sort(&self, users: &mut [AccountUser]) {
        let by = self.column.key();
        users.sort_by_cached_key(|user| Position::of(user, by));
        if self.descending {
            users.reverse();
        }
    }
}

impl Column {
    /// The column that decides before the id does.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Login => Some("login_folded"),
            Self::Name => Some("name_sort"),
            Self::WelcomedAt => Some("latest_welcome_at"),
            Self::Id | Self::NeverWelcomed => None,
        }
    }

    const fn key(self) -> UserSortKey {
        match self {
            Self::Login => UserSortKey::Login,
            Self::Name => UserSortKey::Name,
            Self::WelcomedAt => UserSortKey::Welcomed,
            Self::Id | Self::NeverWelcomed => UserSortKey::Created,
        }
    }
}
