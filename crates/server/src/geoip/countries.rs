//! English names of countries, for databases that have their codes only.

/// Codes (ISO 3166-1) and names, a line each, in the words of Unicode's CLDR: what
/// `new Intl.DisplayNames(["en"], {type: "region"})` says in Node for each code in use.
const LINES: &str = include_str!("countries.txt");

/// The name of the country with a code of two capital letters.
pub(super) fn name(code: &str) -> Option<&'static str> {
    let pairs = LINES.lines().filter_map(|line| line.split_once(' '));
    pairs
        .into_iter()
        .find_map(|(known, name)| (known == code).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_code_and_a_name_in_order() {
        let codes: Vec<_> = LINES.lines().map(|line| &line[..2]).collect();
        assert!(codes.is_sorted() && codes.len() > 240);
        for code in codes {
            assert!(
                name(code).is_some_and(|name| !name.trim().is_empty()),
                "{code}"
            );
        }
    }

    #[test]
    fn only_codes_have_names() {
        assert_eq!(name("DE"), Some("Germany"));
        for code in ["", "de", "ZZ", "D", "Germany", "DE Germany"] {
            assert_eq!(name(code), None, "{code}");
        }
    }
}
