//! The words that a page says, and those among them that are not of its language.

use std::collections::BTreeSet;

/// Names that stay as they are in every language.
const NAMES: &[&str] = &[
    "Ada",
    "Analytical",
    "Deutsch",
    "English",
    "Engines",
    "Firefox",
    "Grace",
    "Hopper",
    "Linux",
    "Lovelace",
    "Português",
    "UTC",
    "Usher",
    "ada",
    "example",
    "com",
    "grace",
    "hopper",
    "lovelace",
    "name",
    "req",
];

/// Words that say that a sentence is English.
const ENGLISH: &[&str] = &[
    "a", "account", "address", "and", "are", "at", "back", "browser", "by", "change", "choose",
    "content", "error", "found", "go", "has", "hide", "in", "is", "it", "mail", "must", "new",
    "not", "of", "optional", "or", "out", "page", "password", "request", "send", "show", "sign",
    "signed", "skip", "that", "the", "this", "to", "use", "was", "welcome", "with", "you", "your",
];

/// Words of the lists above that the language has as well.
fn shared(language: &str) -> &'static [&'static str] {
    match language {
        "de" => &["in", "mail", "browser"],
        "pt" => &["a", "mail", "use"],
        _ => &[],
    }
}

/// Attributes that people read or hear.
const SPOKEN_ATTRIBUTES: &[&str] = &["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];

/// What is read or heard of a page: its texts, and the attributes that are spoken.
fn said(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        for attribute in SPOKEN_ATTRIBUTES {
            if let Some((_, value)) = tag.split_once(attribute) {
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        let code = ["script", "style", "bdi"].iter().any(|name| {
            tag.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        if !code {
            text.push_str(rest);
            text.push(' ');
        }
    }
    text
}

/// Words of another language: for Arabic whatever is in Latin letters, else English function words.
pub(crate) fn foreign_words(html: &str, language: &str) -> BTreeSet<String> {
    let text = said(html);
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
        .filter(|word| !NAMES.contains(word) && !word.starts_with(|c: char| c.is_ascii_digit()));
    words
        .filter(|word| {
            let lower = word.to_lowercase();
            language == "ar"
                || (ENGLISH.contains(&lower.as_str())
                    && !shared(language).contains(&lower.as_str()))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn english_is_found_where_it_is_read_or_heard() {
    let html = r#"<html><body><p title="Show">Willkommen</p><bdi>the end</bdi>
        <a class="the" href="/sign-in">Skip to content</a></body></html>"#;
    let found: Vec<_> = foreign_words(html, "de").into_iter().collect();
    assert_eq!(found, ["Show", "Skip", "content", "to"]);
    assert!(foreign_words("<p>مرحبًا Ada</p>", "ar").is_empty());
}
