//! What can be wrong with a row of a file of users, as a closed list that names no value.

use std::{fmt, str::FromStr};

use super::Column;
use crate::{email_address::InvalidEmailAddress, names::InvalidName};

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal;)+) => {
        /// One thing that is wrong with a cell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RowFault {
            $($(#[$doc])* $name,)+
        }

        impl RowFault {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name, on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The same for people.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)+ }
            }
        }
    };
}

faults! {
    /// Nothing stands where something is needed.
    Required = "required", "This cell must not be empty.";
    /// It is longer than the column allows.
    TooLong = "too_long", "This cell is too long.";
    /// A control, line-breaking or direction-overriding character.
    ControlCharacter = "control_character", "This cell has a control character.";
    /// A character that the column does not allow.
    InvalidCharacter = "invalid_character", "This cell has a character that is not allowed there.";
    /// Not an email address.
    InvalidAddress = "invalid_address", "This is not an email address.";
    /// Not a language tag.
    InvalidLanguage = "invalid_language", "This is not a language tag such as en or pt-BR.";
    /// An earlier row of the file says the same.
    Duplicate = "duplicate", "An earlier row says the same.";
    /// Another user of the account has the login.
    LoginTaken = "login_taken", "Another user of the account has this login.";
    /// Another user of the account has the address.
    EmailTaken = "email_taken", "Another user of the account has this email address.";
    /// She was to be welcomed and has no address.
    NoAddress = "no_address", "A welcome email needs an email address.";
    /// The address was sent too many messages lately.
    TooManyMessages = "too_many_requests", "This address was sent too many messages lately.";
    /// Whoever asked may not change this user.
    Forbidden = "forbidden", "You may not change this user.";
    /// The user who was to be changed is there no more.
    NotFound = "not_found", "The user does not exist any more.";
}

/// A cell and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowMistake {
    /// The cell's column.
    pub column: Column,
    /// What is wrong.
    pub fault: RowFault,
}

/// A text that names no fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown mistake of a row")]
pub struct UnknownFault;

impl RowMistake {
    /// A mistake in a column.
    #[must_use]
    pub const fn new(column: Column, fault: RowFault) -> Self {
        Self { column, fault }
    }
}

impl From<InvalidName> for RowFault {
    fn from(reason: InvalidName) -> Self {
        match reason {
            InvalidName::Empty => Self::Required,
            InvalidName::TooLong(_) => Self::TooLong,
            InvalidName::ControlCharacter => Self::ControlCharacter,
            InvalidName::Character | InvalidName::Url => Self::InvalidCharacter,
            InvalidName::Language => Self::InvalidLanguage,
        }
    }
}

impl From<InvalidEmailAddress> for RowFault {
    fn from(_: InvalidEmailAddress) -> Self {
        Self::InvalidAddress
    }
}

impl FromStr for RowFault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .iter()
            .copied()
            .find(|fault| fault.as_str() == text)
            .ok_or(UnknownFault)
    }
}

impl fmt::Display for RowMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.column, self.fault.as_str())
    }
}

impl FromStr for RowMistake {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let (column, fault) = text.split_once(':').ok_or(UnknownFault)?;
        Ok(Self {
            column: column.parse().map_err(|_| UnknownFault)?,
            fault: fault.parse()?,
        })
    }
}

/// The mistakes of a row as one text, for the database.
#[must_use]
pub fn write_mistakes(mistakes: &[RowMistake]) -> String {
    let texts: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    texts.join(" ")
}

/// The mistakes that such a text holds.
///
/// # Errors
/// When it is not one of [`write_mistakes`].
pub fn read_mistakes(text: &str) -> Result<Vec<RowMistake>, UnknownFault> {
    text.split_whitespace().map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_read_back_from_their_text() {
        let mut mistakes = Vec::new();
        for column in Column::ALL {
            for fault in RowFault::ALL {
                mistakes.push(RowMistake::new(column, *fault));
            }
        }
        assert_eq!(read_mistakes(&write_mistakes(&mistakes)), Ok(mistakes));
        assert_eq!(read_mistakes(""), Ok(Vec::new()));
        for wrong in ["email", "email:", "shoe:required", "email:late"] {
            assert_eq!(read_mistakes(wrong), Err(UnknownFault), "{wrong}");
        }
    }
}
