use usher_domain::delivery::{Answer, SmtpReply, SmtpStage, judge};

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn down() -> Verdict {
    judge(SmtpStage::Connect, Answer::TimedOut)
}

fn delivered() -> Verdict {
    Verdict::Delivered(SmtpReply::new(250, "ok"))
}

fn pause_after_failures(failures: u32) -> i64 {
    let mut breaker = Breaker::new();
    let mut now = at(0);
    for _ in 0..failures {
        breaker.record(&down(), now, 0.0);
        let until = breaker.open_until().unwrap();
        if breaker.failures == failures {
            return (until - now).num_seconds();
        }
        now = until;
        assert_eq!(breaker.admit(now), Admission::Probe);
    }
    unreachable!("the loop returns at its last failure")
}

#[test]
fn a_provider_failure_holds_everything_back_for_five_seconds() {
    let mut breaker = Breaker::new();
    assert_eq!(breaker.admit(at(0)), Admission::Go);
    breaker.record(&down(), at(0), 0.0);
    assert!(breaker.is_open());
    assert_eq!(breaker.admit(at(4)), Admission::Wait { until: at(5) });
}

#[test]
fn after_the_pause_exactly_one_message_probes() {
    let mut breaker = Breaker::new();
    breaker.record(&down(), at(0), 0.0);
    assert_eq!(breaker.admit(at(5)), Admission::Probe);
    assert!(matches!(breaker.admit(at(5)), Admission::Wait { .. }));
    breaker.record(&delivered(), at(6), 0.0);
    assert_eq!(breaker.admit(at(6)), Admission::Go);
    assert!(!breaker.is_open());
}

#[test]
fn pauses_double_up_to_five_minutes() {
    let pauses: Vec<i64> = (1..=8).map(pause_after_failures).collect();
    assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 300, 300]);
}

#[test]
fn messages_that_fail_together_count_once() {
    let mut breaker = Breaker::new();
    for _ in 0..8 {
        breaker.record(&down(), at(0), 0.0);
    }
    assert_eq!(breaker.open_until(), Some(at(5)));
}

#[test]
fn a_refused_message_says_that_the_provider_is_well() {
    let mut breaker = Breaker::new();
    breaker.record(&down(), at(0), 0.0);
    assert_eq!(breaker.admit(at(5)), Admission::Probe);
    breaker.record(
        &Verdict::Refused(SmtpReply::new(550, "no such user")),
        at(5),
        0.0,
    );
    assert_eq!(breaker.admit(at(5)), Admission::Go);
}

#[test]
fn an_uncertain_probe_opens_the_breaker_again() {
    let unknown = judge(SmtpStage::EndOfData, Answer::TimedOut);
    let mut breaker = Breaker::new();
    breaker.record(&unknown, at(0), 0.0);
    assert!(!breaker.is_open());
    breaker.record(&down(), at(0), 0.0);
    assert_eq!(breaker.admit(at(5)), Admission::Probe);
    breaker.record(&unknown, at(5), 0.0);
    assert_eq!(breaker.open_until(), Some(at(15)));
}

#[test]
fn a_probe_that_never_reports_is_replaced() {
    let mut breaker = Breaker::new();
    breaker.record(&down(), at(0), 0.0);
    assert_eq!(breaker.admit(at(5)), Admission::Probe);
    assert_eq!(breaker.admit(at(304)), Admission::Wait { until: at(305) });
    assert_eq!(breaker.admit(at(305)), Admission::Probe);
}

#[test]
fn jitter_only_shortens_the_pause() {
    for (jitter, milliseconds) in [(0.0, 5000), (0.5, 4375), (1.0, 3750), (f64::NAN, 5000)] {
        let mut breaker = Breaker::new();
        breaker.record(&down(), at(0), jitter);
        let until = breaker.open_until().unwrap();
        assert_eq!((until - at(0)).num_milliseconds(), milliseconds);
    }
}

#[test]
fn a_pause_is_over_when_the_clock_was_set_back_behind_it() {
    const DAY: i64 = 86_400;
    let mut breaker = Breaker::new();
    breaker.record(&down(), at(DAY), 0.0);
    assert_eq!(breaker.admit(at(0)), Admission::Probe);

    let mut breaker = Breaker::new();
    breaker.record(&down(), at(DAY), 0.0);
    breaker.record(&down(), at(0), 0.0);
    let until = breaker.open_until().unwrap();
    assert!(
        until <= at(0),
        "what was under way says nothing new: {until}"
    );

    let mut breaker = Breaker::new();
    breaker.record(&down(), at(100), 0.0);
    let until = at(105);
    assert_eq!(
        breaker.admit(at(0)),
        Admission::Wait { until },
        "that is possible"
    );
}

#[test]
fn a_lost_probe_is_replaced_though_the_clock_was_set_back() {
    const DAY: i64 = 86_400;
    let mut breaker = Breaker::new();
    breaker.record(&down(), at(DAY), 0.0);
    assert_eq!(breaker.admit(at(DAY + 5)), Admission::Probe);
    let until = at(300);
    assert_eq!(breaker.admit(at(0)), Admission::Wait { until });
    assert_eq!(breaker.admit(at(300)), Admission::Probe);
}
