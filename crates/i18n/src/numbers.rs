//! Numbers as a language writes them.

use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::language::Language;

/// What a bundle writes numbers with.
pub(crate) type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// The formatter of a language.
pub(crate) fn formatter(language: Language) -> Formatter {
    match language {
        Language::English | Language::Arabic => |value, _| whole(value, ','),
        Language::German | Language::Portuguese => |value, _| whole(value, '.'),
    }
}

/// A whole number with its digits in groups of three.
fn whole(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let digits = number.as_string();
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", &*digits), |rest| ("-", rest));
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
        ] {
            assert_eq!(whole(&number.into(), ',').as_deref(), Some(expected));
        }
        assert_eq!(whole(&"x".into(), ','), None);
    }
}
