//! Numbers with bounds: connections, seconds, days.

use std::time::Duration;

use super::{key::Form, value::Setting};

/// How many connections there may be at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections(usize);

impl Connections {
    const MOST: usize = 200;

    /// The number; at least one.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}

impl std::default::Default for Connections {
    fn default() -> Self {
        Self(8)
    }
}

impl Setting for Connections {
    const FORM: Form = Form::Number;

    fn parse(text: &str) -> Result<Self, String> {
        let number = text.parse().ok();
        let number = number.filter(|number| (1..=Self::MOST).contains(number));
        number
            .map(Self)
            .ok_or_else(|| format!("write a number from 1 to {}", Self::MOST))
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// A number of seconds, at most `LONGEST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds<const LONGEST: u64>(u64);

/// How long a caller may be kept waiting.
pub(super) type WaitSeconds = Seconds<30>;

/// How long requests may go on when the process is told to stop. Service managers kill what has not ended
/// long before the most that can be said here.
pub(super) type DrainSeconds = Seconds<600>;

impl<const LONGEST: u64> Seconds<LONGEST> {
    /// The time.
    #[must_use]
    pub const fn duration(self) -> Duration {
        Duration::from_secs(self.0)
    }
}

impl<const LONGEST: u64> Setting for Seconds<LONGEST> {
    const FORM: Form = Form::Number;

    fn parse(text: &str) -> Result<Self, String> {
        let seconds = text.parse().ok().filter(|seconds| *seconds <= LONGEST);
        seconds
            .map(Self)
            .ok_or_else(|| format!("write a number of seconds from 0 to {LONGEST}"))
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// How long it is known from where somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonalDataDays(u32);

impl PersonalDataDays {
    const LONGEST: u32 = 3650;

    /// The time.
    #[must_use]
    pub fn duration(self) -> chrono::Duration {
        chrono::Duration::days(self.0.into())
    }
}

impl Setting for PersonalDataDays {
    const FORM: Form = Form::Number;

    fn parse(text: &str) -> Result<Self, String> {
        let days = text.parse().ok();
        days.filter(|days| (1..=Self::LONGEST).contains(days))
            .map(Self)
            .ok_or_else(|| format!("write a number of days from 1 to {}", Self::LONGEST))
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// How long ended messages are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageDays(u32);

impl MessageDays {
    /// A link lives for up to 30 days and can be renewed for 90.
    const SHORTEST: u32 = 120;
    const LONGEST: u32 = 36_500;

    /// The time; none: for ever.
    #[must_use]
    pub fn duration(self) -> Option<chrono::Duration> {
        (self.0 > 0).then(|| chrono::Duration::days(self.0.into()))
    }
}

impl Setting for MessageDays {
    const FORM: Form = Form::Number;

    fn parse(text: &str) -> Result<Self, String> {
        let days = text.parse().ok();
        days.filter(|days| *days == 0 || (Self::SHORTEST..=Self::LONGEST).contains(days))
            .map(Self)
            .ok_or_else(|| {
                format!(
                    "write a number of days from {} to {}, or 0 to keep messages for ever",
                    Self::SHORTEST,
                    Self::LONGEST
                )
            })
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_a_bound() {
        for (text, good) in [
            ("0", true),
            ("30", true),
            ("31", false),
            ("-1", false),
            ("", false),
        ] {
            assert_eq!(WaitSeconds::parse(text).is_ok(), good, "{text}");
        }
        assert!(DrainSeconds::parse("600").is_ok() && DrainSeconds::parse("601").is_err());
    }

    #[test]
    fn days_have_bounds_and_messages_may_stay_for_ever() {
        for (text, good) in [
            ("0", false),
            ("1", true),
            ("3650", true),
            ("3651", false),
            ("-1", false),
        ] {
            assert_eq!(PersonalDataDays::parse(text).is_ok(), good, "{text}");
        }
        for (text, days) in [("0", None), ("120", Some(120)), ("36500", Some(36_500))] {
            let kept = MessageDays::parse(text).unwrap().duration();
            assert_eq!(kept.map(|kept| kept.num_days()), days, "{text}");
        }
        for text in ["1", "119", "36501", "never"] {
            assert!(MessageDays::parse(text).is_err(), "{text}");
        }
    }
}
