//! What happened to a made-up person: how far welcoming has brought her, step by step.

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt as _, rngs::StdRng};
use usher_domain::{
    delivery::DeliveryStatus,
    message::{AttemptOutcome, LastReply},
};

/// How long after she was made her last message may be asked for.
const WINDOW: Duration = Duration::days(21);

/// Where a person stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// She has set her password.
    Active,
    /// She has none yet.
    Pending,
    /// The same, and her latest welcome email is being tried again.
    Waiting,
    /// She was shut out.
    Disabled,
}

impl Standing {
    /// Most people have come in; a third has not; a few were shut out.
    pub(super) fn of(chance: &mut StdRng) -> Self {
        match chance.random_range(0..100) {
            0..62 => Self::Active,
            62..93 => Self::Pending,
            _ => Self::Disabled,
        }
    }
}

/// One message of hers.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) asked_at: DateTime<Utc>,
    pub(super) status: DeliveryStatus,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) next_attempt_at: Option<DateTime<Utc>>,
    pub(super) tries: Vec<Try>,
    pub(super) opened_at: Option<DateTime<Utc>>,
    pub(super) consumed_at: Option<DateTime<Utc>>,
    pub(super) superseded_at: Option<DateTime<Utc>>,
    pub(super) revoked_at: Option<DateTime<Utc>>,
}

/// One try at delivering a message.
#[derive(Debug, Clone)]
pub(super) struct Try {
    pub(super) started_at: DateTime<Utc>,
    pub(super) finished_at: DateTime<Utc>,
    pub(super) outcome: AttemptOutcome,
}

impl Try {
    /// What the mail server said.
    pub(super) fn reply(&self) -> LastReply {
        let (code, enhanced, text) = match self.outcome {
            AttemptOutcome::Delivered => (250, "2.0.0", "Ok: queued"),
            AttemptOutcome::Refused => (550, "5.1.1", "No such mailbox here"),
            _ => (451, "4.7.1", "Greylisted, try again later"),
        };
        LastReply {
            code: Some(code),
            enhanced: Some(enhanced.to_owned()),
            text: text.to_owned(),
        }
    }
}

/// `count` messages to somebody who was made at `born` and stands there at `now`, which is at least
/// half an hour later.
pub(super) fn steps(
    count: usize,
    standing: Standing,
    born: DateTime<Utc>,
    life: Duration,
    now: DateTime<Utc>,
    chance: &mut StdRng,
) -> Vec<Step> {
    let last = (born + WINDOW).min(now - Duration::minutes(20));
    let mut asked: Vec<DateTime<Utc>> = (0..count)
        .map(|place| match place {
            // What waits was asked for just now, or it would have been given up.
            _ if place + 1 == count && standing == Standing::Waiting => {
                now - Duration::minutes(chance.random_range(5..20))
            }
            0 => born,
            _ => between(born, last, chance),
        })
        .collect();
    asked.sort_unstable();
    // Nothing happens at the same moment as being made, and no two messages are asked for in one.
    let mut earliest = born + Duration::seconds(1);
    for at in &mut asked {
        *at = (*at).max(earliest);
        earliest = *at + Duration::seconds(1);
    }
    let mut steps: Vec<Step> = (0..count)
        .map(|place| {
            let until = asked.get(place + 1).copied();
            let is_last = until.is_none();
            let status = status(is_last.then_some(standing), chance);
            let mut step = step(asked[place], status, until.unwrap_or(now), chance);
            if status == DeliveryStatus::Deferred {
                step.next_attempt_at = Some(now + Duration::minutes(chance.random_range(5..60)));
            }
            read(
                &mut step,
                is_last && standing == Standing::Active,
                (until, now),
                life,
                chance,
            );
            step
        })
        .collect();
    supersede(&mut steps);
    if let Some(last) = steps.last_mut()
        && (standing == Standing::Disabled || last.status == DeliveryStatus::Cancelled)
    {
        last.revoked_at = Some(last.opened_at.unwrap_or(last.recorded_at));
    }
    steps
}

/// How a message ended: the last one of somebody decides where she stands.
fn status(standing: Option<Standing>, chance: &mut StdRng) -> DeliveryStatus {
    match standing {
        Some(Standing::Active) => DeliveryStatus::Sent,
        Some(Standing::Waiting) => DeliveryStatus::Deferred,
        _ => match chance.random_range(0..100) {
            0..72 => DeliveryStatus::Sent,
            72..88 => DeliveryStatus::Failed,
            _ => DeliveryStatus::Cancelled,
        },
    }
}

