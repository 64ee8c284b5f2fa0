//! What to do when somebody sets the machine's clock back: instants that were written down before lie
//! further in the future than any can, and whatever waits for them would wait for as long as the step.
//!
//! The rules that compare instants see to it themselves ([`usher_mail::breaker`],
//! [`usher_persistence::leases`], the throttles). Messages are found by index ranges in which such
//! instants would be seen as not due; here those are pulled back into reach.

use chrono::{DateTime, Duration, Utc};
use usher_domain::delivery::LONGEST_BACKOFF_SECONDS;
use usher_persistence::{
    DatabaseError,
    outbox::{self, Reach},
};

use crate::{App, dispatcher};

/// How much the clocks of two nodes may differ without one of them cutting the other's waits short.
const SKEW: Duration = Duration::minutes(1);

/// Notices that the clock was set back.
#[derive(Debug, Default)]
pub(crate) struct ClockWatch {
    latest: Option<DateTime<Utc>>,
}

impl ClockWatch {
    /// Whether it was set back since it was asked last.
    pub(crate) fn went_back(&mut self, now: DateTime<Utc>) -> bool {
        self.latest.replace(now).is_some_and(|latest| now < latest)
    }
}

/// Lets messages that wait for an impossible instant go on, and leases end that would outlast their
/// life. Cheap when there are none; to be done at the start, after a step back, and now and then
/// because other nodes have clocks, too. Returns how many messages were concerned.
///
/// # Errors
/// When the database fails; what was done stays done.
pub async fn pull_back(app: &App) -> Result<usize, DatabaseError> {
    let reach = Reach {
        wait: Duration::seconds(LONGEST_BACKOFF_SECONDS.into()) + SKEW,
        lease: dispatcher::LEASE_LIFE,
    };
    let mut pulled = 0;
    loop {
        let now = app.now();
        let portion = app
            .database
            .write(move |connection| outbox::pull_back(connection, reach, now))
            .await?;
        pulled += portion;
        if portion < outbox::PORTION {
            break;
        }
    }
    if pulled > 0 {
        tracing::warn!(
            messages = pulled,
            "messages waited for a time that a clock has left behind; they go on now"
        );
    }
    Ok(pulled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_stands_or_goes_on_was_not_set_back() {
        let at = |seconds| DateTime::UNIX_EPOCH + Duration::seconds(seconds);
        let mut watch = ClockWatch::default();
        let noticed = [5, 5, 9, 3, 3, 4, 2].map(|seconds| watch.went_back(at(seconds)));
        assert_eq!(noticed, [false, false, false, true, false, false, true]);
    }
}
