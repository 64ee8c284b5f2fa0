//! Instants and spans of time as people read them. Always UTC: the server does not know where the
//! reader is, and a wrong local time is worse than a clear universal one.

use chrono::{DateTime, Utc};

/// `21 Nov 2026, 21:41 UTC`.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y, %H:%M UTC").to_string()
}

/// The machine-readable form of [`instant`].
pub(crate) fn machine(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `7 days`, `36 hours`.
pub(crate) fn hours(hours: i64) -> String {
    match hours {
        1 => "1 hour".to_owned(),
        24 => "1 day".to_owned(),
        days if days > 0 && days % 24 == 0 => format!("{} days", days / 24),
        hours => format!("{hours} hours"),
    }
}

/// `0.4 s`, `12 s`, `3 min`.
pub(crate) fn duration(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let millis = (to - from).num_milliseconds().max(0);
    match millis {
        0..=9_999 => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
        10_000..=119_999 => format!("{} s", millis / 1000),
        _ => format!("{} min", millis / 60_000),
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
