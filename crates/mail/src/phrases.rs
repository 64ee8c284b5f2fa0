//! Messages that were formatted once and are said many times.
//!
//! A message without numbers differs from mail to mail in its values alone: it is formatted with marks
//! in their place and taken apart there. Numbers choose plural forms, so a message with one is
//! formatted anew.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use minijinja::{Error, ErrorKind};
use usher_i18n::{Language, text_with};

use crate::template_words::push_escaped;

/// The first mark: private characters, which no message has.
const FIRST_MARK: u32 = 0xE000;

/// A message, taken apart where its values stand.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// The names of its values, as `slot` counts them.
    names: Vec<String>,
    pub(crate) pieces: Vec<Piece>,
}

/// Words, and the value behind them.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) slot: Option<usize>,
}

/// The messages that our templates have said so far; there are as many as they name.
#[derive(Debug, Default)]
pub(crate) struct Phrases(RwLock<HashMap<&'static str, HashMap<String, Arc<Phrase>>>>);

impl Phrases {
    /// The message of `key` with places for the values called `slots`.
    ///
    /// # Errors
    /// For a key that nobody says, and for a message that needs other values.
    pub(crate) fn find(
        &self,
        language: Language,
        key: &str,
        slots: &[&str],
        numbers: &[(&str, i64)],
    ) -> Result<Arc<Phrase>, Error> {
        if !numbers.is_empty() {
            return Phrase::format(language, key, slots, numbers).map(Arc::new);
        }
        let known = self.known(language, key);
        if let Some(known) = known.filter(|known| known.names == slots) {
            return Ok(known);
        }
        let phrase = Arc::new(Phrase::format(language, key, slots, numbers)?);
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let of_language = all.entry(language.tag()).or_default();
        of_language.insert(key.to_owned(), Arc::clone(&phrase));
        Ok(phrase)
    }

    fn known(&self, language: Language, key: &str) -> Option<Arc<Phrase>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(language.tag())?.get(key).cloned()
    }
}

impl Phrase {
    fn format(
        language: Language,
        key: &str,
        slots: &[&str],
        numbers: &[(&str, i64)],
    ) -> Result<Self, Error> {
        let mut arguments: Vec<_> = numbers
            .iter()
            .map(|(name, number)| (*name, (*number).into()))
            .collect();
        for (mark, name) in marks().zip(slots) {
            arguments.push((*name, mark.to_string().into()));
        }
        let message = text_with(language, key, &arguments);
        if message == key {
            let unknown = format!("no language says {key}");
            return Err(Error::new(ErrorKind::InvalidOperation, unknown));
        }
        // How Fluent shows a value that it was not given.
        if message.contains("{$") {
            let lacking = format!("{key} was not given all its values");
            return Err(Error::new(ErrorKind::MissingArgument, lacking));
        }
        Ok(Self {
            names: slots.iter().map(ToString::to_string).collect(),
            pieces: pieces(&message, slots.len()),
        })
    }
}

fn marks() -> impl Iterator<Item = char> {
    (FIRST_MARK..).map_while(char::from_u32)
}

fn pieces(message: &str, slots: usize) -> Vec<Piece> {
    let slot_of = |c: char| marks().take(slots).position(|mark| mark == c);
    let mut pieces = Vec::new();
    let mut rest = message;
    loop {
        let at = rest.find(|c| slot_of(c).is_some());
        let (words, behind) = rest.split_at(at.unwrap_or(rest.len()));
        let mut behind = behind.chars();
        let slot = behind.next().and_then(slot_of);
        let mut html = String::with_capacity(words.len());
        push_escaped(&mut html, words);
        pieces.push(Piece {
            text: words.to_owned(),
            html,
            slot,
        });
        if slot.is_none() {
            return pieces;
        }
        rest = behind.as_str();
    }
}
