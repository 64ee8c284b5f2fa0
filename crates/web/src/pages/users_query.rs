//! What is chosen in the list of users: filters, order and place. All of it is in the URL, so what one
//! sees can be shared; every link on the page is this with one thing changed.

use serde::Deserialize;

use crate::query::Query;

/// How many characters of earlier cursors a URL carries for the way back.
const TRAIL: usize = 400;

/// Between the cursors of a trail; no cursor contains it. In front of all: older ones were cut off.
const JOINT: char = '.';

/// The states by which users are filtered.
pub(crate) const STATUSES: [&str; 3] = ["pending", "active", "disabled"];

/// The states of the latest welcome email by which users are filtered.
pub(crate) const WELCOMES: [&str; 5] = ["none", "under_way", "sent", "failed", "cancelled"];

/// The orders; the first goes without saying.
pub(crate) const SORTS: [&str; 8] = [
    "name",
    "-name",
    "login",
    "-login",
    "-created",
    "created",
    "-welcomed",
    "welcomed",
];

/// What the URL asks for; what it asks in vain is empty.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct UsersQuery {
    pub(crate) search: String,
    status: String,
    welcome: String,
    sort: String,
    cursor: String,
    trail: String,
}

impl UsersQuery {
    pub(crate) fn status(&self) -> &str {
        known(&STATUSES, &self.status)
    }

    pub(crate) fn welcome(&self) -> &str {
        known(&WELCOMES, &self.welcome)
    }

    /// The order, also where it goes without saying.
    pub(crate) fn sort(&self) -> &str {
        match known(&SORTS, &self.sort) {
            "" => SORTS[0],
            chosen => chosen,
        }
    }

    pub(crate) fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty() || !self.status().is_empty() || !self.welcome().is_empty()
    }

    /// Whether this is another page than the first.
    pub(crate) fn is_further(&self) -> bool {
        !self.cursor.is_empty()
    }

    /// What is asked of the API.
    pub(crate) fn of_api(&self, limit: usize) -> Query {
        Query::new()
            .with("search", self.search.trim())
            .with("status", self.status())
            .with("welcome", self.welcome())
            .with("sort", self.sort())
            .with("cursor", &self.cursor)
            .with("limit", limit)
    }

    /// What is asked of the API for a file of all of these users, which spreadsheets shall read.
    pub(crate) fn of_export(&self) -> Query {
        Query::new()
            .with("search", self.search.trim())
            .with("status", self.status())
            .with("welcome", self.welcome())
            .with("sort", self.sort())
            .with("bom", "true")
    }

    /// What the page is asked that sends to all of these users.
    pub(crate) fn of_bulk_send(&self) -> Query {
        Query::new()
            .with("all", true)
            .with("search", self.search.trim())
            .with("status", self.status())
            .with("welcome", self.welcome())
    }

    /// This very page.
    pub(crate) fn here(&self) -> Query {
        let sort = if self.sort() == SORTS[0] {
            ""
        } else {
            self.sort()
        };
        Query::new()
            .with("search", self.search.trim())
            .with("status", self.status())
            .with("welcome", self.welcome())
            .with("sort", sort)
            .with("cursor", &self.cursor)
            .with("trail", &self.trail)
    }

    /// The same users from the first page on, in another order.
    pub(crate) fn sorted(&self, sort: &str) -> Query {
        let sort = sort.to_owned();
        Self {
            sort,
            ..self.first()
        }
        .here()
    }

    /// Without one filter: `search`, `status` or `welcome`.
    pub(crate) fn without(&self, filter: &str) -> Query {
        let mut rest = self.first();
        match filter {
            "search" => rest.search.clear(),
            "status" => rest.status.clear(),
            _ => rest.welcome.clear(),
        }
        rest.here()
    }

    /// In the same order without any filter.
    pub(crate) fn unfiltered(&self) -> Query {
        let sort = self.sort.clone();
        Self {
            sort,
            ..Self::default()
        }
        .here()
    }

    /// The first page.
    pub(crate) fn first(&self) -> Self {
        Self {
            cursor: String::new(),
            trail: String::new(),
            ..self.clone()
        }
    }

    /// The page that begins at a cursor, with the way back to this one.
    pub(crate) fn next(&self, cursor: String) -> Self {
        let mut trail = self.trail.clone();
        if self.is_further() {
            if !trail.is_empty() && !trail.ends_with(JOINT) {
                trail.push(JOINT);
            }
            trail.push_str(&self.cursor);
        }
        while trail.len() > TRAIL {
            let rest = trail.trim_start_matches(JOINT).split_once(JOINT);
            trail = format!("{JOINT}{}", rest.map_or("", |(_, rest)| rest));
        }
        Self {
            cursor,
            trail,
            ..self.clone()
        }
    }

    /// The page before this one, as far as the way back is known.
    pub(crate) fn previous(&self) -> Option<Self> {
        if !self.is_further() {
            return None;
        }
        let (trail, cursor) = match self.trail.rsplit_once(JOINT) {
            Some((_, "")) => return None,
            // What is left of a trail that was cut is the mark of the cut.
            Some(("", cursor)) => (JOINT.to_string(), cursor),
            Some((trail, cursor)) => (trail.to_owned(), cursor),
            None => (String::new(), self.trail.as_str()),
        };
        let cursor = cursor.to_owned();
        Some(Self {
            cursor,
            trail,
            ..self.clone()
        })
    }
}

fn known<'a>(list: &[&'static str], value: &'a str) -> &'a str {
    if list.contains(&value) { value } else { "" }
}

#[cfg(test)]
#[path = "users_query/tests.rs"]
mod tests;
