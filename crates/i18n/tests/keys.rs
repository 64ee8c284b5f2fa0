//! The code and the messages know each other: no key that nobody says, no key that says nothing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use usher_i18n::Language;

/// The crates that say messages.
const SPEAKERS: [&str; 4] = ["web/src", "mail/src", "mail/templates", "i18n/src"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the workspace")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn sources() -> String {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = Vec::new();
    for folder in SPEAKERS {
        files(&crates.join(folder), &mut paths);
    }
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("source text"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The texts in quotes that follow a word such as `t!(`; line breaks may stand between.
fn quoted_after<'a>(sources: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    sources
        .match_indices(opening)
        .filter(|(at, _)| !sources[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| {
            let rest = sources[at + opening.len()..].trim_start();
            rest.strip_prefix('"')?
                .split_once('"')
                .map(|(text, _)| text)
        })
}

#[test]
fn every_key_in_the_code_says_something() {
    let sources = sources();
    let known: BTreeSet<_> = usher_i18n::keys(Language::English).into_iter().collect();
    let unknown: BTreeSet<_> = quoted_after(&sources, "t!(")
        .chain(quoted_after(&sources, "t("))
        .filter(|key| !known.contains(key))
        .collect();
    assert!(unknown.is_empty(), "no language says {unknown:?}");
}

#[test]
fn every_message_is_said_somewhere() {
    let sources = sources();
    // Keys put together from a closed list of codes: `say(&format!("error-{code}"))`.
    let prefixes: BTreeSet<_> = quoted_after(&sources, "format!(")
        .filter_map(|text| text.split_once('{').map(|(prefix, _)| prefix))
        .filter(|prefix| prefix.ends_with('-'))
        .collect();
    let silent: Vec<_> = usher_i18n::keys(Language::English)
        .into_iter()
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        .filter(|key| !prefixes.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert!(silent.is_empty(), "nobody says {silent:?}");
}
