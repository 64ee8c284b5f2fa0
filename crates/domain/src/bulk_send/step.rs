//! What a bulk send does next.

use chrono::{DateTime, Duration, Utc};

use super::{BulkSendLimits, PauseReason, Progress};

/// The most users that one transaction queues messages for. With a message come a link, an audit
/// event and the user's own row.
pub const CHUNK: u32 = 100;

/// So many of a run's messages wait at most for their first try, queued just ahead of sending.
pub const AHEAD: u32 = 400;

/// So many of a run's messages may wait for another try, full mailboxes for example, before no more are
/// queued: a mail server that puts everybody off is spared the rest.
pub const PUT_OFF: u32 = 5 * AHEAD;

/// With fewer ends than these nothing is said about failures, except of the first messages.
const ENDS_THAT_TELL: i64 = 10;

/// The same once failures were counted anew: a long run meets some ten of which three fail.
const ENDS_THAT_TELL_LATER: i64 = 200;

/// Failures are judged among the last ends, up to so many: what went well long before does not excuse them.
const JUDGED: i64 = 1_000;

/// A pace that was not kept is caught up with for so long, because nobody looks at every instant.
const CATCH_UP: Duration = Duration::seconds(5);

/// How many messages of a bulk send have not ended, counted up to [`AHEAD`] and [`PUT_OFF`] together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// Nobody was asked to take them yet.
    pub untried: u32,
    /// They were tried, and wait for another try or have it now.
    pub put_off: u32,
}

/// All that decides what a running bulk send does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// Its limits.
    pub limits: BulkSendLimits,
    /// How far it is.
    pub progress: Progress,
    /// Whether every selected user had her turn.
    pub is_walked: bool,
    /// How many of its messages have not ended.
    pub open: Open,
    /// How many messages are queued when the first ones are complete; none: they have proved well.
    pub canary_end: Option<i64>,
    /// What had been sent when failures were last forgiven, or counted anew.
    pub sent_before: i64,
    /// What had failed then.
    pub failed_before: i64,
    /// Until when the pace is used up.
    pub paced_until: DateTime<Utc>,
}

/// What a running bulk send does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Queues messages for up to so many users.
    Queue(u32),
    /// Waits for messages to end, or for its pace.
    Wait,
    /// Goes on beyond the first messages.
    PassCanary,
    /// Counts failures anew, since those up to now are no reason to pause.
    CountAnew,
    /// Pauses.
    Pause(PauseReason),
    /// Ends: nothing is left to do.
    Finish,
}

/// What a running bulk send does next.
#[must_use]
pub fn next_step(situation: &Situation, now: DateTime<Utc>) -> Step {
    let Open { untried, put_off } = situation.open;
    if situation.is_walked && untried == 0 && put_off == 0 {
        return Step::Finish;
    }
    let mut most = CHUNK.min(AHEAD.saturating_sub(untried));
    if put_off >= PUT_OFF {
        most = 0;
    }
    match situation.canary_end {
        Some(end) => {
            let missing = end - situation.progress.queued;
            // Of one whose mailbox is full nothing is heard for days; when most were put off, they are waited for.
            // Those of times before a pause do not count against it.
            let ends = situation.ends();
            let most_ended =
                i64::from(put_off) <= ends || ends * 2 >= i64::from(situation.limits.canary);
            let is_told = untried == 0 && most_ended;
            if missing <= 0 && is_told {
                if situation.fails(1) {
                    return Step::Pause(PauseReason::CanaryFailed);
                }
                if situation.ends() > 0 {
                    return Step::PassCanary;
                }
                // All of them were called off, which proves nothing: as many more go first.
                most = most.min(situation.limits.canary.max(1));
            } else {
                most = most.min(u32::try_from(missing).unwrap_or(0));
            }
        }
        // Of the last ones, put off until they fail, nobody is spared by a pause.
        None if situation.is_walked && untried == 0 => {}
        None if situation.fails(situation.ends_that_tell()) => {
            return Step::Pause(PauseReason::TooManyFailures);
        }
        None if situation.ends() >= JUDGED => return Step::CountAnew,
        None => {}
    }
    most = most.min(situation.due(now));
    if most == 0 || situation.is_walked {
        Step::Wait
    } else {
        Step::Queue(most)
    }
}

/// Whether a run waits for messages that recipients' mail servers have put off, and for nothing else.
#[must_use]
pub fn is_put_off(situation: &Situation, now: DateTime<Utc>) -> bool {
    let Open { untried, put_off } = situation.open;
    let has_room = situation.is_walked || situation.due(now) > 0;
    untried == 0 && put_off > 0 && has_room && next_step(situation, now) == Step::Wait
}

/// Until when the pace is used up once so many more messages are queued at `now`.
#[must_use]
pub fn paced_after(
    limits: &BulkSendLimits,
    paced_until: DateTime<Utc>,
    queued: u32,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    match interval(limits) {
        Some(micros) => {
            let from = pace_begins(paced_until, micros, now);
            from + Duration::microseconds(micros * i64::from(queued))
        }
        None => paced_until,
    }
}

/// From when the pace counts: it catches up a little, and forgets an instant that lies further ahead
/// than it can because the clock was set back.
fn pace_begins(
    paced_until: DateTime<Utc>,
    interval_micros: i64,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    if paced_until > now + Duration::microseconds(interval_micros) + CATCH_UP {
        return now;
    }
    paced_until.max(now - CATCH_UP)
}

/// The microseconds between two messages.
fn interval(limits: &BulkSendLimits) -> Option<i64> {
    let pace = limits.pace_per_minute?.max(1);
    Some(60_000_000 / i64::from(pace))
}

impl Situation {
    /// How many messages were sent or failed since failures are counted.
    fn ends(&self) -> i64 {
        let failed = self.progress.failed - self.failed_before;
        self.progress.sent - self.sent_before + failed
    }

    const fn ends_that_tell(&self) -> i64 {
        if self.progress.sent + self.progress.failed < JUDGED {
            ENDS_THAT_TELL
        } else {
            ENDS_THAT_TELL_LATER
        }
    }

    /// Whether the failures that are counted pass the threshold.
    fn fails(&self, ends_that_tell: i64) -> bool {
        let failed = self.progress.failed - self.failed_before;
        let ends = self.ends();
        let threshold = i64::from(self.limits.failure_threshold_percent);
        ends >= ends_that_tell && failed * 100 > threshold * ends
    }

    /// How many messages the pace has room for.
    fn due(&self, now: DateTime<Utc>) -> u32 {
        let Some(interval) = interval(&self.limits) else {
            return u32::MAX;
        };
        let from = pace_begins(self.paced_until, interval, now);
        let since = (now - from).num_microseconds().unwrap_or(0);
        if since < 0 {
            return 0;
        }
        u32::try_from(since / interval.max(1) + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;
