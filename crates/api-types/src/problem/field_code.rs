//! What can be wrong with one member of a request, as a closed list: whoever shows errors to people
//! translates each code once.

use std::{fmt, str::FromStr};

macro_rules! field_codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        /// The stable names of everything that can be wrong with a member.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(rename_all = "snake_case"))]
        pub enum FieldCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl FieldCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

field_codes! {
    /// Nothing was given where something is needed.
    Required = "required";
    /// Nothing but blanks was given.
    Empty = "empty";
    /// Fewer characters than `min`.
    TooShort = "too_short";
    /// More characters than `max`.
    TooLong = "too_long";
    /// A control, line-breaking or direction-overriding character.
    ControlCharacter = "control_character";
    /// A character that this member does not allow.
    InvalidCharacter = "invalid_character";
    /// Not an email address.
    InvalidAddress = "invalid_address";
    /// Not an absolute http or https URL.
    InvalidUrl = "invalid_url";
    /// Not a language tag such as `de` or `pt-BR`.
    InvalidLanguage = "invalid_language";
    /// Not a colour of the form `#rrggbb`.
    InvalidColor = "invalid_color";
    /// Not a PNG, JPEG or WebP image.
    InvalidImage = "invalid_image";
    /// A file whose text is not UTF-8; `line` says where.
    NotUtf8 = "not_utf8";
    /// A row that is not closed, or has more or fewer cells than the header; `line` says which.
    MalformedRow = "malformed_row";
    /// An image that is wider or higher than `max` pixels.
    TooManyPixels = "too_many_pixels";
    /// A number outside `min` to `max`, or an instant that no calendar here reaches.
    OutOfRange = "out_of_range";
    /// An instant that is over already.
    NotInFuture = "not_in_future";
    /// More items than `max`.
    TooMany = "too_many";
    /// Another item of the list says the same.
    Duplicate = "duplicate";
    /// A tag of a template that cannot be read; `line` says where.
    TemplateSyntax = "template_syntax";
    /// A template says a value that does not exist; `line` says where.
    UnknownVariable = "unknown_variable";
    /// A tag, filter or operator that templates do not have; `line` says where.
    NotAvailable = "not_available";
    /// A template without the password link.
    LinkMissing = "link_missing";
    /// A template with too many or too long tags, or whose mail becomes too long.
    TooComplex = "too_complex";
    /// It names nothing that exists.
    Unknown = "unknown";
    /// Not the caller's present password.
    Wrong = "wrong";
    /// A password that attackers try first.
    Common = "common";
    /// A password built around the user's own names, address or account.
    Personal = "personal";
    /// A password that few guesses would find.
    Guessable = "guessable";
}

impl FieldCode {
    /// Why a password is not good enough.
    pub const OF_PASSWORDS: [Self; 5] = [
        Self::TooShort,
        Self::TooLong,
        Self::Common,
        Self::Personal,
        Self::Guessable,
    ];
}

impl fmt::Display for FieldCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no [`FieldCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFieldCode;

impl FromStr for FieldCode {
    type Err = UnknownFieldCode;

    fn from_str(text: &str) -> Result<Self, UnknownFieldCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == text)
            .ok_or(UnknownFieldCode)
    }
}
