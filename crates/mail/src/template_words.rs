//! What templates speak with: messages in the reader's language, and what keeps names in their place.
//!
//! The same expressions serve the HTML and the text part: which of them is being rendered decides
//! about escaping and markup.

use minijinja::{
    AutoEscape, Environment, Error, State, Value,
    value::{Kwargs, ValueKind},
};
use usher_i18n::Language;

use crate::{
    phrases::Phrases,
    plain_text::wrapped,
    skeletons::{WITH_MARKS, paragraph},
};

/// Adds `t(key, name = value)` and the filters `isolated`, `ltr`, `strong` and `wrap`.
pub(crate) fn add_to(environment: &mut Environment<'_>) {
    let phrases = Phrases::default();
    environment.add_function(
        "t",
        move |state: &State<'_, '_>, key: &str, values: Kwargs| say(&phrases, state, key, &values),
    );
    environment.add_filter("wrap", |state: &State<'_, '_>, text: &str| {
        if state.lookup(WITH_MARKS).is_some() {
            paragraph(text)
        } else {
            wrapped(text)
        }
    });
    add_markup_to(environment);
}

/// Adds the filters `isolated`, `ltr` and `strong`, which are markup in HTML and nothing in text.
pub(crate) fn add_markup_to(environment: &mut Environment<'_>) {
    environment.add_filter("isolated", |state: &State<'_, '_>, value: &Value| {
        dressed(state, value, isolated)
    });
    environment.add_filter("ltr", |state: &State<'_, '_>, value: &Value| {
        dressed(state, value, |text| {
            format!("<bdi dir=\"ltr\">{}</bdi>", escaped(text))
        })
    });
    environment.add_filter("strong", |state: &State<'_, '_>, value: &Value| {
        let inner = if value.is_safe() {
            value.to_string()
        } else {
            escaped(&value.to_string())
        };
        if is_html(state) && !value.is_none() {
            Value::from_safe_string(format!("<strong>{inner}</strong>"))
        } else {
            value.clone()
        }
    });
}

/// The message of a key in the language of the mail. In HTML its values are escaped and isolated,
/// unless they are markup of ours already.
///
/// # Errors
///
/// For a key that nobody says, and a value that the message needs and was not given.
fn say(
    phrases: &Phrases,
    state: &State<'_, '_>,
    key: &str,
    values: &Kwargs,
) -> Result<Value, Error> {
    let mut numbers = Vec::new();
    let (mut slots, mut texts) = (Vec::new(), Vec::new());
    for name in values.args() {
        let value: Value = values.get(name)?;
        if value.kind() == ValueKind::Number {
            numbers.push((name, i64::try_from(value)?));
        } else {
            slots.push(name);
            texts.push(dressed(state, &value, isolated));
        }
    }
    let phrase = phrases.find(language(state), key, &slots, &numbers)?;
    let html = is_html(state);
    let mut said = String::with_capacity(256);
    for piece in &phrase.pieces {
        said.push_str(if html { &piece.html } else { &piece.text });
        let value = piece.slot.and_then(|slot| texts.get(slot));
        said.push_str(value.and_then(Value::as_str).unwrap_or_default());
    }
    Ok(if html {
        Value::from_safe_string(said)
    } else {
        said.into()
    })
}

/// The language of the words: the nearest to the mail's own.
fn language(state: &State<'_, '_>) -> Language {
    let locale = state.lookup("locale");
    locale
        .as_ref()
        .and_then(Value::as_str)
        .and_then(usher_i18n::nearest)
        .unwrap_or_default()
}

fn is_html(state: &State<'_, '_>) -> bool {
    matches!(state.auto_escape(), AutoEscape::Html)
}

/// A value as it may stand in the part that is being rendered: in HTML dressed, in text plain.
fn dressed(state: &State<'_, '_>, value: &Value, dress: impl Fn(&str) -> String) -> Value {
    // What is not known stays that, so that nothing is said of it.
    if value.is_none() {
        return value.clone();
    }
    let text = value.to_string();
    if !is_html(state) {
        text.into()
    } else if value.is_safe() {
        Value::from_safe_string(text)
    } else {
        Value::from_safe_string(dress(&text))
    }
}

/// A name that takes no part in the direction of the sentence around it.
fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

pub(crate) fn push_escaped(text: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, behind) = rest.split_at(at);
        let (special, after) = behind.split_at(1);
        text.push_str(plain);
        text.push_str(match special {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            _ => "&#x27;",
        });
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    fn rendered(name: &str, source: &str, locale: &str) -> Result<String, Error> {
        let mut environment = Environment::new();
        add_to(&mut environment);
        let values = context! {
            locale,
            name => "<b>\"Eve\" {$x}\u{e001}",
            safe => Value::from_safe_string("<i>x</i>".to_owned()),
        };
        environment
            .template_from_named_str(name, source)?
            .render(values)
    }

    #[test]
    fn names_are_escaped_and_isolated_in_html_and_plain_in_text() {
        let source = r#"{{ t("mail-footer", sender = name, recipient = safe) }}"#;
        assert_eq!(
            rendered("x.html", source, "en").unwrap(),
            "Sent by <bdi>&lt;b&gt;&quot;Eve&quot; {$x}\u{e001}</bdi> to <i>x</i>"
        );
        assert_eq!(
            rendered("x.txt", source, "de-AT").unwrap(),
            "Gesendet von <b>\"Eve\" {$x}\u{e001} an <i>x</i>"
        );
    }

    #[test]
    fn numbers_take_part_in_plurals() {
        let source = r#"{{ t("mail-days", count = 1) }}, {{ t("mail-days", count = 2) }}"#;
        assert_eq!(rendered("x.txt", source, "en").unwrap(), "1 day, 2 days");
        assert_eq!(rendered("x.html", source, "ar").unwrap(), "يوم واحد, يومين");
    }

    #[test]
    fn a_language_that_is_not_spoken_is_english() {
        let source = r#"{{ t("mail-hello") }}"#;
        for locale in ["xx", "", "../../etc", "EN-gb"] {
            assert_eq!(rendered("x.txt", source, locale).unwrap(), "Hello,");
        }
    }

    #[test]
    fn filters_are_markup_in_html_and_nothing_in_text() {
        let source = "{{ name | ltr }}{{ safe | isolated }}{{ safe | strong }}{{ '<' | strong }}";
        assert_eq!(
            rendered("x.html", source, "en").unwrap(),
            "<bdi dir=\"ltr\">&lt;b&gt;&quot;Eve&quot; {$x}\u{e001}</bdi><i>x</i>\
             <strong><i>x</i></strong><strong>&lt;</strong>"
        );
        assert_eq!(
            rendered("x.txt", source, "en").unwrap(),
            "<b>\"Eve\" {$x}\u{e001}<i>x</i><i>x</i><"
        );
    }

    #[test]
    fn a_key_that_nobody_says_and_a_value_that_lacks_are_mistakes() {
        let unknown = ["mail-nope", "mail-footer"];
        for key in unknown {
            let source = format!("{{{{ t('{key}') }}}}");
            assert!(rendered("x.txt", &source, "en").is_err(), "{key}");
        }
    }
}
