//! What keeps a bulk send under control.

/// How fast a bulk send goes, how it begins, and what stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkSendLimits {
    /// The most messages that are queued in a minute; none: as fast as they are sent.
    pub pace_per_minute: Option<u32>,
    /// How many messages go first, alone, until each was tried and most have an end; 0: none do.
    pub canary: u32,
    /// Beyond this share of failures the run pauses, in percent of the messages that ended lately.
    pub failure_threshold_percent: u32,
    /// Whoever was welcomed within so many hours is left out; 0: nobody is.
    pub skip_welcomed_within_hours: u32,
}

/// A limit that makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be between {min} and {max}")]
pub struct LimitOutOfRange {
    /// The least that is accepted.
    pub min: i64,
    /// The most that is accepted.
    pub max: i64,
}

impl Default for BulkSendLimits {
    /// Ten messages first; a fifth may fail; whoever was welcomed within a day is left out, so that a
    /// run that is asked for twice welcomes nobody twice.
    fn default() -> Self {
        Self {
            pace_per_minute: None,
            canary: 10,
            failure_threshold_percent: 20,
            skip_welcomed_within_hours: 24,
        }
    }
}

impl BulkSendLimits {
    /// Reads a pace.
    ///
    /// # Errors
    /// [`LimitOutOfRange`] outside 1 to 100,000 messages a minute.
    pub fn read_pace(wanted: i64) -> Result<u32, LimitOutOfRange> {
        within(wanted, 1, 100_000)
    }

    /// Reads a number of messages that go first.
    ///
    /// # Errors
    /// [`LimitOutOfRange`] outside 0 to 1,000.
    pub fn read_canary(wanted: i64) -> Result<u32, LimitOutOfRange> {
        within(wanted, 0, 1_000)
    }

    /// Reads a share of failures.
    ///
    /// # Errors
    /// [`LimitOutOfRange`] outside 1 to 100 percent.
    pub fn read_threshold(wanted: i64) -> Result<u32, LimitOutOfRange> {
        within(wanted, 1, 100)
    }

    /// Reads how long ago counts as lately.
    ///
    /// # Errors
    /// [`LimitOutOfRange`] outside 0 to 8,760 hours, which is a year.
    pub fn read_skip_hours(wanted: i64) -> Result<u32, LimitOutOfRange> {
        within(wanted, 0, 8_760)
    }
}

fn within(wanted: i64, min: i64, max: i64) -> Result<u32, LimitOutOfRange> {
    let number = u32::try_from(wanted).ok();
    number
        .filter(|_| (min..=max).contains(&wanted))
        .ok_or(LimitOutOfRange { min, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(i64) -> Result<u32, LimitOutOfRange>;

    #[test]
    fn limits_take_their_ends_and_nothing_beyond() {
        let reads: [(Read, i64, i64); 4] = [
            (BulkSendLimits::read_pace, 1, 100_000),
            (BulkSendLimits::read_canary, 0, 1_000),
            (BulkSendLimits::read_threshold, 1, 100),
            (BulkSendLimits::read_skip_hours, 0, 8_760),
        ];
        for (read, min, max) in reads {
            for good in [min, max] {
                assert_eq!(read(good).map(i64::from), Ok(good));
            }
            for bad in [min - 1, max + 1, i64::MIN, i64::MAX] {
                assert_eq!(read(bad), Err(LimitOutOfRange { min, max }));
            }
        }
    }
}
