//! What a template says: its parts, and its languages.

use super::MAX_LANGUAGES;
use crate::names::{InvalidName, Locale};

/// A part of a mail that a template gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplatePart {
    /// The subject, one line.
    Subject,
    /// The HTML part.
    Html,
    /// The text part.
    Text,
}

impl TemplatePart {
    /// Every part, in the order in which people fill them in.
    pub const ALL: [Self; 3] = [Self::Subject, Self::Html, Self::Text];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Html => "html",
            Self::Text => "text",
        }
    }

    /// The most characters it may have.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::Subject => 200,
            Self::Html | Self::Text => 64 * 1024,
        }
    }

    /// Reads the part as somebody typed it. Line ends become line feeds.
    ///
    /// # Errors
    /// [`InvalidName`] when nothing is in it, or too much, or a control character that is no line
    /// end or tab; a subject has no line ends either.
    pub fn read(self, text: &str) -> Result<String, InvalidName> {
        if text.trim().is_empty() {
            return Err(InvalidName::Empty);
        }
        let text = text.replace("\r\n", "\n");
        if text.chars().count() > self.max() {
            return Err(InvalidName::TooLong(self.max()));
        }
        let blank = |c| matches!(c, '\n' | '\t') && self != Self::Subject;
        if text.chars().any(|c| c.is_control() && !blank(c)) {
            return Err(InvalidName::ControlCharacter);
        }
        Ok(text)
    }
}

/// What a template says in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// Gives the subject.
    pub subject: String,
    /// Gives the HTML part; values are escaped.
    pub html: String,
    /// Gives the text part; nothing is escaped.
    pub text: String,
}

impl TemplateText {
    /// One of its parts.
    #[must_use]
    pub fn part(&self, part: TemplatePart) -> &str {
        match part {
            TemplatePart::Subject => &self.subject,
            TemplatePart::Html => &self.html,
            TemplatePart::Text => &self.text,
        }
    }
}

/// What a template says, with its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalizedText {
    /// The language.
    pub locale: Locale,
    /// The words.
    pub text: TemplateText,
}

/// What a template says in all its languages: at least one, none of them twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateTexts(Vec<LocalizedText>);

/// Why some texts make no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTemplateTexts {
    /// There is none.
    #[error("must have a text in at least one language")]
    Empty,
    /// There are more than [`MAX_LANGUAGES`].
    #[error("must have at most {MAX_LANGUAGES} languages")]
    TooMany,
    /// The text at this place is in the language of an earlier one.
    #[error("there is another text in this language")]
    Duplicate(usize),
}

impl TemplateTexts {
    /// Puts texts together, in their order.
    ///
    /// # Errors
    /// See [`InvalidTemplateTexts`].
    pub fn new(texts: Vec<LocalizedText>) -> Result<Self, InvalidTemplateTexts> {
        if texts.is_empty() {
            return Err(InvalidTemplateTexts::Empty);
        }
        if texts.len() > MAX_LANGUAGES {
            return Err(InvalidTemplateTexts::TooMany);
        }
        for (place, text) in texts.iter().enumerate() {
            let tag = text.locale.folded();
            if texts[..place]
                .iter()
                .any(|other| other.locale.folded() == tag)
            {
                return Err(InvalidTemplateTexts::Duplicate(place));
            }
        }
        Ok(Self(texts))
    }

    /// The texts in the order in which they were given.
    #[must_use]
    pub fn as_slice(&self) -> &[LocalizedText] {
        &self.0
    }

    /// Whether these are the same texts, in whatever order.
    #[must_use]
    pub fn are(&self, others: &[LocalizedText]) -> bool {
        self.0.len() == others.len() && self.0.iter().all(|text| others.contains(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_their_own_limits() {
        let (subject, html) = (TemplatePart::Subject, TemplatePart::Html);
        assert_eq!(html.read("a\r\n\tb"), Ok("a\n\tb".to_owned()));
        assert_eq!(subject.read(&"ü".repeat(200)).unwrap().chars().count(), 200);
        for (part, text, why) in [
            (subject, " \t", InvalidName::Empty),
            (subject, "a\nb", InvalidName::ControlCharacter),
            (subject, &"a".repeat(201), InvalidName::TooLong(200)),
            (html, "a\0b", InvalidName::ControlCharacter),
            (html, &"a".repeat(65_537), InvalidName::TooLong(65_536)),
        ] {
            assert_eq!(part.read(text), Err(why));
        }
    }

    #[test]
    fn a_template_has_each_language_once() {
        let text = |locale: &str| LocalizedText {
            locale: locale.parse().unwrap(),
            text: TemplateText {
                subject: "x".to_owned(),
                html: "x".to_owned(),
                text: "x".to_owned(),
            },
        };
        let (de, en) = (text("de"), text("en"));
        let texts = TemplateTexts::new(vec![en.clone(), de.clone()]).unwrap();
        assert!(texts.are(&[de.clone(), en.clone()]));
        assert!(!texts.are(std::slice::from_ref(&de)) && !texts.are(&[de.clone(), text("pt")]));
        for (texts, why) in [
            (Vec::new(), InvalidTemplateTexts::Empty),
            (vec![de, en, text("DE")], InvalidTemplateTexts::Duplicate(2)),
            (vec![text("en"); 21], InvalidTemplateTexts::TooMany),
        ] {
            assert_eq!(TemplateTexts::new(texts), Err(why));
        }
    }
}
