//! Walks through made-up histories: whatever the two lists hold, each entry is shown once, in order.

use super::*;

fn event(number: u128, minute: i64) -> Entry {
    Entry::Event(Box::new(UserEvent {
        id: Uuid::from_u128(number),
        at: DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).expect("an instant"),
        action: "session.created".to_owned(),
        by: None,
        user_agent: None,
        address: None,
        role: None,
        place: None,
    }))
}

/// A list as the API serves it: the newest first, cursors that are positions.
struct List {
    entries: Vec<Entry>,
    page: usize,
}

impl List {
    fn new(first: u128, page: usize, minutes: &[i64]) -> Self {
        let mut minutes = minutes.to_vec();
        minutes.sort_unstable_by_key(|minute| std::cmp::Reverse(*minute));
        let numbers = first..;
        let entries = numbers.zip(minutes).map(|(n, minute)| event(n, minute));
        Self {
            entries: entries.collect(),
            page,
        }
    }

    fn part(&self, place: Place) -> Part {
        if place.has_ended() {
            return Part::of(place, Vec::new(), None);
        }
        let start = place.cursor.parse().unwrap_or(0);
        let end = (start + self.page).min(self.entries.len());
        let next = (end < self.entries.len()).then(|| end.to_string());
        Part::of(place, self.entries[start..end].to_vec(), next)
    }
}

/// Follows "next" to the end.
fn walk(messages: &List, events: &List) -> Vec<Entry> {
    let mut seen = Vec::new();
    let mut asked = HistoryQuery::default();
    loop {
        let (entries, next) = merge(
            messages.part(Place::parse(&asked.messages, &asked.messages_before)),
            events.part(Place::parse(&asked.events, &asked.events_before)),
        );
        assert!(!entries.is_empty() || next.is_none(), "an empty page");
        seen.extend(entries);
        match next {
            Some(next) => asked = next,
            None => return seen,
        }
    }
}

#[test]
fn every_entry_is_shown_once_and_in_order() {
    // Minutes by a small generator, so that both lists interleave in many ways, ties among them.
    let mut state = 7_u64;
    let mut minutes = |count: u64, range: u64| -> Vec<i64> {
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            i64::try_from((state >> 33) % range).expect("a small number")
        };
        (0..count).map(|_| draw()).collect()
    };
    for (few, many, range) in [
        (0, 9, 9),
        (9, 0, 9),
        (3, 30, 50),
        (30, 3, 50),
        (25, 25, 12),
        (40, 40, 500),
    ] {
        for page in 1..8 {
            let messages = List::new(1, page, &minutes(few, range));
            let events = List::new(1_000, page + 2, &minutes(many, range));
            let seen = walk(&messages, &events);
            let mut ids: Vec<Uuid> = seen.iter().map(id).collect();
            let falling = seen.windows(2).all(|pair| pair[0].at() >= pair[1].at());
            assert!(falling, "out of order: {few} and {many}, pages of {page}");
            ids.sort_unstable();
            let mut all: Vec<Uuid> = messages
                .entries
                .iter()
                .chain(&events.entries)
                .map(id)
                .collect();
            all.sort_unstable();
            assert_eq!(ids, all, "{few} and {many}, pages of {page}");
        }
    }
}

fn id(entry: &Entry) -> Uuid {
    match entry {
        Entry::Event(event) => event.id,
        Entry::Message(message) => message.id,
    }
}

#[test]
fn the_page_ends_where_the_list_that_reached_less_far_does() {
    let messages = List::new(1, 2, &[100, 90, 10]);
    let events = List::new(1_000, 2, &[95, 20, 5]);
    let (shown, next) = merge(
        messages.part(Place::default()),
        events.part(Place::default()),
    );
    let minutes: Vec<_> = shown.iter().map(Entry::at).collect();
    assert_eq!(
        minutes,
        [event(0, 100).at(), event(0, 95).at(), event(0, 90).at()]
    );
    let next = next.expect("a next page");
    assert_eq!(next.messages, "2");
    assert_eq!(next.messages_before, "");
    assert_eq!(next.events, "");
    assert_eq!(
        next.events_before,
        event(0, 90).at().timestamp_micros().to_string()
    );
    assert!(next.is_further());
}

#[test]
fn what_is_shown_whole_has_no_next_page() {
    let messages = List::new(1, 5, &[3, 2]);
    let events = List::new(1_000, 5, &[1]);
    let (shown, next) = merge(
        messages.part(Place::default()),
        events.part(Place::default()),
    );
    assert_eq!(shown.len(), 3);
    assert_eq!(next, None);
}
