//! What became of a message, and what an SMTP server's answer means for it.
//!
//! The one rule with teeth: only the answer to *this* message's recipient or content is final for
//! the message. Everything that concerns the server is the provider's problem, and the message
//! waits without having lost an attempt. This module decides; it sends nothing.

mod smtp_reply;
mod verdict;

use chrono::Duration;

use crate::closed_list::closed_list;

pub use smtp_reply::{MAX_REPLY_CHARS, SmtpReply};
pub use verdict::{Answer, SmtpStage, UnknownSmtpStage, Verdict, judge};

/// The wait after the first deferral; each further one doubles it.
const FIRST_BACKOFF_SECONDS: u32 = 30;

/// No message waits longer than this for its next attempt.
pub const LONGEST_BACKOFF_SECONDS: u32 = 3600;

closed_list! {
    /// Where a message stands; in the order a message can meet them.
    DeliveryStatus, UnknownDeliveryStatus, "delivery status" {
        /// Waits for its first attempt.
        Queued = "queued",
        /// A dispatcher holds it and talks to the provider.
        Sending = "sending",
        /// A server took responsibility for it (the 250 after the content).
        Sent = "sent",
        /// Waits for a further attempt.
        Deferred = "deferred",
        /// Will never be sent.
        Failed = "failed",
        /// Was withdrawn before it was sent.
        Cancelled = "cancelled",
        /// Was kept on this machine because no provider is configured.
        Captured = "captured",
    }
}

impl DeliveryStatus {
    /// Whether nothing more will happen to the message.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Sending | Self::Deferred => false,
            Self::Sent | Self::Failed | Self::Cancelled | Self::Captured => true,
        }
    }
}

/// How long a message waits after its `attempts`-th attempt was deferred.
///
/// About 30 seconds at first, doubling, never more than an hour. `jitter` in `0..1` takes up to a
/// quarter off, so that messages deferred together do not come back together.
#[must_use]
pub fn next_attempt_after(attempts: u32, jitter: f64) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    let seconds = FIRST_BACKOFF_SECONDS
        .saturating_mul(1 << doublings)
        .min(LONGEST_BACKOFF_SECONDS);
    let jitter = if jitter.is_finite() {
        jitter.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let millis = f64::from(seconds) * 1000.0 * (1.0 - jitter / 4.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 3,600,000, by the cap above"
    )]
    Duration::milliseconds(millis as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_status_reads_back_from_its_word() {
        for status in DeliveryStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert_eq!("Sent".parse::<DeliveryStatus>(), Err(UnknownDeliveryStatus));
    }

    #[test]
    fn waits_double_from_half_a_minute_to_an_hour() {
        let seconds: Vec<i64> = (0..10)
            .map(|attempts| next_attempt_after(attempts, 0.0).num_seconds())
            .collect();
        assert_eq!(seconds, [30, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(next_attempt_after(u32::MAX, 0.0).num_seconds(), 3600);
        assert_eq!(next_attempt_after(1, 1.0).num_milliseconds(), 22_500);
        assert_eq!(next_attempt_after(1, f64::NAN).num_seconds(), 30);
    }

    proptest! {
        #[test]
        fn waits_stay_within_bounds(attempts in any::<u32>(), jitter in any::<f64>()) {
            let wait = next_attempt_after(attempts, jitter);
            prop_assert!(wait >= Duration::milliseconds(22_500));
            prop_assert!(wait <= Duration::hours(1));
        }
    }
}
