//! What rendering keeps apart and what it refuses.

use super::*;
use crate::letter::Content;
use crate::samples::{branded, samples};

fn welcome() -> Letter {
    samples("en").remove(0).1
}

fn every_sample() -> Vec<(String, Letter)> {
    let letters = Language::ALL.into_iter().flat_map(|language| {
        let tag = language.tag();
        let samples = samples(tag).into_iter();
        samples.map(move |(name, letter)| (format!("{name}.{tag}"), letter))
    });
    letters
        .flat_map(|(name, letter)| {
            [
                (format!("{name}.branded"), branded(letter.clone())),
                (name, letter),
            ]
        })
        .collect()
}

#[test]
fn mails_are_written_in_every_language() {
    assert_eq!(LANGUAGES, Language::ALL.map(Language::tag));
}

#[test]
fn a_letter_is_in_the_first_language_that_is_spoken() {
    assert_eq!(spoken(["de-AT", "pt"]), "de");
    assert_eq!(spoken(["nl", "pt-BR"]), "pt");
    assert_eq!(spoken(["xx", "", "tlh-Latn", "../../etc"]), "en");
    assert_eq!(spoken([]), "en");
}

#[test]
fn each_link_is_the_same_bytes_in_text_and_html() {
    for (name, letter) in every_sample() {
        let rendered = Templates::builtin().render(&letter).unwrap();
        for link in letter.content.links() {
            let link = link.expose();
            assert!(rendered.text.contains(&format!("\n{link}\n")), "{name}");
            let linked = format!("href=\"{link}\"");
            assert_eq!(rendered.html.matches(&linked).count(), 2, "{name}");
            assert!(rendered.html.contains(&format!(">{link}</a>")), "{name}");
        }
    }
}

#[test]
fn names_cannot_become_markup() {
    let mut letter = welcome();
    if let Content::Welcome(welcome) = &mut letter.content {
        welcome.account_name = "<img src=x onerror=alert(1)>\"&amp;".to_owned();
        welcome.display_name = "{{ link }}\r\nX-Evil: 1".to_owned();
    }
    let rendered = Templates::builtin().render(&letter).unwrap();
    assert!(!rendered.html.contains("<img"));
    assert!(rendered.text.contains("Hello {{ link }} X-Evil: 1,"));
    assert!(!rendered.subject.contains(['\r', '\n']));
}

#[test]
fn nothing_in_the_html_is_loaded_from_elsewhere() {
    for (name, letter) in every_sample() {
        let html = Templates::builtin().render(&letter).unwrap().html;
        for loader in ["src=", "url(", "@import", "<link", "<script", "<img"] {
            assert!(!html.contains(loader), "{name} has {loader}");
        }
    }
}

#[test]
fn debug_output_of_a_rendered_mail_says_nothing() {
    let rendered = Templates::builtin().render(&welcome()).unwrap();
    assert_eq!(format!("{rendered:?}"), "RenderedMail([redacted])");
}

#[test]
fn a_mail_filled_into_a_skeleton_is_the_mail_that_is_rendered() {
    let templates = Templates::builtin();
    let names = [
        "Ada",
        "O'Brien & <b>Söhne</b> / \"x\"",
        "مريم",
        "\u{f8f0}\u{f8f9}",
        "a name that is so long that the paragraph around it has to be put in other lines",
    ];
    for locale in super::LANGUAGES {
        for sample in crate::samples::welcomes(locale) {
            for name in names {
                let mut letter = sample.clone();
                let Content::Welcome(welcome) = &mut letter.content else {
                    unreachable!("these are welcome emails");
                };
                welcome.display_name = name.to_owned();
                welcome.login = format!("{name}.login");
                let direct = templates.parts(letter.content.kind()).unwrap();
                let direct = direct.render(&letter, locale).unwrap();
                // The second time the skeleton is there already.
                for _ in 0..2 {
                    let filled = templates.render(&letter).unwrap();
                    assert_eq!(filled.subject, direct.subject, "{locale} {name}");
                    assert_eq!(filled.text, direct.text, "{locale} {name}");
                    assert_eq!(filled.html, direct.html, "{locale} {name}");
                }
            }
        }
    }
}
