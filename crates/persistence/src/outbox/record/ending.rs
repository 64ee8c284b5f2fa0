//! What becomes of a message after a try.

use chrono::{DateTime, Utc};
use usher_domain::delivery::DeliveryStatus;

use super::{super::MAX_UNCERTAIN, Held, NextStep, Outcome};
use crate::account_users::WelcomeStatus;

/// A message after a try.
pub(super) struct Ending<'a> {
    pub(super) outcome: &'a Outcome,
    /// How it was before.
    pub(super) held: Held,
    pub(super) status: DeliveryStatus,
    /// The tries that counted.
    pub(super) counted: i32,
    /// Those with an unknown end.
    pub(super) uncertain: i32,
    /// When it is tried again, if it is.
    pub(super) due: DateTime<Utc>,
}

impl<'a> Ending<'a> {
    /// What an outcome makes of the message that its lease holds.
    pub(super) fn of(outcome: &'a Outcome, held: Held) -> Self {
        let (counted, uncertain) = (held.counted, held.uncertain);
        let (status, counted, uncertain, due) = match outcome.next {
            NextStep::Sent => (DeliveryStatus::Sent, counted + 1, uncertain, None),
            NextStep::Captured => (DeliveryStatus::Captured, counted + 1, uncertain, None),
            NextStep::Failed => (DeliveryStatus::Failed, counted + 1, uncertain, None),
            NextStep::Wait { until, counts } if counts || counted > 0 => (
                DeliveryStatus::Deferred,
                counted + i32::from(counts),
                uncertain,
                Some(until),
            ),
            NextStep::Wait { until, .. } | NextStep::PutBack { until } => {
                (DeliveryStatus::Queued, counted, uncertain, Some(until))
            }
            NextStep::Unknown { .. } if uncertain + 1 >= MAX_UNCERTAIN => {
                (DeliveryStatus::Failed, counted + 1, uncertain + 1, None)
            }
            NextStep::Unknown { until } => (
                DeliveryStatus::Deferred,
                counted + 1,
                uncertain + 1,
                Some(until),
            ),
        };
        Self {
            outcome,
            held,
            status,
            counted,
            uncertain,
            due: due.unwrap_or(outcome.at),
        }
    }

    /// Whether it is to be tried again.
    pub(super) fn waits(&self) -> bool {
        matches!(
            self.status,
            DeliveryStatus::Queued | DeliveryStatus::Deferred
        )
    }

    /// Whether a mail server or the capture folder has it.
    pub(super) fn was_sent(&self) -> bool {
        matches!(self.outcome.next, NextStep::Sent | NextStep::Captured)
    }

    /// What is kept of it beside its user.
    pub(super) fn welcome(&self) -> WelcomeStatus {
        WelcomeStatus {
            user: self.outcome.user,
            message: self.outcome.message,
            status: self.status,
            at: self.outcome.at,
        }
    }
}
