//! Templates that accounts bring: judged when they are saved, and bounded in what they may cost.
//!
//! They see the values of a letter under the names of [`variables`] and may put their HTML into our
//! frame (`{% extends "layout.html" %}`); nothing else of ours, so that they stay good when ours
//! change. A value that is not known (`requested.place`) says nothing and counts as false.

mod scan;

use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, escape_formatter};
use usher_domain::template::{TemplatePart, TemplateText};

use crate::{
    error::MailError,
    letter::Letter,
    samples,
    template_values::language_tag,
    template_words,
    templates::{FUEL, Parts, RenderedMail, template_error, whole_line_blocks},
};

/// How deep a template may nest; the frame needs little.
const MAX_DEPTH: usize = 60;

type Change = fn(&str) -> String;

/// What may be done with a value besides marking it up.
const CHANGES: [(&str, Change); 4] = [
    ("capitalize", capitalized),
    ("lower", str::to_lowercase),
    ("trim", |text| text.trim().to_owned()),
    ("upper", str::to_uppercase),
];

/// Something in a template that keeps it from being saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMistake {
    /// The part it stands in.
    pub part: TemplatePart,
    /// Its line, counted from 1; 0 when it is not at any.
    pub line: usize,
    /// What it is.
    pub kind: MistakeKind,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// It cannot be read.
    Syntax,
    /// There is no value of this name.
    UnknownVariable(String),
    /// A tag, filter or operator that templates of accounts do not have.
    NotAvailable(String),
    /// The password link is not in it.
    LinkMissing,
    /// It has too many or too long tags, or becomes too long.
    TooLarge,
    /// It fails for some readers.
    Fails,
}

impl fmt::Display for MistakeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("the tag cannot be read"),
            Self::UnknownVariable(name) => write!(f, "there is no value named {name}"),
            Self::NotAvailable(what) => write!(f, "{what} cannot be used here"),
            Self::LinkMissing => f.write_str("must contain the password link, {{ link }}"),
            Self::TooLarge => f.write_str("has too many or too long tags, or becomes too long"),
            Self::Fails => f.write_str("cannot be rendered for every reader"),
        }
    }
}

/// The values that a template of an account may say, in alphabetical order.
#[must_use]
pub fn variables() -> &'static [&'static str] {
    &scan::VARIABLES
}

/// What renders the templates of accounts.
#[derive(Debug, Clone)]
pub(crate) struct AccountTemplates {
    environment: Environment<'static>,
}

impl AccountTemplates {
    /// With our frame and what may be done with values.
    pub(crate) fn with_frame(frame: &'static str) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(whole_line_blocks());
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(MAX_DEPTH);
        environment.set_auto_escape_callback(|name| {
            let html = name
                .rsplit_once('.')
                .is_some_and(|(_, kind)| kind == "html");
            if html {
                AutoEscape::Html
            } else {
                AutoEscape::None
            }
        });
        environment.set_formatter(|out, state, value| {
            if value.is_none() {
                return Ok(());
            }
            escape_formatter(out, state, value)
        });
        for (name, change) in CHANGES {
            environment.add_filter(name, move |value: &Value| {
                if value.is_none() {
                    return value.clone();
                }
                change(&value.to_string()).into()
            });
        }
        template_words::add_markup_to(&mut environment);
        environment
            .add_template(scan::FRAME, frame)
            .expect("a built-in template does not parse");
        Self { environment }
    }

    /// Renders a letter. The source was judged when it was saved; it is looked through again, since
    /// what an older version admitted may have been forbidden for good reason.
    pub(crate) fn render(
        &self,
        letter: &Letter,
        source: &TemplateText,
    ) -> Result<RenderedMail, MailError> {
        let [subject, html, text] = TemplatePart::ALL.map(|part| {
            let name = name(part);
            let found = scan::scan(part, source.part(part), whole_line_blocks());
            if let Some(mistake) = found.first() {
                return Err(MailError::Template {
                    template: name.to_owned(),
                    line: mistake.line,
                    reason: mistake.kind.to_string(),
                });
            }
            self.environment
                .template_from_named_str(name, source.part(part))
                .map_err(|error| template_error(name, &error))
        });
        let parts = Parts {
            subject: subject?,
            text: text?,
            html: html?,
        };
        parts.render(letter, &language_tag(&letter.locale))
    }

    /// Everything that keeps a template from being saved; it is rendered for readers of each kind.
    pub(crate) fn mistakes(&self, locale: &str, source: &TemplateText) -> Vec<TemplateMistake> {
        let mut mistakes = Vec::new();
        for part in TemplatePart::ALL {
            let found = scan::scan(part, source.part(part), whole_line_blocks());
            let readable = found.is_empty();
            mistakes.extend(found);
            let compiled = self
                .environment
                .template_from_named_str(name(part), if readable { source.part(part) } else { "" });
            mistakes.extend(compiled.err().map(|error| TemplateMistake {
                part,
                line: error.line().unwrap_or(0),
                kind: MistakeKind::Syntax,
            }));
        }
        if !mistakes.is_empty() {
            return mistakes;
        }
        for letter in samples::welcomes(locale) {
            for part in [TemplatePart::Html, TemplatePart::Text] {
                // One part at a time, so that a link missing in both is told of both.
                let other = TemplatePart::ALL.map(|own| {
                    if own == part || own == TemplatePart::Subject {
                        source.part(own).to_owned()
                    } else {
                        "{{ link }}".to_owned()
                    }
                });
                let [subject, html, text] = other;
                let alone = TemplateText {
                    subject,
                    html,
                    text,
                };
                let found = self.render(&letter, &alone).err();
                let found = found.map(|error| of_rendering(part, &error));
                mistakes.extend(found.filter(|mistake| !mistakes.contains(mistake)));
            }
            if !mistakes.is_empty() {
                break;
            }
        }
        mistakes
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(chars).collect()
}

const fn name(part: TemplatePart) -> &'static str {
    match part {
        TemplatePart::Subject => "subject.txt",
        TemplatePart::Html => "html.html",
        TemplatePart::Text => "text.txt",
    }
}

fn of_rendering(part: TemplatePart, error: &MailError) -> TemplateMistake {
    let (at, line, kind) = match error {
        MailError::LinkMissing { .. } => (part, 0, MistakeKind::LinkMissing),
        MailError::TooLarge => (part, 0, MistakeKind::TooLarge),
        MailError::Template { template, line, .. } => {
            let at = TemplatePart::ALL
                .into_iter()
                .find(|part| name(*part) == template);
            (at.unwrap_or(part), *line, MistakeKind::Fails)
        }
        _ => (part, 0, MistakeKind::Fails),
    };
    TemplateMistake {
        part: at,
        line,
        kind,
    }
}

#[cfg(test)]
mod tests;
