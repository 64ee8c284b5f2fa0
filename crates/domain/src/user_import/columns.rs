//! The columns of a file of users, by the names that people give them.

use std::{fmt, str::FromStr};

use crate::{
    email_address::MAX_ADDRESS_BYTES,
    names::{DisplayName, Locale, LoginName, Phone},
};

/// A column that says something about a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Her login name.
    Login,
    /// Her address.
    Email,
    /// What to call her.
    DisplayName,
    /// Her telephone number.
    Phone,
    /// Her language.
    Locale,
}

/// A text that is no column's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown column; one of login, email, display_name, phone, locale")]
pub struct UnknownColumn;

/// Columns that exports have beside those that are read: what only Usher decides.
pub const PASSED_OVER: [&str; 5] = ["id", "status", "welcome", "created_at", "last_sign_in_at"];

/// How alike two names must be for one to be a slip of the other, from 0 to 1.
const NEAR: f64 = 0.6;

impl Column {
    /// Every column, in the order in which exports have them.
    pub const ALL: [Self; 5] = [
        Self::Login,
        Self::Email,
        Self::DisplayName,
        Self::Phone,
        Self::Locale,
    ];

    /// The name in exports, in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Email => "email",
            Self::DisplayName => "display_name",
            Self::Phone => "phone",
            Self::Locale => "locale",
        }
    }

    /// The names that are read as this column, in the form of [`folded`].
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Login => &[
                "login",
                "loginname",
                "user",
                "username",
                "benutzer",
                "benutzername",
                "anmeldename",
            ],
            Self::Email => &[
                "email",
                "mail",
                "emailaddress",
                "mailaddress",
                "emailadresse",
                "mailadresse",
            ],
            Self::DisplayName => &[
                "displayname",
                "name",
                "fullname",
                "anzeigename",
                "vollername",
            ],
            Self::Phone => &[
                "phone",
                "phonenumber",
                "telephone",
                "tel",
                "mobile",
                "telefon",
                "telefonnummer",
                "mobil",
            ],
            Self::Locale => &["locale", "language", "lang", "sprache"],
        }
    }

    /// The most characters a value may have.
    #[must_use]
    pub const fn max_chars(self) -> usize {
        match self {
            Self::Login => LoginName::MAX,
            Self::Email => MAX_ADDRESS_BYTES,
            Self::DisplayName => DisplayName::MAX,
            Self::Phone => Phone::MAX,
            Self::Locale => Locale::MAX,
        }
    }

    /// The column that a header names, whatever the case, blanks and punctuation.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let header = folded(header);
        Self::ALL
            .into_iter()
            .find(|column| column.names().contains(&header.as_str()))
    }

    /// Whether a header names a column that is there to be looked at.
    #[must_use]
    pub fn passes_over(header: &str) -> bool {
        let header = folded(header);
        PASSED_OVER.iter().any(|name| folded(name) == header)
    }

    /// The column that a mistyped header probably means, if it is like any.
    #[must_use]
    pub fn nearest(header: &str) -> Option<Self> {
        let header = folded(header);
        let likeness = |column: &Self| {
            let names = column.names().iter();
            let alike = names.map(|name| strsim::normalized_damerau_levenshtein(&header, name));
            alike.fold(0.0, f64::max)
        };
        let scored = Self::ALL
            .into_iter()
            .map(|column| (likeness(&column), column));
        let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
        best.filter(|(alike, _)| *alike >= NEAR)
            .map(|(_, column)| column)
    }
}

/// A header without case, blanks and punctuation: `E-Mail` and `email` are one name. Longer ones
/// than any of ours are cut, which bounds the work of comparing.
fn folded(header: &str) -> String {
    let letters = header.chars().filter(|c| c.is_alphanumeric());
    letters.take(64).flat_map(char::to_lowercase).collect()
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Column {
    type Err = UnknownColumn;

    fn from_str(text: &str) -> Result<Self, UnknownColumn> {
        Self::ALL
            .into_iter()
            .find(|column| column.as_str() == text)
            .ok_or(UnknownColumn)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headers_are_read_in_any_case_and_by_the_names_that_people_use() {
        for (header, column) in [
            ("login", Column::Login),
            ("User Name", Column::Login),
            ("E-Mail", Column::Email),
            ("EMAIL", Column::Email),
            ("e-mail address", Column::Email),
            ("Name", Column::DisplayName),
            ("display_name", Column::DisplayName),
            ("Telefon", Column::Phone),
            ("Language", Column::Locale),
        ] {
            assert_eq!(Column::of_header(header), Some(column), "{header}");
        }
        assert_eq!(Column::of_header("shoe size"), None);
    }

    #[test]
    fn a_slip_leads_to_the_column_that_was_meant() {
        for (header, column) in [
            ("logn", Some(Column::Login)),
            ("emial", Some(Column::Email)),
            ("dislay name", Some(Column::DisplayName)),
            ("phnoe", Some(Column::Phone)),
            ("shoe size", None),
            ("", None),
        ] {
            assert_eq!(Column::nearest(header), column, "{header}");
        }
    }

    #[test]
    fn columns_read_back_from_their_names() {
        for column in Column::ALL {
            assert_eq!(column.as_str().parse(), Ok(column));
            assert_eq!(Column::of_header(column.as_str()), Some(column));
            assert!(!Column::passes_over(column.as_str()));
        }
        for name in PASSED_OVER {
            assert!(Column::passes_over(name));
            assert_eq!(Column::of_header(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(header in ".*") {
            let _ = (Column::of_header(&header), Column::nearest(&header));
        }
    }
}
