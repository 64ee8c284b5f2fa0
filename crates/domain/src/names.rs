//! Names that people type: parsed once at the edge, safe to print, mail and compare afterwards.
//!
//! All are trimmed, NFC-normalised (RFC 5198), free of control and bidirectional override
//! characters, and bounded in length, so that no later place needs to check again.

use std::{fmt, str::FromStr};

use unicode_normalization::UnicodeNormalization;

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing was left after trimming.
    #[error("must not be empty")]
    Empty,
    /// Longer than the field allows.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A control, line-breaking or direction-overriding character.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// A character that this kind of name does not allow.
    #[error("contains a character that is not allowed here")]
    Character,
    /// Not a language tag.
    #[error("must be a language tag such as en or pt-BR")]
    Language,
    /// Not an absolute http or https URL.
    #[error("must be an absolute http or https URL")]
    Url,
}

/// Characters that change how neighbours are shown: a name with them can pose as another.
const fn deceives(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

fn tidy(text: &str, max: usize) -> Result<String, InvalidName> {
    // A text far beyond the limit is refused before any work is done on it.
    if text.len() > max * 16 {
        return Err(InvalidName::TooLong(max));
    }
    let name: String = text.trim().nfc().collect();
    if name.is_empty() {
        return Err(InvalidName::Empty);
    }
    if name.chars().any(|c| c.is_control() || deceives(c)) {
        return Err(InvalidName::ControlCharacter);
    }
    if name.chars().count() > max {
        return Err(InvalidName::TooLong(max));
    }
    Ok(name)
}

/// The form in which names are compared: lower case of every character that has one.
fn fold(name: &str) -> String {
    name.to_lowercase().nfc().collect()
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $max:literal, $check:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX: usize = $max;

            /// Reads it from what somebody typed.
            ///
            /// # Errors
            /// [`InvalidName`] says what is wrong, in words for people.
            pub fn parse(text: &str) -> Result<Self, InvalidName> {
                let name = tidy(text, Self::MAX)?;
                let check: fn(&str) -> Result<(), InvalidName> = $check;
                check(&name)?;
                Ok(Self(name))
            }

            /// The name as people see it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The form in which two such names are compared.
            #[must_use]
            pub fn folded(&self) -> String {
                fold(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                Self::parse(text)
            }
        }
    )+};
}

names! {
    /// The name of an account. No `@`, so that `login@account` reads one way only.
    AccountName, 64, |name| if name.contains('@') { Err(InvalidName::Character) } else { Ok(()) };
    /// What a user signs in with besides her address. No white space and no `/`.
    LoginName, 255, |name| {
        let refused = |c: char| c.is_whitespace() || matches!(c, '/' | '\\' | '"' | '<' | '>' | ',');
        if name.contains(refused) { Err(InvalidName::Character) } else { Ok(()) }
    };
    /// What to call a user.
    DisplayName, 128, |_| Ok(());
    /// A telephone number, as written by people.
    Phone, 32, |name| {
        let known = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.');
        let digits = name.chars().any(|c| c.is_ascii_digit());
        if digits && name.chars().all(known) { Ok(()) } else { Err(InvalidName::Character) }
    };
    /// A language tag (BCP 47) such as `de` or `pt-BR`.
    Locale, 35, |name| {
        let mut parts = name.split('-');
        let language = parts.next().unwrap_or_default();
        let first = (2..=3).contains(&language.len())
            && language.chars().all(|c| c.is_ascii_alphabetic());
        let rest = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
        if first && rest { Ok(()) } else { Err(InvalidName::Language) }
    };
    /// The name that mail comes from. Nothing that reads like an address: that would pose as another
    /// sender.
    SenderName, 64, |name| {
        if name.contains(['@', '<', '>']) { Err(InvalidName::Character) } else { Ok(()) }
    };
    /// What an API token is called.
    TokenName, 64, |_| Ok(());
    /// What people call an email template.
    TemplateName, 64, |_| Ok(());
    /// Where people go after they set their password: an absolute http or https URL.
    ContinueUrl, 2048, |url| {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let plain = !url.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
        match host {
            Some(host) if plain && !host.is_empty() && !host.starts_with(['/', '?', '#', ':']) => Ok(()),
            _ => Err(InvalidName::Url),
        }
    };
}

impl DisplayName {
    /// The name of somebody who has none that can be shown.
    #[must_use]
    pub fn unnamed() -> Self {
        Self("Unnamed".to_owned())
    }
}

impl TemplateName {
    /// The name of a template that nobody named.
    #[must_use]
    pub fn unnamed() -> Self {
        Self("Template".to_owned())
    }
}

impl AccountName {
    /// The name of an installation's first account, when its owner gives none.
    #[must_use]
    pub fn first() -> Self {
        Self("Main".to_owned())
    }
}

impl LoginName {
    /// The login of an owner whose address cannot be one.
    #[must_use]
    pub fn owner() -> Self {
        Self("owner".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_with_line_breaks_or_direction_overrides_are_refused() {
        for text in [
            "Ada\r\nBcc: eve@example.com",
            "Ada\u{202E}gpj",
            "a\0b",
            "x\u{2028}y",
        ] {
            assert_eq!(
                DisplayName::parse(text),
                Err(InvalidName::ControlCharacter),
                "{text:?}"
            );
        }
    }

    #[test]
    fn emoji_quotes_and_right_to_left_names_are_welcome() {
        for text in [
            "Ada \"the\" Countess",
            "👩‍💻 Grace",
            "עדה",
            "أدا",
            "O'Neil, Shaun",
        ] {
            assert_eq!(DisplayName::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn no_sender_poses_as_an_address() {
        for bad in ["ceo@bank.example", "Bank <ceo", "a\r\nBcc: x"] {
            assert!(SenderName::parse(bad).is_err(), "{bad}");
        }
        assert!(SenderName::parse("Acme \"Welcome\", Inc.").is_ok());
    }

    #[test]
    fn logins_fold_case() {
        let login = LoginName::parse(" Äda ").unwrap();
        assert_eq!((login.as_str(), login.folded().as_str()), ("Äda", "äda"));
    }

    #[test]
    fn continue_urls_are_absolute_and_http() {
        for good in ["https://app.example.com/start?x=1", "http://localhost:3000"] {
            assert!(ContinueUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "//evil.test",
            "/x",
            "https://",
            "https:///x",
            "ftp://x",
            "https://a b",
        ] {
            assert!(ContinueUrl::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_printable_and_reads_back(text in ".*") {
            if let Ok(name) = DisplayName::parse(&text) {
                prop_assert!(!name.as_str().chars().any(char::is_control));
                prop_assert!(name.as_str().chars().count() <= DisplayName::MAX);
                prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name.clone()));
            }
            let _ = (LoginName::parse(&text), AccountName::parse(&text), Phone::parse(&text));
            let _ = (Locale::parse(&text), ContinueUrl::parse(&text), TokenName::parse(&text));
        }
    }
}
