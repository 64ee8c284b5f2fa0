//! Welcome emails that differ in their reader alone are rendered once.
//!
//! Whoever welcomes many people sends each the same words: of a thousand mails of one morning only four
//! values differ. A skeleton is such a mail with marks in their place; filling it in gives the bytes that
//! rendering the letter would give, which a test compares.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::DurationRound as _;
use minijinja::Value;

use crate::{
    error::MailError,
    letter::{Content, Letter, Platform, Requester, Welcome},
    plain_text::{one_line, wrapped},
    template_words::escaped,
};

/// How many skeletons are kept: each belongs to an account, whoever asked, and a minute.
const KEPT: usize = 64;

/// The first of the marks, private characters of Unicode; a letter that has such itself is rendered by
/// itself.
const MARKS: [char; 4] = ['\u{F8F0}', '\u{F8F1}', '\u{F8F2}', '\u{F8F3}'];
/// Around a paragraph that is to be put in lines once its values are known.
const PARAGRAPH: [char; 2] = ['\u{F8F8}', '\u{F8F9}'];

/// What the values with marks are called in templates, in the order of [`MARKS`].
const NAMES: [&str; 4] = ["display_name", "login", "link", "recipient_address"];

/// What tells templates that values have marks in their place.
pub(crate) const WITH_MARKS: &str = "with_marks";

/// What the mails of one skeleton have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Shared {
    locale: &'static str,
    sender: (Option<String>, String),
    accent: Option<String>,
    account_name: String,
    link_life: i64,
    has_password: bool,
    platform: Option<Platform>,
    place: Option<String>,
    by: Requester,
    minute: i64,
}

/// A rendered mail with marks.
#[derive(Debug)]
pub(crate) struct Skeleton {
    pub(crate) subject: String,
    pub(crate) text: Vec<Part>,
    pub(crate) html: Vec<Part>,
}

/// A part of a skeleton.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Words(String),
    /// The value of a mark.
    Slot(usize),
    /// Words and values to be put in lines together.
    Paragraph(Vec<Part>),
}

/// The skeletons of late.
#[derive(Debug, Default)]
pub(crate) struct Skeletons(Mutex<HashMap<Shared, Arc<Skeleton>>>);

impl Skeletons {
    /// The skeleton of a letter, made by `render` if there is none yet. None for letters that have none:
    /// those of other kinds, and those with private characters in what they share.
    pub(crate) fn find(
        &self,
        letter: &Letter,
        locale: &'static str,
        render: impl FnOnce() -> Result<Skeleton, MailError>,
    ) -> Result<Option<Arc<Skeleton>>, MailError> {
        let Content::Welcome(welcome) = &letter.content else {
            return Ok(None);
        };
        let Some(shared) = Shared::of(letter, welcome, locale) else {
            return Ok(None);
        };
        if let Some(known) = self.lock().get(&shared) {
            return Ok(Some(Arc::clone(known)));
        }
        let skeleton = Arc::new(render()?);
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(shared, Arc::clone(&skeleton));
        Ok(Some(skeleton))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Shared, Arc<Skeleton>>> {
        // Nothing under the lock can leave the map half-changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn of(letter: &Letter, welcome: &Welcome, locale: &'static str) -> Option<Self> {
        let requested = &welcome.requested;
        let minute = requested.at.duration_trunc(chrono::Duration::minutes(1));
        let shared = Self {
            locale,
            sender: (
                letter.sender.name.clone(),
                letter.sender.address.to_string(),
            ),
            accent: letter.accent.map(|accent| accent.to_string()),
            account_name: welcome.account_name.clone(),
            link_life: welcome.link_life.num_seconds(),
            has_password: welcome.has_password,
            platform: requested.platform.clone(),
            place: requested.place.clone(),
            by: requested.by.clone(),
            minute: minute.ok()?.timestamp(),
        };
        let platform = shared.platform.as_ref();
        let texts = [
            Some(&shared.account_name),
            shared.sender.0.as_ref(),
            Some(&shared.sender.1),
            platform.map(|platform| &platform.program),
            platform.and_then(|platform| platform.system.as_ref()),
            shared.place.as_ref(),
            match &shared.by {
                Requester::Named(name) => Some(name),
                _ => None,
            },
        ];
        let is_clear = |text: &String| !text.contains(is_private);
        let clear = texts.into_iter().flatten().all(is_clear);
        clear.then_some(shared)
    }
}

/// The marks, by the names of the values whose place they hold, and the word that they are there.
pub(crate) fn marks() -> impl Iterator<Item = (&'static str, Value)> {
    let marks = NAMES.into_iter().zip(MARKS);
    let marks = marks.map(|(name, mark)| {
        let mark = mark.to_string();
        // As the link itself: see `template_values`.
        let is_link = name == "link";
        let value = if is_link {
            Value::from_safe_string(mark)
        } else {
            mark.into()
        };
        (name, value)
    });
    marks.chain([(WITH_MARKS, true.into())])
}

/// A paragraph as the text part needs it: in lines, or fenced in while values are missing.
pub(crate) fn paragraph(text: &str) -> String {
    if text.contains(MARKS) {
        let [begin, end] = PARAGRAPH;
        format!("{begin}{text}{end}")
    } else {
        wrapped(text)
    }
}

/// Takes a rendered part with marks apart.
pub(crate) fn parts(rendered: &str) -> Vec<Part> {
    let [begin, end] = PARAGRAPH;
    let mut parts = Vec::new();
    let mut rest = rendered;
    while let Some((before, behind)) = rest.split_once(begin) {
        push_words(&mut parts, before);
        let (inner, behind) = behind.split_once(end).unwrap_or((behind, ""));
        let mut paragraph = Vec::new();
        push_words(&mut paragraph, inner);
        parts.push(Part::Paragraph(paragraph));
        rest = behind;
    }
    push_words(&mut parts, rest);
    parts
}

fn push_words(parts: &mut Vec<Part>, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(MARKS) {
        let (words, behind) = rest.split_at(at);
        let mut behind = behind.chars();
        let slot = behind
            .next()
            .and_then(|c| MARKS.iter().position(|mark| *mark == c));
        parts.push(Part::Words(words.to_owned()));
        parts.extend(slot.map(Part::Slot));
        rest = behind.as_str();
    }
    parts.push(Part::Words(rest.to_owned()));
}

/// The values of a letter in the order of the marks, for the text part and for HTML.
pub(crate) fn values(letter: &Letter, welcome: &Welcome) -> ([String; 4], [String; 4]) {
    let link = welcome.link.expose().to_owned();
    let text = [
        one_line(&welcome.display_name),
        one_line(&welcome.login),
        link.clone(),
        letter.recipient.address.to_string(),
    ];
    let [name, login, _, address] = &text;
    // Nothing in a link means anything to HTML.
    let html = [escaped(name), escaped(login), link, escaped(address)];
    (text, html)
}

/// Fills values in.
pub(crate) fn fill(parts: &[Part], values: &[String; 4]) -> String {
    let mut text = String::with_capacity(16 * 1024);
    for part in parts {
        push(&mut text, part, values);
    }
    text
}

fn push(text: &mut String, part: &Part, values: &[String; 4]) {
    match part {
        Part::Words(words) => text.push_str(words),
        Part::Slot(slot) => text.push_str(values.get(*slot).map_or("", String::as_str)),
        Part::Paragraph(parts) => {
            let mut paragraph = String::new();
            for part in parts {
                push(&mut paragraph, part, values);
            }
            text.push_str(&wrapped(&paragraph));
        }
    }
}

fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}
