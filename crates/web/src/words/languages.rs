//! Languages as people call them.

use usher_i18n::Language;

use crate::words::language::t;

/// What a user's language is called; a tag that Usher does not speak says so.
pub(crate) fn name(tag: &str) -> String {
    match usher_i18n::nearest(tag) {
        Some(language) if language.tag() == tag => language.own_name().to_owned(),
        Some(language) => format!("{} ({tag})", language.own_name()),
        None => t!("user-language-other", tag = tag),
    }
}

/// The languages to choose from, the account's first. A tag that is none of them stays choosable, so
/// that saving a form changes nothing that nobody touched.
pub(crate) fn choices(chosen: &str) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), t!("user-language-account"))];
    choices.extend(
        Language::ALL.map(|language| (language.tag().to_owned(), language.own_name().to_owned())),
    );
    if !choices.iter().any(|(tag, _)| tag == chosen) {
        choices.push((chosen.to_owned(), name(chosen)));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_called_by_their_own_names() {
        assert_eq!(name("de"), "Deutsch");
        assert_eq!(name("de-AT"), "Deutsch (de-AT)");
        assert_eq!(name("nl"), "nl (not a language of Usher)");
    }

    #[test]
    fn an_unusual_choice_stays() {
        let tags =
            |chosen| -> Vec<String> { choices(chosen).into_iter().map(|(tag, _)| tag).collect() };
        assert_eq!(tags("de"), ["", "en", "de", "pt", "ar"]);
        assert_eq!(tags("de-AT"), ["", "en", "de", "pt", "ar", "de-AT"]);
    }
}
