//! Days and instants as a language writes them. Always UTC: the server does not know where the reader
//! is, and a wrong local time is worse than a clear universal one.

use chrono::{DateTime, Locale, Utc};

use crate::language::Language;

/// `21 Nov 2026, 21:41 UTC`.
#[must_use]
pub fn instant(language: Language, at: DateTime<Utc>) -> String {
    let comma = match language {
        Language::Arabic => '،',
        Language::English | Language::German | Language::Portuguese => ',',
    };
    format!("{}{comma} {} UTC", day(language, at), at.format("%H:%M"))
}

/// `21 Nov 2026`.
#[must_use]
pub fn day(language: Language, at: DateTime<Utc>) -> String {
    let pattern = match language {
        Language::English => "%-d %b %Y",
        Language::Arabic => "%-d %B %Y",
        Language::German => "%-d. %b %Y",
        Language::Portuguese => "%-d de %b de %Y",
    };
    at.format_localized(pattern, locale(language)).to_string()
}

/// `21 Nov`.
#[must_use]
pub fn month_day(language: Language, at: DateTime<Utc>) -> String {
    let pattern = match language {
        Language::English => "%-d %b",
        Language::Arabic => "%-d %B",
        Language::German => "%-d. %b",
        Language::Portuguese => "%-d de %b",
    };
    at.format_localized(pattern, locale(language)).to_string()
}

const fn locale(language: Language) -> Locale {
    match language {
        Language::English => Locale::en_GB,
        Language::German => Locale::de_DE,
        Language::Portuguese => Locale::pt_PT,
        Language::Arabic => Locale::ar_EG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_a_day_in_its_own_way() {
        let at = DateTime::from_timestamp(1_771_023_600, 0).expect("an instant");
        assert_eq!(instant(Language::English, at), "13 Feb 2026, 23:00 UTC");
        assert_eq!(instant(Language::German, at), "13. Feb 2026, 23:00 UTC");
        assert_eq!(
            instant(Language::Portuguese, at),
            "13 de fev de 2026, 23:00 UTC"
        );
        assert_eq!(instant(Language::Arabic, at), "13 فبراير 2026، 23:00 UTC");
        assert_eq!(month_day(Language::German, at), "13. Feb");
    }
}
