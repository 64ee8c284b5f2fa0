//! What rendering keeps apart and what it refuses.

use super::*;
use crate::letter::Content;
use crate::samples::{branded, samples};

fn welcome() -> Letter {
    samples("en").remove(0).1
}

fn source(subject: &str, text: &str, html: &str) -> TemplateSource {
    TemplateSource {
        subject: subject.to_owned(),
        text: text.to_owned(),
        html: html.to_owned(),
    }
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
fn an_accounts_own_template_sees_the_values_and_may_use_the_frame() {
    let own = source(
        "{{ account_name }}\n wants you",
        "Go: {{ link }}",
        "{% extends \"layout.html\" %}{% block body %}<b>{{ display_name }}</b> {{ link }}{% endblock %}",
    );
    let rendered = Templates::builtin()
        .render_custom(&welcome(), &own)
        .unwrap();
    assert_eq!(rendered.subject, "Analytical Engines wants you");
    assert!(rendered.html.contains("<b>Ada Lovelace</b> https://"));
}

#[test]
fn mistakes_in_a_template_are_named_without_its_values() {
    let templates = Templates::builtin();
    for (own, expected) in [
        (
            source("x", "{{ nope }} {{ link }}", "{{ link }}"),
            "text.txt cannot be rendered (line 1)",
        ),
        (
            source("x", "{{ link }}", "\n{% if %}"),
            "html.html cannot be rendered (line 2)",
        ),
        (
            source("x", "{{ link | nope }}", "{{ link }}"),
            "text.txt cannot be rendered",
        ),
        (
            source("x", "{{ link }}", "hello"),
            "html part of the template does not contain",
        ),
        (
            source("x", "hello", "{{ link }}"),
            "text part of the template does not contain",
        ),
        (
            source("x", "{{ link + 1 }}", "{{ link }}"),
            "text.txt cannot be rendered",
        ),
    ] {
        let error = templates.render_custom(&welcome(), &own).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(expected), "{shown}");
        assert!(!shown.contains("https://"), "{shown}");
    }
}

#[test]
fn a_template_cannot_run_or_grow_without_end() {
    let templates = Templates::builtin();
    let endless = "{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}";
    let error = templates
        .render_custom(&welcome(), &source("x", endless, "{{ link }}"))
        .unwrap_err();
    assert!(matches!(error, MailError::Template { .. }));
    let large = source("x", "{{ 'xxxxxxxxxx' * 90000 }} {{ link }}", "{{ link }}");
    assert!(templates.render_custom(&welcome(), &large).is_err());
}

#[test]
fn debug_output_of_a_rendered_mail_says_nothing() {
    let rendered = Templates::builtin().render(&welcome()).unwrap();
    assert_eq!(format!("{rendered:?}"), "RenderedMail([redacted])");
}
