//! What accounts' templates may say, what is refused and where.

use usher_domain::template::{TemplatePart, TemplateText};

use super::*;
use crate::letter::Content;
use crate::templates::Templates;

fn welcome() -> Letter {
    samples::welcomes("en").remove(0)
}

fn source(subject: &str, html: &str, text: &str) -> TemplateText {
    TemplateText {
        subject: subject.to_owned(),
        html: html.to_owned(),
        text: text.to_owned(),
    }
}

/// What is wrong with an HTML part, beside a good text part.
fn mistakes_in(html: &str) -> Vec<TemplateMistake> {
    Templates::builtin().mistakes("en", &source("Hello", html, "{{ link }}"))
}

fn mistake(part: TemplatePart, line: usize, kind: MistakeKind) -> TemplateMistake {
    TemplateMistake { part, line, kind }
}

#[test]
fn every_value_can_be_said_in_both_parts() {
    let lines: Vec<String> = variables()
        .iter()
        .map(|name| format!("{name}: {{{{ {name} }}}}\n"))
        .collect();
    let all = lines.concat();
    let own = source("{{ account_name }}: {{ requested.place }}", &all, &all);
    assert_eq!(Templates::builtin().mistakes("de", &own), []);
    let rendered = Templates::builtin()
        .render_custom(&welcome(), &own)
        .unwrap();
    assert_eq!(rendered.subject, "Analytical Engines: Bonn, Germany");
    for line in [
        "display_name: Ada Lovelace",
        "link_life.text: 7 days",
        "requested.program: Firefox",
        "has_password: False",
    ] {
        assert!(rendered.text.contains(line), "{line}: {}", rendered.text);
        assert!(rendered.html.contains(line), "{line}: {}", rendered.html);
    }
}

#[test]
fn the_link_is_the_same_bytes_in_both_parts() {
    let own = source("Hi", "<a href=\"{{ link }}\">Go</a>", "{{ link }}");
    let letter = welcome();
    let rendered = Templates::builtin().render_custom(&letter, &own).unwrap();
    let link = letter.content.links()[0].expose();
    assert_eq!(rendered.html, format!("<a href=\"{link}\">Go</a>"));
    assert_eq!(rendered.text, format!("{link}\n"));
}

#[test]
fn names_cannot_become_markup() {
    let mut letter = welcome();
    if let Content::Welcome(welcome) = &mut letter.content {
        welcome.display_name = "<img src=x>{{ link }}".to_owned();
    }
    let say = "{{ display_name }}{{ display_name | isolated }}{{ display_name | upper }}{{ link }}";
    let rendered = Templates::builtin()
        .render_custom(&letter, &source("x", say, say))
        .unwrap();
    assert!(!rendered.html.contains("<img") && !rendered.html.contains("<IMG"));
    assert!(rendered.text.contains("<img src=x>{{ link }}"));
}

#[test]
fn the_frame_can_be_filled_and_the_language_is_the_templates_own() {
    let html = "{% extends \"layout.html\" %}{% block body %}\
        {% if requested.place %}{{ requested.place }}{% else %}?{% endif %}<b>{{ link }}</b>\
        {% endblock body %}";
    assert_eq!(mistakes_in(html), []);
    let letter = Letter {
        locale: "he".to_owned(),
        ..welcome()
    };
    let rendered = Templates::builtin()
        .render_custom(&letter, &source("x", html, "{{ link }}"))
        .unwrap();
    assert!(rendered.html.contains("<html lang=\"he\" dir=\"rtl\">"));
    assert!(rendered.html.contains("Bonn, Germany<b>https://"));
}

#[test]
fn what_is_not_known_of_a_reader_says_nothing() {
    let own = source(
        "x",
        "{{ link }}",
        "{{ requested.place }}/{{ requested.by }}! {{ link }}",
    );
    let letter = samples::welcomes("en").remove(1);
    let rendered = Templates::builtin().render_custom(&letter, &own).unwrap();
    assert!(
        rendered.text.starts_with("/! https://"),
        "{}",
        rendered.text
    );
}

