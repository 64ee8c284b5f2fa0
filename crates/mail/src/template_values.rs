//! What templates can say: the values of a letter, by the names that template authors use.

use std::collections::BTreeMap;

use chrono::Duration;
use minijinja::{Value, context};
use usher_i18n::instant;

use crate::accent::Scheme;
use crate::letter::{AccountLink, Content, Letter, LinkUrl, RequestedFrom, Requester};
use crate::plain_text::one_line;

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

/// What every text is set in: the reader's own system font.
const FONT: &str = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',\
    'Helvetica Neue',Arial,sans-serif;";

/// All values of a letter but its subject, in one flat map: templates look values up hundreds of times.
/// `locale` is the language of the templates that will show them.
pub(crate) fn of_letter(letter: &Letter, locale: &str) -> BTreeMap<&'static str, Value> {
    let (direction, start, end) = if is_right_to_left(locale) {
        ("rtl", "right", "left")
    } else {
        ("ltr", "left", "right")
    };
    let mut values = BTreeMap::from([
        ("kind", letter.content.kind().into()),
        ("locale", locale.into()),
        ("direction", direction.into()),
        ("start", start.into()),
        ("end", end.into()),
        ("font", Value::from_safe_string(FONT.to_owned())),
        ("light", scheme(&Scheme::light(letter.accent))),
        ("dark", scheme(&Scheme::dark(letter.accent))),
        ("letterhead", letterhead(letter).into()),
        (
            "sender_name",
            letter.sender.name.as_deref().map(one_line).into(),
        ),
        ("sender_address", letter.sender.address.as_str().into()),
        (
            "recipient_address",
            letter.recipient.address.as_str().into(),
        ),
    ]);
    match &letter.content {
        Content::Welcome(welcome) => values.extend([
            ("account_name", one_line(&welcome.account_name).into()),
            ("display_name", one_line(&welcome.display_name).into()),
            ("login", one_line(&welcome.login).into()),
            ("link", link(&welcome.link)),
            ("link_life", life(welcome.link_life, locale)),
            ("requested", requested(&welcome.requested, locale)),
            ("has_password", welcome.has_password.into()),
        ]),
        Content::Reset(reset) => values.extend([
            (
                "links",
                reset.links.iter().map(account_link).collect::<Value>(),
            ),
            ("link_life", life(reset.link_life, locale)),
            ("requested", requested(&reset.requested, locale)),
            ("has_password", reset.has_password.into()),
        ]),
        Content::Test(test) => values.extend([
            ("provider", one_line(&test.provider).into()),
            ("requested", requested(&test.requested, locale)),
        ]),
    }
    values
}

fn account_link(entry: &AccountLink) -> Value {
    context! {
        account_name => one_line(&entry.account_name),
        login => one_line(&entry.login),
        link => link(&entry.link),
    }
}

/// The language tag as `lang` may carry it: the text comes from outside.
pub(crate) fn language_tag(locale: &str) -> String {
    let tag: String = locale
        .chars()
        .map(|c| if c == '_' { '-' } else { c })
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(35)
        .collect();
    if tag.is_empty() { "en".to_owned() } else { tag }
}

fn is_right_to_left(locale: &str) -> bool {
    let language = locale.split('-').next().unwrap_or_default();
    RIGHT_TO_LEFT
        .iter()
        .any(|known| known.eq_ignore_ascii_case(language))
}

/// Whose name stands on top: the account's, or the sender's where a mail is about several or none.
fn letterhead(letter: &Letter) -> Option<String> {
    let account = match &letter.content {
        Content::Welcome(welcome) => Some(&welcome.account_name),
        Content::Reset(reset) => match reset.links.as_slice() {
            [only] => Some(&only.account_name),
            _ => None,
        },
        Content::Test(_) => None,
    };
    account
        .or(letter.sender.name.as_ref())
        .map(|name| one_line(name))
}

fn scheme(scheme: &Scheme) -> Value {
    context! {
        button => scheme.button.to_string(),
        label => scheme.label.to_string(),
        edge => scheme.edge.to_string(),
        link => scheme.link.to_string(),
        bar => scheme.bar.to_string(),
    }
}

/// Escaping would turn every `/` of the URL into `&#x2f;`; [`LinkUrl`] admits no character that
/// means anything to HTML, so the URL is safe as it is.
fn link(link: &LinkUrl) -> Value {
    Value::from_safe_string(link.expose().to_owned())
}

/// Amount and unit apart, so that each language can make its own plural, and both in the language of
/// the mail. Begun hours do not count: a link must not end before the reader was told so.
fn life(life: Duration, locale: &str) -> Value {
    let hours = life.num_hours().max(0);
    let (amount, unit, key) = if hours >= 48 && hours % 24 == 0 {
        (hours / 24, "day", "mail-days")
    } else {
        (hours, "hour", "mail-hours")
    };
    let language = usher_i18n::nearest(locale).unwrap_or_default();
    let text = usher_i18n::text_with(language, key, &[("count", amount.into())]);
    context! { amount, unit, text }
}

fn requested(from: &RequestedFrom, locale: &str) -> Value {
    let known = |text: Option<&String>| {
        text.map(|text| one_line(text))
            .filter(|line| !line.is_empty())
    };
    let (by, kind) = match &from.by {
        Requester::Named(name) => (known(Some(name)), "named"),
        Requester::LinkHolder => (None, "holder"),
        Requester::Visitor => (None, "visitor"),
        Requester::System => (None, "system"),
    };
    let language = usher_i18n::nearest(locale).unwrap_or_default();
    let platform = from.platform.as_ref();
    context! {
        program => known(platform.map(|platform| &platform.program)),
        system => known(platform.and_then(|platform| platform.system.as_ref())),
        place => known(from.place.as_ref()),
        by,
        kind,
        at => instant(language, from.at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_are_told_in_the_largest_unit_that_is_exact() {
        for (life_of, amount, unit, text) in [
            (Duration::days(7), 7, "day", "7 days"),
            (Duration::hours(48), 2, "day", "2 days"),
            (Duration::hours(24), 24, "hour", "24 hours"),
            (Duration::hours(36), 36, "hour", "36 hours"),
            (Duration::hours(1), 1, "hour", "1 hour"),
            (Duration::minutes(90), 1, "hour", "1 hour"),
            (Duration::minutes(-5), 0, "hour", "0 hours"),
        ] {
            let told = life(life_of, "en");
            assert_eq!(
                told,
                context! { amount => amount, unit => unit, text => text }
            );
        }
    }

    #[test]
    fn language_tags_carry_nothing_but_a_language() {
        for (locale, tag) in [
            ("de_AT", "de-AT"),
            ("", "en"),
            ("he\"><script>", "he"),
            ("ü", "en"),
        ] {
            assert_eq!(language_tag(locale), tag);
        }
        assert!(is_right_to_left("AR-EG"));
        assert!(!is_right_to_left("en"));
    }
}
