//! What becomes of messages that were claimed and then not tried: nobody was asked, and nothing of the claim
//! is kept.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    ids::LeaseId,
    message::{AttemptOutcome, LastReply},
};
use usher_persistence::outbox::{ClaimedMessage, NextStep, Outcome};

use super::{
    jitter,
    outcome::{PUT_BACK, unless_too_late},
};
use crate::App;

/// What becomes of a message whose domain has no turn for it now: it makes room for others.
pub(super) fn of_crowded_domain(app: &App, message: &ClaimedMessage, lease: LeaseId) -> Outcome {
    let (now, patience) = (app.now(), jitter(app) * 4000.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most 4,000")]
    let until = now + Duration::milliseconds(1000 + patience as i64);
    let text = "Many messages to this domain are under way; it waits for its turn.";
    put_back(message, lease, (now, until), text)
}

/// What becomes of a message whose lease was over before it could be handed to anybody: whoever claims
/// it now, or has it already, sends it.
pub(super) fn of_lost_lease(app: &App, message: &ClaimedMessage, lease: LeaseId) -> Outcome {
    let now = app.now();
    let text = "It waited so long for a connection that somebody else may have it.";
    put_back(message, lease, (now, now), text)
}

/// What becomes of a message whose link's key this node does not have: another may have it already, or
/// this one soon.
pub(super) fn of_unknown_key(app: &App, message: &ClaimedMessage, lease: LeaseId) -> Outcome {
    let (now, spread) = (app.now(), jitter(app) * 10_000.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most 10,000")]
    let until = now + PUT_BACK + Duration::milliseconds(spread as i64);
    let text = "The key of its link has not reached every node yet; it waits for one that has it.";
    put_back(message, lease, (now, until), text)
}

/// A claim that came to no try.
fn put_back(
    message: &ClaimedMessage,
    lease: LeaseId,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    text: &str,
) -> Outcome {
    let next = NextStep::PutBack { until };
    Outcome {
        message: message.id,
        user: message.user_id,
        lease,
        at: now,
        attempt: AttemptOutcome::ProviderDown,
        provider: None,
        reply: Some(LastReply {
            code: None,
            enhanced: None,
            text: text.to_owned(),
        }),
        next: unless_too_late(next, message.give_up_at),
    }
}
