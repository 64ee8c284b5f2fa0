//! Letters become words: subject, text and HTML from templates.
//!
//! The built-in templates lie in `templates/` and give every mail its structure; their words are
//! messages (`usher_i18n`) that they say with `t(key, name = value)` in the language of the
//! letter. Accounts may bring their own ([`crate::account_templates`]), which see the same values.

use std::{collections::BTreeMap, fmt, sync::Arc};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, Template, UndefinedBehavior, Value};
use usher_domain::template::TemplateText;
use usher_i18n::Language;

use crate::account_templates::{AccountTemplates, TemplateMistake};
use crate::error::MailError;
use crate::letter::{Content, Letter, Welcome};
use crate::plain_text::one_line;
use crate::skeletons::{self, Skeleton, Skeletons};
use crate::template_values::of_letter;
use crate::template_words;

/// The languages that mails are written in, as tags.
pub const LANGUAGES: [&str; 4] = [
    Language::English.tag(),
    Language::German.tag(),
    Language::Portuguese.tag(),
    Language::Arabic.tag(),
];

/// Instructions a template may run: a hundred times what the built-in ones need.
pub(crate) const FUEL: u64 = 100_000;

/// The largest part that is sent. Gmail clips messages beyond 102 kB.
const MAX_PART_BYTES: usize = 256 * 1024;

macro_rules! builtin {
    ($($name:literal)+) => {
        [$(($name, include_str!(concat!("../templates/", $name)))),+]
    };
}

/// Templates by name; the extension decides about escaping.
const BUILTIN: &[(&str, &str)] = &builtin! {
    "layout.html" "link.html" "facts.html" "account.html" "requested.html" "unexpected.html"
    "account.txt" "requested.txt" "footer.txt"
    "welcome.subject.txt" "welcome.txt" "welcome.html"
    "reset.subject.txt" "reset.txt" "reset.html"
    "test.subject.txt" "test.txt" "test.html"
};

/// The templates of all messages, parsed once.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
    of_accounts: AccountTemplates,
    skeletons: Arc<Skeletons>,
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
        template_words::add_to(&mut environment);
        for (name, source) in BUILTIN {
            environment
                .add_template(name, source)
                .expect("a built-in template does not parse");
        }
        let frame = include_str!("../templates/layout.html");
        Self {
            environment,
            of_accounts: AccountTemplates::with_frame(frame),
            skeletons: Arc::default(),
        }
    }

    /// Renders a letter with the built-in templates, in the nearest language.
    ///
    /// # Errors
    ///
    /// [`MailError::Template`] and [`MailError::LinkMissing`] would be mistakes in a template.
    pub fn render(&self, letter: &Letter) -> Result<RenderedMail, MailError> {
        let locale = spoken([letter.locale.as_str()]);
        let parts = self.parts(letter.content.kind())?;
        let skeleton = || parts.skeleton(letter, locale);
        match (
            self.skeletons.find(letter, locale, skeleton)?,
            &letter.content,
        ) {
            (Some(skeleton), Content::Welcome(welcome)) => filled(&skeleton, letter, welcome),
            _ => parts.render(letter, locale),
        }
    }

    /// The built-in templates of a kind of letter.
    fn parts(&self, kind: &str) -> Result<Parts<'_>, MailError> {
        let template = |extension: &str| {
            let name = format!("{kind}.{extension}");
            self.environment
                .get_template(&name)
                .map_err(|error| template_error(&name, &error))
        };
        Ok(Parts {
            subject: template("subject.txt")?,
            text: template("txt")?,
            html: template("html")?,
        })
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
        source: &TemplateText,
    ) -> Result<RenderedMail, MailError> {
        self.of_accounts.render(letter, source)
    }

    /// What keeps an account's own template from being saved: what cannot be read, what is not
    /// known, a forgotten link. Welcome emails to readers of each kind are rendered with it.
    #[must_use]
    pub fn mistakes(&self, locale: &str, source: &TemplateText) -> Vec<TemplateMistake> {
        self.of_accounts.mistakes(locale, source)
    }
}

/// The first language of these that Usher speaks (`de` for `de-AT`), or English.
#[must_use]
pub fn spoken<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    let first = wanted.into_iter().find_map(usher_i18n::nearest);
    first.unwrap_or_default().tag()
}

/// Lines that hold only a tag leave no empty line behind, and an included file is its lines.
pub(crate) fn whole_line_blocks() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true);
    syntax.build().expect("the default delimiters are valid")
}

/// The compiled parts of one mail.
pub(crate) struct Parts<'a> {
    pub(crate) subject: Template<'a, 'a>,
    pub(crate) text: Template<'a, 'a>,
    pub(crate) html: Template<'a, 'a>,
}

impl Parts<'_> {
    /// Says a letter in the language of `locale`.
    pub(crate) fn render(&self, letter: &Letter, locale: &str) -> Result<RenderedMail, MailError> {
        let rendered = self.render_values(of_letter(letter, locale))?;
        checked(letter, tidy(rendered))
    }

    /// A letter with marks in place of what belongs to its reader.
    fn skeleton(&self, letter: &Letter, locale: &str) -> Result<Skeleton, MailError> {
        let mut values = of_letter(letter, locale);
        values.extend(skeletons::marks());
        let rendered = self.render_values(values)?;
        Ok(Skeleton {
            subject: rendered.subject,
            text: skeletons::parts(&rendered.text),
            html: skeletons::parts(&rendered.html),
        })
    }

    fn render_values(
        &self,
        mut values: BTreeMap<&'static str, Value>,
    ) -> Result<RenderedMail, MailError> {
        values.insert("subject", "".into());
        let subject = one_line(&render(&self.subject, &Value::from(values.clone()))?);
        values.insert("subject", subject.as_str().into());
        let values = Value::from(values);
        Ok(RenderedMail {
            subject,
            text: render(&self.text, &values)?,
            html: render(&self.html, &values)?,
        })
    }
}

fn filled(
    skeleton: &Skeleton,
    letter: &Letter,
    welcome: &Welcome,
) -> Result<RenderedMail, MailError> {
    let (text, html) = skeletons::values(letter, welcome);
    let mail = RenderedMail {
        subject: skeleton.subject.clone(),
        text: skeletons::fill(&skeleton.text, &text),
        html: skeletons::fill(&skeleton.html, &html),
    };
    checked(letter, tidy(mail))
}

fn tidy(mail: RenderedMail) -> RenderedMail {
    RenderedMail {
        text: tidy_lines(&mail.text),
        ..mail
    }
}

fn checked(letter: &Letter, mail: RenderedMail) -> Result<RenderedMail, MailError> {
    for (part, rendered) in [("text", &mail.text), ("html", &mail.html)] {
        if rendered.len() > MAX_PART_BYTES {
            return Err(MailError::TooLarge);
        }
        // A password mail without its link is worse than none.
        let links = letter.content.links();
        if !links.iter().all(|link| rendered.contains(link.expose())) {
            return Err(MailError::LinkMissing { part });
        }
    }
    Ok(mail)
}

fn render(template: &Template<'_, '_>, values: &Value) -> Result<String, MailError> {
    template
        .render(values)
        .map_err(|error| template_error(template.name(), &error))
}

/// Keeps the kind of mistake and its line. minijinja's detail may quote values.
pub(crate) fn template_error(name: &str, error: &minijinja::Error) -> MailError {
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
mod tests;
