//! Letters become words: subject, text and HTML from templates.
//!
//! The built-in templates lie in `templates/<language>/`; a further language is a further folder
//! and its lines in `BUILTIN`. Accounts may bring their own texts ([`TemplateSource`]), which see
//! the same values and are bounded in what they may cost.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, Template, UndefinedBehavior, Value, context};

use crate::error::MailError;
use crate::letter::Letter;
use crate::plain_text::one_line;
use crate::template_values::{language_tag, of_letter};

/// The language of last resort; every kind of message has it.
pub const FALLBACK_LOCALE: &str = "en";

/// The languages that have built-in templates.
pub const LOCALES: [&str; 1] = [FALLBACK_LOCALE];

/// Instructions a template may run: a hundred times what the built-in ones need.
const FUEL: u64 = 100_000;

/// The largest part that is sent. Gmail clips messages beyond 102 kB.
const MAX_PART_BYTES: usize = 256 * 1024;

/// Templates by name; the extension decides about escaping.
const BUILTIN: [(&str, &str); 10] = [
    ("layout.html", include_str!("../templates/layout.html")),
    ("link.html", include_str!("../templates/link.html")),
    (
        "en/requested.html",
        include_str!("../templates/en/requested.html"),
    ),
    (
        "en/requested.txt",
        include_str!("../templates/en/requested.txt"),
    ),
    (
        "en/welcome.subject.txt",
        include_str!("../templates/en/welcome.subject.txt"),
    ),
    (
        "en/welcome.txt",
        include_str!("../templates/en/welcome.txt"),
    ),
    (
        "en/welcome.html",
        include_str!("../templates/en/welcome.html"),
    ),
    (
        "en/reset.subject.txt",
        include_str!("../templates/en/reset.subject.txt"),
    ),
    ("en/reset.txt", include_str!("../templates/en/reset.txt")),
    ("en/reset.html", include_str!("../templates/en/reset.html")),
];

/// The templates of all messages, parsed once.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
}

/// An account's own template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSource {
    /// Gives the subject; line breaks become spaces.
    pub subject: String,
    /// Gives the text part; nothing is escaped.
    pub text: String,
    /// Gives the HTML part; values are escaped. May extend `layout.html`.
    pub html: String,
}

/// A letter in words. It contains the link, so it is a secret and lives only until it is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RenderedMail([redacted])")
    }
}

impl Templates {
    /// The templates that come with Usher.
    ///
    /// # Panics
    ///
    /// Never for a build whose tests passed: the templates are part of the binary.
    #[must_use]
    pub fn builtin() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(whole_line_blocks());
        environment.set_fuel(Some(FUEL));
        for (name, source) in BUILTIN {
            environment
                .add_template(name, source)
                .expect("a built-in template does not parse");
        }
        Self { environment }
    }

    /// Renders a letter with the built-in templates of the nearest language.
    ///
    /// # Errors
    ///
    /// [`MailError::Template`] and [`MailError::LinkMissing`] would be mistakes in a template.
    pub fn render(&self, letter: &Letter) -> Result<RenderedMail, MailError> {
        let locale = nearest_locale(&letter.locale);
        let kind = letter.content.kind();
        let template = |extension: &str| {
            let name = format!("{locale}/{kind}.{extension}");
            self.environment
                .get_template(&name)
                .map_err(|error| template_error(&name, &error))
        };
        let parts = Parts {
            subject: template("subject.txt")?,
            text: template("txt")?,
            html: template("html")?,
        };
        parts.render(letter, locale)
    }

    /// Renders a letter with an account's own template.
    ///
    /// # Errors
    ///
    /// [`MailError::Template`] when it has a mistake, uses a value this kind of letter does not
    /// have, or runs too long; [`MailError::LinkMissing`] when a part forgets the link.
    pub fn render_custom(
        &self,
        letter: &Letter,
        source: &TemplateSource,
    ) -> Result<RenderedMail, MailError> {
        let template = |name: &'static str, text| {
            self.environment
                .template_from_named_str(name, text)
                .map_err(|error| template_error(name, &error))
        };
        let parts = Parts {
            subject: template("subject.txt", &source.subject)?,
            text: template("text.txt", &source.text)?,
            html: template("html.html", &source.html)?,
        };
        parts.render(letter, &language_tag(&letter.locale))
    }
}

