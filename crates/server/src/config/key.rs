//! Keys: what a section is made of, and the macro that declares one.

use std::slice;

use super::{environment::PREFIX, problem::Problem, sources::Entries, value::Setting};

/// A group of keys under one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    /// The name; empty for the keys at the top.
    pub(super) name: &'static str,
    /// What it is about, line by line.
    pub(super) about: &'static [&'static str],
    /// Its keys.
    pub(super) keys: &'static [Key],
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    pub(super) meaning: &'static [&'static str],
    pub(super) form: Form,
    pub(super) unset: Unset,
}

/// How a value is written in TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Bool,
    Number,
    List,
}

/// What holds while a key is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unset {
    /// This value.
    Default(&'static str),
    /// A value that follows from other keys; with their defaults it is this one.
    Follows(&'static str),
    /// Nothing; a value would look like this one.
    Nothing(&'static str),
}

impl Key {
    /// The name in files and messages: `http.listen`.
    pub(super) fn path(&self) -> String {
        if self.section.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}.{}", self.section, self.name)
        }
    }

    /// The name in the environment: `USHER__HTTP__LISTEN`.
    pub(super) fn variable(&self) -> String {
        let path = self.path().replace('.', "__").to_ascii_uppercase();
        format!("{PREFIX}{path}")
    }
}

impl Form {
    /// Writes a value, given as text, as TOML.
    pub(super) fn literal(self, text: &str) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        match self {
            Self::Text => quoted(text),
            Self::Bool | Self::Number => text.to_owned(),
            Self::List => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Reads the keys of one section one after the other.
pub(super) struct SectionReader<'a> {
    keys: slice::Iter<'static, Key>,
    entries: &'a mut Entries,
    problems: &'a mut Vec<Problem>,
}

impl<'a> SectionReader<'a> {
    pub(super) fn new(
        section: &Section,
        entries: &'a mut Entries,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self {
            keys: section.keys.iter(),
            entries,
            problems,
        }
    }

    /// The value of the next key; none when it cannot be read, which is then among the problems.
    pub(super) fn value<T: Setting>(&mut self) -> Option<T> {
        let key = self.keys.next()?;
        let path = key.path();
        let Some(entry) = self.entries.take(&path) else {
            return match key.unset {
                Unset::Default(text) => T::parse(text).ok(),
                Unset::Follows(_) | Unset::Nothing(_) => T::absent(),
            };
        };
        match T::parse(&entry.text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.problems
                    .push(Problem::new(entry.source.name(&path), message));
                None
            }
        }
    }
}

/// Declares a section: the struct with its documentation, the table of its keys, and how to read
/// and show it, from one list.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        [$name:literal] $visibility:vis struct $section:ident {
            $( $(#[doc = $meaning:literal])+ $key:ident: $type:ty = $unset:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        $visibility struct $section {
            $( $(#[doc = $meaning])+ pub $key: $type, )+
        }

        impl $section {
            pub(super) const TABLE: Section = Section {
                name: $name,
                about: &[$($about),+],
                keys: &[$(Key {
                    section: $name,
                    name: stringify!($key),
                    meaning: &[$($meaning),+],
                    form: <$type as Setting>::FORM,
                    unset: $unset,
                }),+],
            };

            /// Reads every key, so that every problem is found.
            pub(super) fn read(
                entries: &mut Entries,
                problems: &mut Vec<Problem>,
            ) -> Option<Self> {
                let mut reader = SectionReader::new(&Self::TABLE, entries, problems);
                $( let $key = reader.value(); )+
                Some(Self { $( $key: $key? ),+ })
            }

            /// Every value in the order of the table, without secrets.
            pub(super) fn shown(&self) -> Vec<Option<String>> {
                vec![$( self.$key.shown() ),+]
            }
        }
    };
}
pub(super) use section;
