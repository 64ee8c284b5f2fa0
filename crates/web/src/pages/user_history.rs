//! A user's history: the messages to her and what else happened, in one list, the newest first.
//!
//! The API keeps two lists, each walked by its own key. A page takes a page of both and shows them down
//! to the *horizon*, the newer of the two ends: further down, the list that reached less far may hold
//! what was not asked for yet. The next page begins behind what was shown: the list that was shown
//! whole goes on with its next cursor; the other is asked for with the same cursor once more, and
//! what is not older than the horizon is left out of it. So each entry is shown once, and both places
//! fit into a URL.

use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use usher_api_types::{page::Page, user_event::UserEvent, welcome_email::WelcomeEmail};
use uuid::Uuid;

use crate::{api_client::ApiFailure, query::Query, visit::Visit};

/// How many messages, and how many events, are asked for at once.
const MESSAGES: usize = 10;
const EVENTS: usize = 20;

/// Stands for the cursor of a list that has nothing more; no cursor is that short.
const END: &str = "end";

/// Where in the history: a cursor for each list and, for the one that was not shown whole, the
/// microsecond from which on it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct HistoryQuery {
    messages: String,
    messages_before: String,
    events: String,
    events_before: String,
}

impl HistoryQuery {
    /// Whether this is another than the newest page.
    pub(crate) fn is_further(&self) -> bool {
        *self != Self::default()
    }

    /// The parameters of the page's URL.
    pub(crate) fn query(&self) -> Query {
        Query::new()
            .with("messages", &self.messages)
            .with("messages_before", &self.messages_before)
            .with("events", &self.events)
            .with("events_before", &self.events_before)
    }
}

/// Something in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A message, at the instant it was asked for.
    Message(Box<WelcomeEmail>),
    /// What else happened.
    Event(Box<UserEvent>),
}

impl Entry {
    /// Where it stands in the list.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Message(message) => message.requested_at,
            Self::Event(event) => event.at,
        }
    }

    /// That a message was asked for is told by the message itself.
    fn is_told_by_a_message(&self) -> bool {
        matches!(self, Self::Event(event) if event.action == "welcome_email.requested")
    }
}

/// One page of the history.
#[derive(Debug, Clone)]
pub(crate) struct History {
    /// What it shows, the newest first.
    pub(crate) entries: Vec<Entry>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<HistoryQuery>,
}

/// The page of a user's history that the URL asks for.
///
/// # Errors
/// When either list cannot be had.
pub(crate) async fn load(
    visit: &Visit,
    user: Uuid,
    asked: &HistoryQuery,
) -> Result<History, ApiFailure> {
    let path = format!("/api/v1/users/{user}/welcome-emails");
    let place = Place::parse(&asked.messages, &asked.messages_before);
    let message = |message: WelcomeEmail| Entry::Message(Box::new(message));
    let messages = Part::load(visit, &path, MESSAGES, place, message).await?;
    let path = format!("/api/v1/users/{user}/events");
    let place = Place::parse(&asked.events, &asked.events_before);
    let event = |event: UserEvent| Entry::Event(Box::new(event));
    let events = Part::load(visit, &path, EVENTS, place, event).await?;
    let (mut entries, next) = merge(messages, events);
    entries.retain(|entry| !entry.is_told_by_a_message());
    Ok(History { entries, next })
}

/// Where in one of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    cursor: String,
    before: Option<DateTime<Utc>>,
}

impl Place {
    fn parse(cursor: &str, before: &str) -> Self {
        let micros = before.parse().ok();
        Self {
            cursor: cursor.to_owned(),
            before: micros.and_then(DateTime::from_timestamp_micros),
        }
    }

    fn behind(cursor: Option<String>) -> Self {
        Self {
            cursor: cursor.unwrap_or_else(|| END.to_owned()),
            before: None,
        }
    }

    fn has_ended(&self) -> bool {
        self.cursor == END
    }

    fn before_text(&self) -> String {
        let micros = self.before.map(|at| at.timestamp_micros());
        micros.map(|micros| micros.to_string()).unwrap_or_default()
    }
}

/// A page of one list without what was shown before.
#[derive(Debug)]
struct Part {
    place: Place,
    entries: Vec<Entry>,
    next_cursor: Option<String>,
}

impl Part {
    async fn load<T: DeserializeOwned>(
        visit: &Visit,
        path: &str,
        limit: usize,
        mut place: Place,
        entry: impl Fn(T) -> Entry,
    ) -> Result<Self, ApiFailure> {
        loop {
            if place.has_ended() {
                return Ok(Self::of(place, Vec::new(), None));
            }
            let query = Query::new()
                .with("limit", limit)
                .with("cursor", &place.cursor);
            let page: Page<T> = visit.api.get(&format!("{path}{query}")).await?;
            let entries = page.items.into_iter().map(&entry).collect();
            let part = Self::of(place, entries, page.next_cursor);
            // What a page had left may have been deleted since.
            if !part.entries.is_empty() || part.next_cursor.is_none() {
                return Ok(part);
            }
            place = Place::behind(part.next_cursor);
        }
    }

    fn of(place: Place, mut entries: Vec<Entry>, next_cursor: Option<String>) -> Self {
        if let Some(before) = place.before {
            entries.retain(|entry| entry.at() < before);
        }
        Self {
            place,
            entries,
            next_cursor,
        }
    }

    /// How far down the list is known; none when to its end.
    fn end(&self) -> Option<DateTime<Utc>> {
        let more = self.next_cursor.is_some();
        let ends = self.entries.iter().map(Entry::at).min();
        ends.filter(|_| more)
    }

    /// Takes what is shown down to the horizon; leaves where the next page begins in this list.
    fn show(self, horizon: Option<DateTime<Utc>>) -> (Vec<Entry>, Place) {
        let Some(horizon) = horizon else {
            return (self.entries, Place::behind(None));
        };
        let count = self.entries.len();
        let mut shown = self.entries;
        shown.retain(|entry| entry.at() >= horizon);
        let next = if shown.len() == count {
            Place::behind(self.next_cursor)
        } else {
            Place {
                before: Some(horizon),
                ..self.place
            }
        };
        (shown, next)
    }
}

/// Both lists as one down to the horizon, and where the next page begins.
fn merge(messages: Part, events: Part) -> (Vec<Entry>, Option<HistoryQuery>) {
    let horizon = messages.end().max(events.end());
    let (mut entries, messages) = messages.show(horizon);
    let (more, events) = events.show(horizon);
    entries.extend(more);
    // Stable: of things at the same instant, a message stands above the events around it.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    let next = (!messages.has_ended() || !events.has_ended()).then(|| HistoryQuery {
        messages_before: messages.before_text(),
        messages: messages.cursor,
        events_before: events.before_text(),
        events: events.cursor,
    });
    (entries, next)
}

#[cfg(test)]
#[path = "user_history/tests.rs"]
mod tests;