/// A message that was asked for and dealt with before `until`.
fn step(
    asked_at: DateTime<Utc>,
    status: DeliveryStatus,
    until: DateTime<Utc>,
    chance: &mut StdRng,
) -> Step {
    let mut tries = Vec::new();
    let mut at = asked_at;
    let mut attempt = |outcome, chance: &mut StdRng| {
        let started_at = (at + Duration::milliseconds(chance.random_range(2..40))).min(until);
        let finished_at =
            (started_at + Duration::milliseconds(chance.random_range(20..900))).min(until);
        // Greylisting asks for patience.
        at = finished_at + Duration::seconds(chance.random_range(25..90));
        tries.push(Try {
            started_at,
            finished_at,
            outcome,
        });
    };
    if status != DeliveryStatus::Cancelled && chance.random_ratio(1, 6) {
        attempt(AttemptOutcome::Deferred, chance);
    }
    match status {
        DeliveryStatus::Sent => attempt(AttemptOutcome::Delivered, chance),
        DeliveryStatus::Failed => attempt(AttemptOutcome::Refused, chance),
        DeliveryStatus::Deferred => attempt(AttemptOutcome::Deferred, chance),
        _ => {}
    }
    let withdrawn_at = (asked_at + Duration::seconds(chance.random_range(5..300))).min(until);
    Step {
        asked_at,
        status,
        recorded_at: tries
            .last()
            .map_or(withdrawn_at, |attempt| attempt.finished_at),
        next_attempt_at: None,
        tries,
        opened_at: None,
        consumed_at: None,
        superseded_at: None,
        revoked_at: None,
    }
}

/// What the reader did with a mail that she got, before the next one was asked for.
fn read(
    step: &mut Step,
    sets_a_password: bool,
    (next, now): (Option<DateTime<Utc>>, DateTime<Utc>),
    life: Duration,
    chance: &mut StdRng,
) {
    if step.status != DeliveryStatus::Sent || !(sets_a_password || chance.random_ratio(2, 5)) {
        return;
    }
    let until = next.unwrap_or(now).min(step.recorded_at + life);
    let opened = between(step.recorded_at, until, chance);
    step.opened_at = Some(opened);
    if sets_a_password {
        let typed = Duration::seconds(chance.random_range(15..240));
        step.consumed_at = Some((opened + typed).min(until));
    }
}

/// A link gives way once a later message is sent.
fn supersede(steps: &mut [Step]) {
    let mut newer = None;
    for step in steps.iter_mut().rev() {
        step.superseded_at = newer;
        if step.status == DeliveryStatus::Sent {
            newer = Some(step.recorded_at);
        }
    }
}

/// An instant between two, to the second; the first when they are closer than that.
fn between(from: DateTime<Utc>, until: DateTime<Utc>, chance: &mut StdRng) -> DateTime<Utc> {
    match (until - from).num_seconds() {
        span @ 1.. => from + Duration::seconds(chance.random_range(0..span)),
        _ => from,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng as _;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_900_000_000, 0).unwrap()
    }

    proptest! {
        #[test]
        fn what_happened_happened_in_order_and_before_now(
            seed: u64, count in 0_usize..12, minutes in 30_i64..130_000, kind in 0_usize..4,
        ) {
            let standing = [Standing::Active, Standing::Pending, Standing::Waiting, Standing::Disabled][kind];
            let born = now() - Duration::minutes(minutes);
            let mut chance = StdRng::seed_from_u64(seed);
            let steps = steps(count, standing, born, Duration::days(7), now(), &mut chance);
            prop_assert_eq!(steps.len(), count);
            for step in &steps {
                let mut told = vec![born, step.asked_at];
                told.extend(step.tries.iter().flat_map(|attempt| [attempt.started_at, attempt.finished_at]));
                told.push(step.recorded_at);
                told.extend(step.opened_at);
                told.extend(step.consumed_at);
                told.push(now());
                prop_assert!(told.is_sorted(), "{:?}", step);
                prop_assert!(step.consumed_at.is_none() || step.superseded_at.is_none());
                prop_assert!(step.superseded_at.is_none_or(|at| at >= step.recorded_at && at <= now()));
            }
            let consumed = steps.iter().filter(|step| step.consumed_at.is_some()).count();
            prop_assert_eq!(consumed, usize::from(standing == Standing::Active && count > 0));
            let waits = steps.iter().filter(|step| step.next_attempt_at.is_some_and(|at| at > now())).count();
            prop_assert_eq!(waits, usize::from(standing == Standing::Waiting && count > 0));
        }
    }
}
