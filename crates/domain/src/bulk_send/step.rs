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

/// Failures are judged among the last ends, up to so many: what went well long before does not excuse them.
const JUDGED: i64 = 1_000;

/// The same once failures were counted anew: a long run meets some ten of which three fail.
const ENDS_THAT_TELL_LATER: i64 = 200;

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
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(seconds)
    }

    fn beginning() -> Situation {
        Situation {
            limits: BulkSendLimits::default(),
            progress: Progress {
                total: 1_000,
                ..Progress::default()
            },
            is_walked: false,
            open: Open::default(),
            canary_end: Some(10),
            sent_before: 0,
            failed_before: 0,
            paced_until: at(0),
        }
    }

    fn told(queued: i64, sent: i64, failed: i64) -> Progress {
        Progress {
            queued,
            sent,
            failed,
            ..beginning().progress
        }
    }

    fn untried(untried: u32) -> Open {
        Open {
            untried,
            ..Open::default()
        }
    }

    #[test]
    fn the_first_messages_go_alone_and_are_judged_when_all_have_ended() {
        let mut run = beginning();
        assert_eq!(next_step(&run, at(0)), Step::Queue(10));
        (run.progress, run.open) = (told(7, 0, 0), untried(7));
        assert_eq!(next_step(&run, at(0)), Step::Queue(3), "some were left out");
        (run.progress, run.open) = (told(10, 0, 9), untried(1));
        assert_eq!(next_step(&run, at(0)), Step::Wait);
        for (sent, failed, expected) in [
            (10, 0, Step::PassCanary),
            (8, 2, Step::PassCanary),
            (7, 3, Step::Pause(PauseReason::CanaryFailed)),
            (0, 1, Step::Pause(PauseReason::CanaryFailed)),
            (0, 0, Step::Queue(10)),
        ] {
            (run.progress, run.open) = (told(10, sent, failed), untried(0));
            assert_eq!(
                next_step(&run, at(0)),
                expected,
                "{sent} sent, {failed} failed"
            );
        }
    }

    #[test]
    fn after_them_chunks_are_queued_just_ahead_of_sending() {
        let mut run = Situation {
            canary_end: None,
            ..beginning()
        };
        for (open, expected) in [
            (0, Step::Queue(CHUNK)),
            (AHEAD - CHUNK, Step::Queue(CHUNK)),
            (AHEAD - 1, Step::Queue(1)),
            (AHEAD, Step::Wait),
        ] {
            run.open = untried(open);
            assert_eq!(next_step(&run, at(0)), expected, "{open} wait");
        }
    }

    #[test]
    fn failures_beyond_the_threshold_pause_a_run_and_are_forgiven_once() {
        let mut run = Situation {
            canary_end: None,
            progress: told(100, 7, 2),
            open: untried(91),
            ..beginning()
        };
        assert_eq!(
            next_step(&run, at(0)),
            Step::Queue(CHUNK),
            "too few have ended"
        );
        run.progress = told(100, 8, 2);
        assert_eq!(
            next_step(&run, at(0)),
            Step::Queue(CHUNK),
            "a fifth is not beyond a fifth"
        );
        run.progress = told(100, 8, 3);
        assert_eq!(
            next_step(&run, at(0)),
            Step::Pause(PauseReason::TooManyFailures)
        );
        (run.sent_before, run.failed_before) = (8, 3);
        assert_eq!(next_step(&run, at(0)), Step::Queue(CHUNK));
    }

    #[test]
    fn first_messages_that_were_put_off_are_waited_for_only_when_they_are_most() {
        let mut run = beginning();
        for (sent, failed, put_off, expected) in [
            (9, 0, 1, Step::PassCanary),
            (5, 0, 5, Step::PassCanary),
            (4, 0, 6, Step::Wait),
            (0, 0, 10, Step::Wait),
            (0, 5, 5, Step::Pause(PauseReason::CanaryFailed)),
        ] {
            run.progress = told(10, sent, failed);
            run.open = Open {
                untried: 0,
                put_off,
            };
            assert_eq!(next_step(&run, at(0)), expected, "{sent}, {put_off}");
            assert_eq!(is_put_off(&run, at(0)), expected == Step::Wait);
            run.open.untried = 1;
            assert_eq!(next_step(&run, at(0)), Step::Wait, "one was not tried");
            assert!(!is_put_off(&run, at(0)));
        }
        // Resumed, with a thousand put off before.
        run.progress = told(3_000, 1_005, 100);
        (run.sent_before, run.failed_before) = (1_000, 100);
        run.open = Open {
            untried: 0,
            put_off: 1_000,
        };
        assert_eq!(next_step(&run, at(0)), Step::PassCanary);
    }

    #[test]
    fn full_mailboxes_that_fail_at_the_end_do_not_pause_a_run_of_which_nobody_is_left() {
        let mut run = Situation {
            canary_end: None,
            is_walked: true,
            progress: told(100_000, 99_700, 250),
            sent_before: 99_650,
            open: Open {
                untried: 0,
                put_off: 50,
            },
            ..beginning()
        };
        assert_eq!(next_step(&run, at(0)), Step::Wait);
        run.open.untried = 1;
        let pause = Step::Pause(PauseReason::TooManyFailures);
        assert_eq!(next_step(&run, at(0)), pause, "one can be spared");
        for is_over in [false, true] {
            run.open = Open {
                untried: 0,
                put_off: u32::from(!is_over),
            };
            let step = if is_over { Step::Finish } else { Step::Wait };
            assert_eq!(next_step(&run, at(0)), step);
        }
    }

    #[test]
    fn mailboxes_that_put_mail_off_do_not_hold_up_the_others() {
        let mut run = Situation {
            canary_end: None,
            ..beginning()
        };
        for (put_off, expected) in [
            (AHEAD, Step::Queue(CHUNK)),
            (PUT_OFF - 1, Step::Queue(CHUNK)),
            (PUT_OFF, Step::Wait),
        ] {
            run.open = Open {
                untried: 1,
                put_off,
            };
            assert_eq!(next_step(&run, at(0)), expected, "{put_off} wait");
        }
    }

    #[test]
    fn what_went_well_long_before_excuses_no_failures() {
        for judged in (0..JUDGED).step_by(100) {
            let mut run = Situation {
                canary_end: None,
                progress: told(90_000, 80_000, 0),
                sent_before: 80_000 - judged,
                ..beginning()
            };
            let pause = Step::Pause(PauseReason::TooManyFailures);
            while next_step(&run, at(0)) != pause {
                if next_step(&run, at(0)) == Step::CountAnew {
                    (run.sent_before, run.failed_before) = (run.progress.sent, run.progress.failed);
                }
                run.progress.failed += 1;
            }
            let failed = run.progress.failed;
            assert!(failed <= 400, "{failed} after {judged}");
        }
    }

    #[test]
    fn a_long_run_of_which_a_tenth_fails_is_not_paused() {
        let mut run = Situation {
            canary_end: None,
            ..beginning()
        };
        // Neighbours fail together: some ten in a row are failures alone.
        for end in 0..100_000 {
            if end % 350 >= 315 {
                run.progress.failed += 1;
            } else {
                run.progress.sent += 1;
            }
            match next_step(&run, at(0)) {
                Step::CountAnew => {
                    (run.sent_before, run.failed_before) = (run.progress.sent, run.progress.failed);
                }
                step => assert_eq!(step, Step::Queue(CHUNK), "after {end}"),
            }
        }
        assert!(run.sent_before > 80_000, "they were counted anew");
    }

    #[test]
    fn a_run_ends_when_all_had_their_turn_and_all_messages_their_end() {
        let mut run = Situation {
            is_walked: true,
            open: Open {
                untried: 0,
                put_off: 1,
            },
            progress: told(3, 0, 2),
            ..beginning()
        };
        assert_eq!(next_step(&run, at(0)), Step::Wait);
        run.open = untried(0);
        assert_eq!(
            next_step(&run, at(0)),
            Step::Finish,
            "nothing is left to be spared"
        );
    }

    #[test]
    fn a_pace_is_kept_over_time_and_caught_up_with_for_five_seconds() {
        let limits = BulkSendLimits {
            pace_per_minute: Some(120),
            ..BulkSendLimits::default()
        };
        let mut run = Situation {
            limits,
            canary_end: None,
            ..beginning()
        };
        let (mut queued, mut late) = (0, 0);
        for tenth in 0..600 {
            let now = at(0) + Duration::milliseconds(100 * tenth);
            if let Step::Queue(count) = next_step(&run, now) {
                run.paced_until = paced_after(&limits, run.paced_until, count, now);
                queued += count;
                late = tenth;
            }
        }
        assert_eq!(queued, 120, "the last one at {late} tenths");
        assert_eq!(
            next_step(&run, at(3_600)),
            Step::Queue(11),
            "not the whole hour at once"
        );
    }

    #[test]
    fn a_pace_does_not_wait_for_a_clock_that_was_set_back() {
        let limits = BulkSendLimits {
            pace_per_minute: Some(1),
            ..BulkSendLimits::default()
        };
        let mut run = Situation {
            limits,
            canary_end: None,
            paced_until: at(86_400),
            ..beginning()
        };
        assert_eq!(next_step(&run, at(0)), Step::Queue(1));
        run.paced_until = paced_after(&limits, run.paced_until, 1, at(0));
        assert_eq!(run.paced_until, at(60));
        assert_eq!(next_step(&run, at(59)), Step::Wait);
    }
}
