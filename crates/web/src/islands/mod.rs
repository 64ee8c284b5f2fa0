//! What comes alive in a browser with JavaScript. The only part of this crate that is also compiled
//! to WebAssembly.
//!
//! An island gives behaviour to HTML that the server has rendered and that works without it: links,
//! forms, buttons. It knows no words: what it shows or says comes from the page or from a server
//! function, already in the reader's language. It renders at most a hidden element, for what is heard
//! and not seen; and nothing but one text inside of elements, for pages have none of the marks that
//! Leptos needs to find anything else again (`render`).

pub(crate) mod instant_search;
pub(crate) mod live_parts;
mod page;
mod refusal;
pub(crate) mod selection;
pub(crate) mod send_in_place;
mod swap;
mod wait;
pub(crate) mod welcome;

pub(crate) use refusal::Refusal;

/// The event that tells other islands that one has changed something on the server.
const CHANGED: &str = "islands:changed";

/// The event on a part of the page that has just taken the place of an older one.
const SWAPPED: &str = "islands:swapped";

/// Makes the islands ready to be brought to life, one by one, by `assets/islands.js`.
#[cfg(feature = "hydrate")]
pub fn start() {
    leptos::mount::hydrate_islands();
}
