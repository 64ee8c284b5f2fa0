//! What a spreadsheet would take for a formula in the cells of a CSV file (OWASP, "CSV Injection").
//!
//! A name such as `=HYPERLINK(…)` is text to us and a command to a spreadsheet. [`guarded`] puts an
//! apostrophe before it, which spreadsheets read as "this is text"; [`unguarded`] takes it away again.
//! What begins with such an apostrophe by itself gets one more, so that the two are each other's
//! inverse and a file that was exported can be imported unchanged.
//!
//! Commas separate the cells of our files. Spreadsheets of countries that write decimals with a comma
//! split lines at semicolons instead, and what is pasted is split at tabs. Quotation marks do not keep
//! them from it: they count where a cell begins, and ours begin elsewhere. So what stands behind such a
//! separator is guarded like a cell of its own.

use std::borrow::Cow;

/// Whether a spreadsheet may calculate a cell that begins like this. The wide forms are what some
/// spreadsheets turn into the plain ones while they read.
const fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

/// Whether a cell may end here for somebody who does not split at commas.
const fn separates(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// Whether a reader may drop it before a cell: our own guard, marks of quotation, blanks.
fn is_dropped(c: char) -> bool {
    matches!(c, '\'' | '"') || (c.is_whitespace() && !begins_formula(c))
}

/// What may become a cell, each with the separator behind it.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(separates)
}

/// Whether a part is a formula once everything is dropped that may be.
fn hides_formula(part: &str) -> bool {
    let bare = part.trim_start_matches(is_dropped);
    bare.chars().next().is_some_and(begins_formula)
}

fn unguarded_part(part: &str) -> Option<&str> {
    part.strip_prefix('\'').filter(|rest| hides_formula(rest))
}

/// The cell as a spreadsheet may see it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if !parts(text).any(hides_formula) {
        return Cow::Borrowed(text);
    }
    let safe = parts(text).flat_map(|part| [if hides_formula(part) { "'" } else { "" }, part]);
    Cow::Owned(safe.collect())
}

/// The cell as it was before it was guarded; one that needs no guard stays as it is.
#[must_use]
pub fn unguarded(text: &str) -> Cow<'_, str> {
    if !parts(text).any(|part| unguarded_part(part).is_some()) {
        return Cow::Borrowed(text);
    }
    let bare = parts(text).map(|part| unguarded_part(part).unwrap_or(part));
    Cow::Owned(bare.collect())
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
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
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
    fn what_stands_behind_another_separator_is_guarded_too() {
        for (text, expected) in [
            ("Ada;=cmd|' /C calc'!A0;", "Ada;'=cmd|' /C calc'!A0;"),
            ("Ada\t@SUM(A1)", "Ada\t'@SUM(A1)"),
            ("Ada\n-1", "Ada\n'-1"),
            ("Ada; =1", "Ada;' =1"),
            // To whoever splits at the semicolon, this is an empty quotation before a formula.
            ("Ada;\"=1", "Ada;'\"=1"),
            ("Ada;'=1", "Ada;''=1"),
            ("=1;=2;x;=3", "'=1;'=2;x;'=3"),
            ("a=1; b;c - d", "a=1; b;c - d"),
        ] {
            assert_eq!(guarded(text), expected, "{text:?}");
            assert_eq!(unguarded(expected), text, "{expected:?}");
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_stays() {
        for text in ["'t Hooft", "'", "Hooft; 't", "x;'y';'"] {
            assert_eq!(unguarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_undone_and_leaves_nothing_to_calculate(
            text in "[;\t\r\n\"'=+@a ＝-]{0,8}.{0,10}",
        ) {
            let safe = guarded(&text);
            for cell in safe.split(separates) {
                let begins = cell.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
                prop_assert!(!begins.chars().next().is_some_and(begins_formula), "{safe:?}");
            }
            prop_assert_eq!(unguarded(&safe), text.as_str());
        }
    }
}
