//! What the domain's refusals of values are called, and the bounds that they tell.

use usher_api_types::problem::{FieldCode, FieldError};
use usher_domain::{
    accent_color::InvalidAccentColor,
    account::{InvalidLinkLife, InvalidSendLimit, LinkLife, SendLimit},
    account_user::UnknownUserStatus,
    bulk_send::LimitOutOfRange,
    email_address::InvalidEmailAddress,
    logo::{self, InvalidLogo},
    names::InvalidName,
    password::{OversizedPassword, PasswordPolicy, WeakPassword},
    role::UnknownRole,
    template::{InvalidTemplateTexts, MAX_LANGUAGES},
    user_list::UnknownWelcomeState,
};

/// Why a value was refused.
pub(crate) trait Refusal: std::fmt::Display {
    /// Its stable name.
    fn code(&self) -> FieldCode;

    /// The least and the most that would have been accepted, as far as that is the reason.
    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        (None, None)
    }

    /// The refusal of a member.
    fn of_field(&self, field: &str) -> FieldError {
        let (min, max) = self.bounds();
        FieldError {
            field: field.to_owned(),
            code: self.code().as_str().to_owned(),
            message: sentence(&self.to_string()),
            min,
            max,
            line: None,
        }
    }
}

fn bound(number: usize) -> Option<i64> {
    i64::try_from(number).ok()
}

impl Refusal for InvalidName {
    fn code(&self) -> FieldCode {
        match self {
            Self::Empty => FieldCode::Empty,
            Self::TooLong(_) => FieldCode::TooLong,
            Self::ControlCharacter => FieldCode::ControlCharacter,
            Self::Character => FieldCode::InvalidCharacter,
            Self::Language => FieldCode::InvalidLanguage,
            Self::Url => FieldCode::InvalidUrl,
        }
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::TooLong(max) => (None, bound(*max)),
            _ => (None, None),
        }
    }
}

impl Refusal for InvalidEmailAddress {
    /// A limit on the octets of either part is nothing that people count.
    fn code(&self) -> FieldCode {
        FieldCode::InvalidAddress
    }
}

impl Refusal for OversizedPassword {
    fn code(&self) -> FieldCode {
        FieldCode::TooLong
    }

    /// What it is too long for is the limit in characters, which is far below.
    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        (None, bound(PasswordPolicy::default().max_chars))
    }
}

impl Refusal for WeakPassword {
    fn code(&self) -> FieldCode {
        match self {
            Self::TooShort(_) => FieldCode::TooShort,
            Self::TooLong(_) => FieldCode::TooLong,
            Self::Common => FieldCode::Common,
            Self::Personal => FieldCode::Personal,
            Self::Guessable => FieldCode::Guessable,
        }
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::TooShort(min) => (bound(*min), None),
            Self::TooLong(max) => (None, bound(*max)),
            Self::Common | Self::Personal | Self::Guessable => (None, None),
        }
    }
}

impl Refusal for InvalidLinkLife {
    fn code(&self) -> FieldCode {
        FieldCode::OutOfRange
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        (Some(LinkLife::MIN_HOURS), Some(LinkLife::MAX_HOURS))
    }
}

impl Refusal for InvalidSendLimit {
    fn code(&self) -> FieldCode {
        FieldCode::OutOfRange
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        (Some(SendLimit::MIN), Some(SendLimit::MAX))
    }
}

impl Refusal for LimitOutOfRange {
    fn code(&self) -> FieldCode {
        FieldCode::OutOfRange
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        (Some(self.min), Some(self.max))
    }
}

impl Refusal for UnknownUserStatus {
    fn code(&self) -> FieldCode {
        FieldCode::Unknown
    }
}

impl Refusal for UnknownWelcomeState {
    fn code(&self) -> FieldCode {
        FieldCode::Unknown
    }
}

impl Refusal for UnknownRole {
    fn code(&self) -> FieldCode {
        FieldCode::Unknown
    }
}

impl Refusal for InvalidTemplateTexts {
    fn code(&self) -> FieldCode {
        match self {
            Self::Empty => FieldCode::Required,
            Self::TooMany => FieldCode::TooMany,
            Self::Duplicate(_) => FieldCode::Duplicate,
        }
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::TooMany => (None, bound(MAX_LANGUAGES)),
            Self::Empty | Self::Duplicate(_) => (None, None),
        }
    }
}

impl Refusal for InvalidAccentColor {
    fn code(&self) -> FieldCode {
        FieldCode::InvalidColor
    }
}

impl Refusal for InvalidLogo {
    fn code(&self) -> FieldCode {
        match self {
            // A body as large as that is refused before it is an image.
            Self::Format | Self::TooLarge => FieldCode::InvalidImage,
            Self::TooManyPixels => FieldCode::TooManyPixels,
        }
    }

    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::TooManyPixels => (None, bound(logo::MAX_PIXELS)),
            Self::Format | Self::TooLarge => (None, None),
        }
    }
}

/// Refusals are worded to stand behind a name; under a field of a form they stand alone.
pub(crate) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    let mut sentence: String = first.chain(chars).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}
