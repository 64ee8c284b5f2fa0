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
