//! Two names for what is one name here.
//!
//! That product keeps a first and a last name, we keep what to call somebody. Joined, the two stand
//! beside each other; taken apart again, the first word is the first name and the rest is the last
//! one. So two names survive unless the first has a blank in it, and somebody with a last name alone
//! has it as her first.

/// What to call somebody with these names; blank when both are.
pub(super) fn join(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim())
        .trim()
        .to_owned()
}

/// First and last name of what somebody is called.
pub(super) fn split(name: &str) -> (&str, &str) {
    let (first, last) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    (first, last.trim_start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_word_is_the_first_name() {
        for (name, parts) in [
            ("Ada Lovelace", ("Ada", "Lovelace")),
            ("Émilie du Châtelet", ("Émilie", "du Châtelet")),
            ("Hypatia", ("Hypatia", "")),
            ("", ("", "")),
        ] {
            assert_eq!(split(name), parts);
        }
        assert_eq!(join(" ", "Lovelace "), "Lovelace");
        assert_eq!(join("", " "), "");
    }

    proptest! {
        #[test]
        fn a_name_of_single_blanks_comes_back(name in "\\w+( \\w+){0,4}") {
            let (first, last) = split(&name);
            prop_assert_eq!(join(first, last), name);
        }
    }
}
