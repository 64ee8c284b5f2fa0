//! Instants and spans of time as people read them. Always UTC: the server does not know where the
//! reader is, and a wrong local time is worse than a clear universal one.

use chrono::{DateTime, Utc};
use usher_i18n::Language;

use crate::words::language::{self, t};

/// `21 Nov 2026, 21:41 UTC`.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    usher_i18n::instant(language::current(), at)
}

/// The machine-readable form of [`instant`].
pub(crate) fn machine(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `7 days`, `36 hours`.
pub(crate) fn hours(hours: i64) -> String {
    if hours > 0 && hours % 24 == 0 {
        t!("span-days", count = hours / 24)
    } else {
        t!("span-hours", count = hours)
    }
}

/// `0.4 s`, `12 s`, `3 min`.
pub(crate) fn duration(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let millis = (to - from).num_milliseconds().max(0);
    match millis {
        0..=9_999 => {
            let mark = decimal_mark(language::current());
            let seconds = format!("{}{mark}{}", millis / 1000, millis % 1000 / 100);
            t!("span-seconds", seconds = seconds)
        }
        10_000..=119_999 => t!("span-seconds", seconds = (millis / 1000).to_string()),
        _ => t!("span-minutes", count = millis / 60_000),
    }
}

const fn decimal_mark(language: Language) -> char {
    match language {
        Language::German | Language::Portuguese => ',',
        Language::English | Language::Arabic => '.',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_like_speech() {
        assert_eq!(hours(168), "7 days");
        assert_eq!(hours(36), "36 hours");
        assert_eq!(hours(24), "1 day");
        let start = DateTime::from_timestamp_millis(0).expect("an instant");
        let after = |millis| DateTime::from_timestamp_millis(millis).expect("an instant");
        assert_eq!(duration(start, after(412)), "0.4 s");
        assert_eq!(duration(start, after(61_000)), "61 s");
        assert_eq!(duration(start, after(600_000)), "10 min");
        assert_eq!(instant(start), "1 Jan 1970, 00:00 UTC");
    }
}
