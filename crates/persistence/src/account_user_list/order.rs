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

/// Whether an index in the order of the list may be walked along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Along,
    Never,
}

impl Walk {
    /// A column; no index is known to have it in order where none should be walked along.
    fn term(self, column: &str) -> String {
        match self {
            Self::Along => column.to_owned(),
            Self::Never => unindexed(column),
        }
    }
}

/// A column's value as an expression that neither database looks for in an index.
pub(super) fn unindexed(column: &str) -> String {
    format!("coalesce({column}, {column})")
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
        self.arrange(rows, Walk::Along)
    }

    /// The same for so few rows that no index in this order should be walked along.
    pub(super) fn apply_to_few<'a>(&self, rows: Boxed<'a>) -> Boxed<'a> {
        self.arrange(rows, Walk::Never)
    }

    /// Narrows rows to those that do not come behind a place.
    pub(super) fn until<'a>(&self, rows: Boxed<'a>, last: &AccountUser) -> Boxed<'a> {
        let than = if self.descending { ">=" } else { "<=" };
        let last = Position::of(last, self.column.key());
        self.beside(rows, than, &last, Walk::Along)
    }

    fn arrange<'a>(&self, mut rows: Boxed<'a>, walk: Walk) -> Boxed<'a> {
        rows = match self.column {
            Column::WelcomedAt => rows.filter(account_users::latest_welcome_at.is_not_null()),
            Column::NeverWelcomed => rows.filter(account_users::latest_welcome_at.is_null()),
            _ => rows,
        };
        if let Some(after) = &self.after {
            let than = if self.descending { "<" } else { ">" };
            rows = self.beside(rows, than, after, walk);
        }
        let direction = if self.descending { "DESC" } else { "ASC" };
        let id = walk.term("id");
        rows.order(match self.column.name() {
            Some(column) => {
                let column = walk.term(column);
                sql::<Text>(&format!("{column} {direction}, {id} {direction}"))
            }
            None => sql::<Text>(&format!("{id} {direction}")),
        })
    }

    /// Rows on one side of a place. Both databases find the end of a pair's range by the index.
    fn beside<'a>(&self, rows: Boxed<'a>, than: &str, place: &Position, walk: Walk) -> Boxed<'a> {
        let by = walk.term("id");
        let id = place.id.as_bytes().to_vec();
        let pair = |column| sql::<Bool>(&format!("({}, {by}) {than} (", walk.term(column)));
        match (self.column.name(), &place.key) {
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
            _ => rows.filter(sql::<Bool>(&format!("{by} {than} ")).bind::<Binary, _>(id)),
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