/// The language that a letter for `locale` is written in: `de-AT` gives `de` if there are German
/// templates, and English if not.
#[must_use]
pub fn nearest_locale(locale: &str) -> &'static str {
    let tag = language_tag(locale).to_ascii_lowercase();
    let language = tag.split('-').next().unwrap_or_default();
    let find = |wanted: &str| {
        LOCALES
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(wanted))
    };
    find(&tag)
        .or_else(|| find(language))
        .unwrap_or(FALLBACK_LOCALE)
}

/// Lines that hold only a tag leave no empty line behind.
fn whole_line_blocks() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    syntax.build().expect("the default delimiters are valid")
}

struct Parts<'a> {
    subject: Template<'a, 'a>,
    text: Template<'a, 'a>,
    html: Template<'a, 'a>,
}

impl Parts<'_> {
    fn render(&self, letter: &Letter, locale: &str) -> Result<RenderedMail, MailError> {
        let values = of_letter(letter, locale);
        let subject = one_line(&render(&self.subject, &values)?);
        let text = tidy_lines(&render(&self.text, &values)?);
        let html = render(&self.html, &context! { subject => &subject, ..values })?;
        for (part, rendered) in [("text", &text), ("html", &html)] {
            if rendered.len() > MAX_PART_BYTES {
                return Err(MailError::TooLarge);
            }
            // A password mail without its link is worse than none.
            if !letter
                .content
                .links()
                .iter()
                .all(|link| rendered.contains(link.expose()))
            {
                return Err(MailError::LinkMissing { part });
            }
        }
        Ok(RenderedMail {
            subject,
            text,
            html,
        })
    }
}

fn render(template: &Template<'_, '_>, values: &Value) -> Result<String, MailError> {
    template
        .render(values)
        .map_err(|error| template_error(template.name(), &error))
}

/// Keeps the kind of mistake and its line. minijinja's detail may quote values.
fn template_error(name: &str, error: &minijinja::Error) -> MailError {
    let reason = match error.kind() {
        ErrorKind::SyntaxError => error.detail().unwrap_or("syntax error").to_owned(),
        kind => kind.to_string(),
    };
    MailError::Template {
        template: error.name().unwrap_or(name).to_owned(),
        line: error.line().unwrap_or(0),
        reason,
    }
}

/// Template tags leave blanks at line ends and runs of empty lines behind.
fn tidy_lines(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Content;
    use crate::samples::samples;

    fn welcome() -> Letter {
        samples().remove(0).1
    }

    fn source(subject: &str, text: &str, html: &str) -> TemplateSource {
        TemplateSource {
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: html.to_owned(),
        }
    }

    #[test]
    fn every_language_has_every_template() {
        let templates = Templates::builtin();
        for locale in LOCALES {
            for (_, letter) in samples() {
                let letter = Letter {
                    locale: locale.to_owned(),
                    ..letter
                };
                templates.render(&letter).unwrap();
            }
        }
    }

    #[test]
    fn an_unknown_language_falls_back_to_english() {
        for locale in ["xx", "", "tlh-Latn", "../../etc", "EN-gb"] {
            assert_eq!(nearest_locale(locale), "en");
        }
    }

    #[test]
    fn the_link_is_the_same_bytes_in_text_and_html() {
        let rendered = Templates::builtin().render(&welcome()).unwrap();
        let letter = welcome();
        let link = letter.content.links()[0].expose().to_owned();
        assert!(rendered.text.contains(&format!("\n{link}\n")));
        assert_eq!(
            rendered.html.matches(&format!("href=\"{link}\"")).count(),
            2
        );
        assert!(!rendered.html.contains("&#x2f;welcome"));
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
        for (name, letter) in samples() {
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
        let endless =
            "{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}";
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
}
