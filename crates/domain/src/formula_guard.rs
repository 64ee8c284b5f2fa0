//! Cells of a CSV file that a spreadsheet would take for a formula (OWASP, "CSV Injection").
//!
//! A name such as `=HYPERLINK(…)` is text to us and a command to a spreadsheet. [`guarded`] puts an
//! apostrophe before it, which spreadsheets read as "this is text"; [`unguarded`] takes it away again.
//! Cells that begin with such an apostrophe by themselves get one more, so that the two are each
//! other's inverse and a file that was exported can be imported unchanged.

use std::borrow::Cow;

/// Whether a spreadsheet may calculate a cell that begins like this. The wide forms are what some
/// spreadsheets turn into the plain ones while they read.
const fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

/// Whether the text is a formula behind any number of apostrophes.
fn hides_formula(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.chars().next().is_some_and(begins_formula)
}

/// The cell as a spreadsheet may see it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if hides_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The cell as it was before it was guarded; one that needs no guard stays as it is.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if hides_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_gets_an_apostrophe() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 170 1", "'+49 170 1"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'quoted'", "'quoted'"),
            ("O'Neil", "O'Neil"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_stays() {
        assert_eq!(unguarded("'t Hooft"), "'t Hooft");
        assert_eq!(unguarded("'"), "'");
    }

    proptest! {
        #[test]
        fn guarding_is_undone_and_leaves_nothing_to_calculate(text in "['=+@a-]{0,6}.{0,10}") {
            let safe = guarded(&text);
            prop_assert!(!safe.chars().next().is_some_and(begins_formula));
            prop_assert_eq!(unguarded(&safe), text.as_str());
        }
    }
}
