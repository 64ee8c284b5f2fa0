//! What templates can say: the values of a letter, by the names that template authors use.

use chrono::{DateTime, Datelike, Duration, Utc};
use minijinja::{Value, context};

use crate::letter::{Content, Letter, LinkUrl, RequestedFrom};
use crate::plain_text::one_line;

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

/// All values of a letter. `locale` is the language of the templates that will show them.
pub(crate) fn of_letter(letter: &Letter, locale: &str) -> Value {
    let common = context! {
        kind => letter.content.kind(),
        locale => locale,
        direction => direction(locale),
        sender_name => letter.sender.name.as_deref().map(one_line),
        sender_address => letter.sender.address.as_str(),
        recipient_address => letter.recipient.address.as_str(),
    };
    let content = match &letter.content {
        Content::Welcome(welcome) => context! {
            account_name => one_line(&welcome.account_name),
            display_name => one_line(&welcome.display_name),
            login => one_line(&welcome.login),
            link => link(&welcome.link),
            link_life => life(welcome.link_life),
            requested => requested(&welcome.requested),
            has_password => welcome.has_password,
        },
        Content::Reset(reset) => {
            let links: Vec<Value> = reset
                .links
                .iter()
                .map(|entry| {
                    context! {
                        account_name => one_line(&entry.account_name),
                        login => one_line(&entry.login),
                        link => link(&entry.link),
                    }
                })
                .collect();
            context! {
                links => links,
                link_life => life(reset.link_life),
                requested => requested(&reset.requested),
            }
        }
    };
    context! { ..content, ..common }
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

fn direction(locale: &str) -> &'static str {
    let language = locale
        .split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if RIGHT_TO_LEFT.contains(&language.as_str()) {
        "rtl"
    } else {
        "ltr"
    }
}

/// Escaping would turn every `/` of the URL into `&#x2f;`; [`LinkUrl`] admits no character that
/// means anything to HTML, so the URL is safe as it is.
fn link(link: &LinkUrl) -> Value {
    Value::from_safe_string(link.expose().to_owned())
}

/// Amount and unit apart, so that each language can make its own plural.
fn life(life: Duration) -> Value {
    let minutes = life.num_minutes().max(0);
    let (amount, unit) = match minutes {
        m if m >= 2 * 24 * 60 && m % (24 * 60) == 0 => (m / (24 * 60), "day"),
        m if m >= 60 && m % 60 == 0 => (m / 60, "hour"),
        m => (m, "minute"),
    };
    context! { amount => amount, unit => unit }
}

fn requested(from: &RequestedFrom) -> Value {
    let known = |text: &Option<String>| {
        text.as_deref()
            .map(one_line)
            .filter(|line| !line.is_empty())
    };
    context! {
        platform => known(&from.platform),
        place => known(&from.place),
        by => known(&from.by),
        at => moment(from.at),
    }
}

fn moment(at: DateTime<Utc>) -> Value {
    context! {
        year => at.year(),
        month => at.month(),
        day => at.day(),
        time => at.format("%H:%M").to_string(),
        iso => at.format("%Y-%m-%dT%H:%MZ").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_are_told_in_the_largest_unit_that_is_exact() {
        for (life_of, amount, unit) in [
            (Duration::days(7), 7, "day"),
            (Duration::hours(48), 2, "day"),
            (Duration::hours(24), 24, "hour"),
            (Duration::hours(36), 36, "hour"),
            (Duration::hours(1), 1, "hour"),
            (Duration::minutes(90), 90, "minute"),
            (Duration::minutes(-5), 0, "minute"),
        ] {
            assert_eq!(life(life_of), context! { amount => amount, unit => unit });
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
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(direction("en"), "ltr");
    }
}
