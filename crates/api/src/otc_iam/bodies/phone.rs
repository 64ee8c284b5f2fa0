//! Telephone numbers, which it keeps in two parts: the code of the country and the rest.

use usher_domain::names::Phone;

use crate::otc_iam::errors::UserError;

/// Puts a number together from its parts, which go together: `0049` and `151234567` are
/// `+49 151234567`. Empty parts count as absent.
pub(super) fn join(
    areacode: Option<&str>,
    phone: Option<&str>,
) -> Result<Option<Phone>, UserError> {
    let given = |text: Option<&str>| text.map(str::to_owned).filter(|text| !text.is_empty());
    let (areacode, phone) = match (given(areacode), given(phone)) {
        (None, None) => return Ok(None),
        (Some(areacode), Some(phone)) => (areacode, phone),
        _ => return Err(UserError::HalfAPhone),
    };
    let country = areacode.trim_start_matches('+').trim_start_matches("00");
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(country) || country.len() > 4 || !all_digits(&phone) {
        return Err(UserError::InvalidPhone);
    }
    let number = Phone::parse(&format!("+{country} {phone}"));
    number.map(Some).map_err(|_| UserError::InvalidPhone)
}

/// Takes a number apart. One that was not put together here is told whole, as a number without the
/// code of a country.
pub(super) fn split(phone: Option<&Phone>) -> (String, String) {
    let Some(text) = phone.map(Phone::as_str) else {
        return (String::new(), String::new());
    };
    let international = text
        .strip_prefix('+')
        .and_then(|rest| rest.split_once(' '))
        .filter(|(country, _)| country.bytes().all(|b| b.is_ascii_digit()));
    match international {
        Some((country, rest)) => (format!("00{country}"), rest.to_owned()),
        None => (String::new(), text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_comes_apart_the_same() {
        for areacode in ["0049", "+49", "49"] {
            let phone = join(Some(areacode), Some("151234567")).ok().flatten();
            assert_eq!(phone.as_ref().map(Phone::as_str), Some("+49 151234567"));
            let parts = ("0049".to_owned(), "151234567".to_owned());
            assert_eq!(split(phone.as_ref()), parts);
        }
        let parts = split(Phone::parse("(0228) 1234").ok().as_ref());
        assert_eq!(parts, (String::new(), "(0228) 1234".to_owned()));
    }

    #[test]
    fn half_a_number_and_no_number_are_told_apart() {
        assert!(matches!(join(Some(""), None), Ok(None)));
        for (areacode, phone) in [
            (Some("0049"), None),
            (None, Some("1")),
            (Some("49"), Some("")),
        ] {
            assert!(matches!(join(areacode, phone), Err(UserError::HalfAPhone)));
        }
        let long = "1".repeat(40);
        for (areacode, phone) in [
            ("0049", "a"),
            ("x", "1"),
            ("00", "1"),
            ("12345", "1"),
            ("1", &long),
        ] {
            let joined = join(Some(areacode), Some(phone));
            assert!(
                matches!(joined, Err(UserError::InvalidPhone)),
                "{areacode} {phone}"
            );
        }
    }
}