#[test]
fn mistakes_are_told_with_their_part_and_line() {
    let unknown = |name: &str| MistakeKind::UnknownVariable(name.to_owned());
    let own = source(
        "{{ subject }}",
        "{{ link }}\n{{ nope }}\n\n{{ requested.name }}{% include 'layout.html' %}",
        "{{ link }}\n{% if link %}",
    );
    assert_eq!(
        Templates::builtin().mistakes("en", &own),
        [
            mistake(TemplatePart::Subject, 1, unknown("subject")),
            mistake(TemplatePart::Html, 2, unknown("nope")),
            mistake(TemplatePart::Html, 4, unknown("requested.name")),
            mistake(
                TemplatePart::Html,
                4,
                MistakeKind::NotAvailable("include".to_owned())
            ),
            mistake(TemplatePart::Text, 2, MistakeKind::Syntax),
        ]
    );
    let own = source("x", "Hello", "{% if has_password %}{{ link }}{% endif %}");
    assert_eq!(
        Templates::builtin().mistakes("en", &own),
        [
            mistake(TemplatePart::Html, 0, MistakeKind::LinkMissing),
            mistake(TemplatePart::Text, 0, MistakeKind::LinkMissing),
        ]
    );
}

#[test]
fn nothing_that_could_grow_or_reach_out_is_admitted() {
    for bad in [
        "{{ link * 1000000000 }}",
        "{{ 'x' ~ link }}",
        "{{ 'x' + link }}",
        "{{ -1 }}",
        "{{ link[0] }}",
        "{{ link.upper() }}",
        "{{ range(10) }}",
        "{{ (link)(1) }}",
        "{{ self.body() }}",
        "{{ super() }}",
        "{{ link | safe }}",
        "{{ link | replace('a', 'b') }}",
        "{{ link | upper('a') }}",
        "{{ 'a'.b }}",
        "{{ {'a': 1} }}",
        "{{ (link, link) }}",
        "{{ link is defined }}",
        "{{ requested }}",
        "{% for c in link %}{% endfor %}",
        "{% set a = link %}",
        "{% macro a() %}{% endmacro %}",
        "{% with a = link %}{% endwith %}",
        "{% autoescape false %}{{ link }}{% endautoescape %}",
        "{% filter upper %}{% endfilter %}",
        "{% include 'welcome.html' %}",
        "{% import 'welcome.html' as a %}",
        "{% extends 'welcome.html' %}",
        "{% extends link %}",
        "{% block other %}{% endblock %}",
        "{% call a() %}{% endcall %}",
        "{% do link %}",
        "{% if link * 2 %}{% endif %}",
    ] {
        let found = mistakes_in(&format!("{{{{ link }}}}{bad}"));
        let refused = found.iter().any(|mistake| {
            matches!(
                mistake.kind,
                MistakeKind::NotAvailable(_) | MistakeKind::UnknownVariable(_)
            )
        });
        assert!(refused, "{bad}: {found:?}");
        let own = source("x", bad, "{{ link }}");
        assert!(
            Templates::builtin()
                .render_custom(&welcome(), &own)
                .is_err()
        );
    }
}

#[test]
fn deep_and_endless_sources_are_refused_before_they_are_compiled() {
    for bad in [
        format!("{{{{ link{} }}}}", " | upper".repeat(10_000)),
        format!("{{{{ {}link }}}}", "not ".repeat(10_000)),
        format!("{{{{ {}link }}}}", "(".repeat(10_000)),
        format!("{{{{ link{} }}}}", " and link".repeat(5_000)),
        "{% if link %}".repeat(4_000),
        format!("{{% if link %}}{}", "{% elif link %}".repeat(4_000)),
    ] {
        let found = mistakes_in(&bad);
        assert!(
            found
                .iter()
                .any(|mistake| mistake.kind == MistakeKind::TooLarge),
            "{found:?}"
        );
    }
    assert!(!mistakes_in(&"{{ ".repeat(20_000)).is_empty());
    assert!(!mistakes_in(&"{% if link %}".repeat(400)).is_empty());
}

#[test]
fn mistakes_at_sending_are_named_without_values() {
    let own = source("x", "{{ link }}{{ nope }}", "{{ link }}");
    let error = Templates::builtin()
        .render_custom(&welcome(), &own)
        .unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("html.html cannot be rendered (line 1)"),
        "{shown}"
    );
    assert!(!shown.contains("https://"), "{shown}");
}

proptest::proptest! {
    #[test]
    fn no_source_panics_or_loses_the_link(source_text in "(\\{\\{|\\}\\}|\\{%|%\\}|link|if|endif|block|body|[a-z .|'\"(){}\n#-]){0,40}") {
        let templates = Templates::builtin();
        let own = source("x", &source_text, &source_text);
        if templates.mistakes("en", &own).is_empty() {
            for letter in samples::welcomes("en") {
                let rendered = templates.render_custom(&letter, &own).unwrap();
                let link = letter.content.links()[0].expose();
                proptest::prop_assert!(rendered.html.contains(link) && rendered.text.contains(link));
            }
        }
    }
}
