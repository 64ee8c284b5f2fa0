//! From what somebody asks for to a language that there is.

use unic_langid::LanguageIdentifier;

use crate::language::Language;

/// The language nearest to a tag: `de-AT` gives German; none for a language that Usher lacks and for
/// what is no tag.
#[must_use]
pub fn nearest(tag: &str) -> Option<Language> {
    let wanted: LanguageIdentifier = tag.parse().ok()?;
    Language::ALL
        .into_iter()
        .find(|language| language.identifier().language == wanted.language)
}

/// The first language of an `Accept-Language` header (RFC 9110, section 12.5.4), by weight, that
/// Usher speaks.
#[must_use]
pub fn accepted(header: &str) -> Option<Language> {
    accept_language::parse(header)
        .iter()
        .find_map(|tag| nearest(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_is_found() {
        assert_eq!(nearest("de"), Some(Language::German));
        assert_eq!(nearest("de-AT"), Some(Language::German));
        assert_eq!(nearest("pt_BR"), Some(Language::Portuguese));
        assert_eq!(nearest("AR-eg"), Some(Language::Arabic));
        for tag in ["xx", "", "tlh-Latn", "../../etc", "nl"] {
            assert_eq!(nearest(tag), None, "{tag}");
        }
    }

    #[test]
    fn a_browser_is_answered_in_the_first_language_it_lists() {
        let cases = [
            ("de-DE,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("nl,en;q=0.5", Some(Language::English)),
            ("en;q=0.2,ar;q=0.9", Some(Language::Arabic)),
            ("pt-BR", Some(Language::Portuguese)),
            ("*", None),
            ("", None),
            (";;;=,,é", None),
        ];
        for (header, expected) in cases {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }
}
