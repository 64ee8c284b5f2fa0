//! The messages of each language, parsed once.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::{language::Language, numbers};

/// A value within a message: text or a number, which takes part in plurals.
pub type Value<'a> = FluentValue<'a>;

/// The named values of a message.
pub type Arguments<'a> = [(&'a str, Value<'a>)];

type Bundle = FluentBundle<FluentResource>;

/// The parts of a language, in any order: no key is in two of them.
macro_rules! parts {
    ($($language:ident $folder:literal $($part:literal)+;)+) => {
        const fn sources(language: Language) -> &'static [&'static str] {
            match language {
                $(Language::$language => &[$(include_str!(concat!("../locales/", $folder, "/", $part, ".ftl"))),+],)+
            }
        }
    };
}

parts! {
    English "en" "common" "public" "mail" "admin-frame" "admin-users" "admin-user" "admin-overview"
        "admin-accounts" "admin-access" "admin-audit" "admin-mail" "admin-islands" "admin-imports" "admin-bulk";
    German "de" "common" "public" "mail" "admin-frame" "admin-users" "admin-user" "admin-overview"
        "admin-accounts" "admin-access" "admin-audit" "admin-mail" "admin-islands" "admin-imports" "admin-bulk";
    Portuguese "pt" "common" "public" "mail";
    Arabic "ar" "common" "public" "mail";
}

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English));
static GERMAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::German));
static PORTUGUESE: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Portuguese));
static ARABIC: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Arabic));

fn of(language: Language) -> &'static Bundle {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::Portuguese => &PORTUGUESE,
        Language::Arabic => &ARABIC,
    }
}

fn bundle(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    // Values are isolated by `<bdi>` where it matters; invisible characters would be copied along.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers::formatter(language)));
    for source in sources(language) {
        // What does not parse is left out here and found by a test.
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The message of a key that takes no values.
#[must_use]
pub fn text(language: Language, key: &str) -> String {
    text_with(language, key, &[])
}

/// The message of a key with its values. A value that is missing is shown by its name.
#[must_use]
pub fn text_with(language: Language, key: &str, values: &Arguments<'_>) -> String {
    let arguments: FluentArgs<'_> = values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
        .collect();
    [language, Language::English]
        .into_iter()
        .find_map(|language| format(of(language), key, &arguments))
        .unwrap_or_else(|| key.to_owned())
}

fn format(bundle: &Bundle, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let text = bundle.format_pattern(pattern, Some(arguments), &mut Vec::new());
    Some(text.into_owned())
}

/// The keys of a language, sorted: for tests that compare languages with each other and with the code.
#[must_use]
pub fn keys(language: Language) -> Vec<&'static str> {
    let mut keys: Vec<_> = sources(language)
        .iter()
        .flat_map(|source| source.lines())
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim_end()))
        .collect();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Key and the names of the values it uses.
    fn shape(source: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        let mut messages = BTreeSet::new();
        let mut current: Option<(String, BTreeSet<String>)> = None;
        for line in source.lines() {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                let key = line.split_once('=').expect("a message").0.trim();
                messages.extend(current.replace((key.to_owned(), BTreeSet::new())));
            }
            if let Some((_, values)) = &mut current {
                values.extend(line.split('$').skip(1).map(|rest| {
                    rest.chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                        .collect()
                }));
            }
        }
        messages.extend(current);
        messages
    }

    #[test]
    fn every_file_parses_and_no_key_is_said_twice() {
        for language in Language::ALL {
            for source in sources(language) {
                let parsed = FluentResource::try_new((*source).to_owned());
                assert!(
                    parsed.is_ok(),
                    "{language:?}: {:?}",
                    parsed.err().map(|(_, errors)| errors)
                );
            }
            let keys = keys(language);
            let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{language:?}: {twice:?}");
        }
    }

    #[test]
    fn every_language_has_the_same_messages_with_the_same_values() {
        let english = sources(Language::English);
        for language in Language::ALL {
            for (part, (own, original)) in sources(language).iter().zip(english).enumerate() {
                let (own, original) = (shape(own), shape(original));
                let lacking: Vec<_> = original.difference(&own).collect();
                let more: Vec<_> = own.difference(&original).collect();
                assert!(
                    lacking.is_empty() && more.is_empty(),
                    "{language:?}, part {part}: lacks {lacking:?}, has beyond English {more:?}"
                );
            }
        }
    }

    #[test]
    fn an_unknown_key_is_returned_as_it_is() {
        assert_eq!(text(Language::German, "no-such-key"), "no-such-key");
    }
}
