//! Email templates of accounts: what they are called, how large they may be, in which language
//! they are said.
//!
//! What may stand in them is for the mail crate to judge, which renders them.

mod texts;

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use texts::{InvalidTemplateTexts, LocalizedText, TemplatePart, TemplateText, TemplateTexts};

use crate::{
    ids::AccountId,
    names::{InvalidName, Locale, TemplateName},
    password_link::LinkPurpose,
};

/// How many templates an account may have.
pub const MAX_TEMPLATES: i64 = 100;
/// In how many languages a template may be said.
pub const MAX_LANGUAGES: usize = 20;

/// What programs call a template of an account: `[A-Za-z0-9_-]{1,64}`, as Workspace's `template_id`.
/// Case matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(String);

impl TemplateId {
    /// The most characters it may have.
    pub const MAX: usize = 64;

    /// Reads it from a request.
    ///
    /// # Errors
    /// [`InvalidName`] says what is wrong, in words for people.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match text.len() {
            0 => Err(InvalidName::Empty),
            _ if !text.bytes().all(known) => Err(InvalidName::Character),
            length if length > Self::MAX => Err(InvalidName::TooLong(Self::MAX)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The identifier as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TemplateId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        Self::parse(text)
    }
}

impl TemplateName {
    /// The name of a template that was given none.
    #[must_use]
    pub fn of(id: &TemplateId) -> Self {
        Self::parse(id.as_str()).unwrap_or_else(|_| Self::unnamed())
    }
}

/// A template of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The account.
    pub account_id: AccountId,
    /// What programs call it.
    pub id: TemplateId,
    /// What its mails are for.
    pub purpose: LinkPurpose,
    /// What people call it.
    pub name: TemplateName,
    /// Which version new mails are written with, counted from 1.
    pub version: i32,
    /// Whether welcome emails that name no template are written with it.
    pub is_default: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// One version of a template. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// Its number, counted from 1.
    pub version: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it: a user, or the credential that acted for nobody.
    pub created_by: Option<Uuid>,
    /// Its languages, in their alphabetical order.
    pub locales: Vec<Locale>,
}

/// The language among `offered` for a reader who prefers `wanted`, in this order: the same language
/// or a wider one (lookup, RFC 4647 section 3.4), or another variety of it; for nobody's language
/// English, and without English the first. None when nothing is offered.
pub fn choose_locale<'a, 'b>(
    offered: &'a [Locale],
    wanted: impl IntoIterator<Item = &'b Locale>,
) -> Option<&'a Locale> {
    let named = |tag: &str| {
        offered
            .iter()
            .find(|own| own.as_str().eq_ignore_ascii_case(tag))
    };
    let variety = |tag: &str| offered.iter().find(|own| same_language(own.as_str(), tag));
    let found = wanted.into_iter().find_map(|locale| {
        let mut tag = locale.as_str();
        loop {
            if let Some(own) = named(tag) {
                return Some(own);
            }
            match tag.rsplit_once('-') {
                Some((wider, _)) => tag = wider,
                None => return variety(tag),
            }
        }
    });
    found
        .or_else(|| named("en"))
        .or_else(|| variety("en"))
        .or_else(|| offered.first())
}

fn same_language(one: &str, other: &str) -> bool {
    match (one.split('-').next(), other.split('-').next()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_plain_ascii() {
        for good in ["email01", "A-b_9", &"x".repeat(64)] {
            assert_eq!(TemplateId::parse(good).unwrap().as_str(), good);
        }
        for (bad, why) in [
            ("", InvalidName::Empty),
            ("a b", InvalidName::Character),
            (" a", InvalidName::Character),
            ("a/b", InvalidName::Character),
            ("ä", InvalidName::Character),
            (&"x".repeat(65), InvalidName::TooLong(64)),
        ] {
            assert_eq!(TemplateId::parse(bad), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn the_nearest_language_is_chosen() {
        let tags = |text: &str| -> Vec<Locale> {
            text.split_whitespace()
                .map(|tag| tag.parse().unwrap())
                .collect()
        };
        for (offered, wanted, chosen) in [
            ("de en pt-BR", "de-AT", "de"),
            ("de en pt-BR", "PT-br", "pt-BR"),
            ("de en pt-BR", "pt", "pt-BR"),
            ("de en pt-BR", "pt-PT de", "pt-BR"),
            ("de en pt-BR", "nl de", "de"),
            ("de en pt-BR", "nl", "en"),
            ("de en-GB", "", "en-GB"),
            ("de pt", "nl", "de"),
            ("den", "de", "den"),
        ] {
            let (offered, wanted) = (tags(offered), tags(wanted));
            let found = choose_locale(&offered, &wanted).unwrap();
            assert_eq!(found.as_str(), chosen, "{wanted:?}");
        }
        assert_eq!(choose_locale(&[], &tags("de")), None);
    }
}
