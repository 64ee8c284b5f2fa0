//! Which languages there are.

use unic_langid::{LanguageIdentifier, langid};

/// A language that Usher speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, the language of last resort.
    #[default]
    English,
    /// German.
    German,
    /// Portuguese.
    Portuguese,
    /// Arabic.
    Arabic,
}

/// The way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::Portuguese, Self::Arabic];

    /// Those that the administration speaks, too.
    pub const ADMINISTRATION: [Self; 2] = [Self::English, Self::German];

    /// Its tag (RFC 5646), as HTML's `lang` wants it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Portuguese => "pt",
            Self::Arabic => "ar",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Portuguese => "Português",
            Self::Arabic => "العربية",
        }
    }

    /// The way it is written.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Arabic => Direction::RightToLeft,
            Self::English | Self::German | Self::Portuguese => Direction::LeftToRight,
        }
    }

    /// Itself where the administration speaks it, else English.
    #[must_use]
    pub fn for_administration(self) -> Self {
        if Self::ADMINISTRATION.contains(&self) {
            self
        } else {
            Self::English
        }
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::English => langid!("en"),
            Self::German => langid!("de"),
            Self::Portuguese => langid!("pt"),
            Self::Arabic => langid!("ar"),
        }
    }
}
