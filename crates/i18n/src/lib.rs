//! The languages Usher speaks.
//!
//! Words are Fluent messages (projectfluent.org) in `locales/<language>/<part>.ftl`: `public` for the pages
//! of people who follow a link, `mail` for what is sent, `common` for what both and administrators read,
//! `admin-…` for administrators alone. The administration speaks [`Language::ADMINISTRATION`], everything
//! else every [`Language`].
//!
//! A message that a language lacks is said in English, and a key that nobody knows is returned as it
//! is; tests make sure that neither happens.

mod bundles;
mod choice;
mod dates;
mod language;
mod numbers;

pub use bundles::{Arguments, Value, keys, text, text_with};
pub use choice::{accepted, nearest};
pub use dates::{day, instant, month_day};
pub use language::{Direction, Language};
