//! The columns of a file of users, by the names that people give them.

use crate::{
    closed_list::closed_list,
    email_address::MAX_ADDRESS_BYTES,
    names::{DisplayName, Locale, LoginName, Phone},
};

closed_list! {
    /// A column that says something about a user; in the order in which exports have them.
    Column, UnknownColumn, "column" {
        /// Her login name.
        Login = "login",
        /// Her address.
        Email = "email",
        /// What to call her.
        DisplayName = "display_name",
        /// Her telephone number.
        Phone = "phone",
        /// Her language.
        Locale = "locale",
    }
}

/// Columns that exports have beside those that are read: what only Usher decides.
pub const PASSED_OVER: [&str; 5] = ["id", "status", "welcome", "created_at", "last_sign_in_at"];

/// How alike two names must be for one to be a slip of the other, from 0 to 1.
const NEAR: f64 = 0.6;

impl Column {
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
