//! Recording what became of tries.
//!
//! Tries that ended are recorded together, one kind of row after the other: to a file each row is a call, to
//! a server each kind is one journey, however many rows it has. What waits or is put back is rare, and each
//! asks about its own links.

mod ending;
mod held;
mod write;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use usher_domain::{
    delivery::DeliveryStatus,
    ids::{AccountUserId, LeaseId, MessageId},
    message::{AttemptOutcome, LastReply},
};

use super::put_back::put_back;
use crate::{
    DatabaseError, DbConnection, account_users, bulk_sends,
    delivery_hours::{self, Tally},
    password_links,
};
use ending::Ending;

pub(super) use held::Held;

/// What became of one try.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The message.
    pub message: MessageId,
    /// Its user.
    pub user: AccountUserId,
    /// The lease under which it was tried.
    pub lease: LeaseId,
    /// When the try ended.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub attempt: AttemptOutcome,
    /// The provider that had it in the end, if that is not the one it was claimed for.
    pub provider: Option<String>,
    /// What was learnt.
    pub reply: Option<LastReply>,
    /// What happens with the message now.
    pub next: NextStep,
}

/// What happens with a message after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A mail server took it.
    Sent,
    /// It was written to the capture folder.
    Captured,
    /// It waits; the try counts when `counts` says so.
    Wait {
        /// Until then.
        until: DateTime<Utc>,
        /// Whether the try was spent.
        counts: bool,
    },
    /// It ended without anybody knowing whether the server took it; it is tried again until
    /// [`MAX_UNCERTAIN`](super::MAX_UNCERTAIN).
    Unknown {
        /// When to try again.
        until: DateTime<Utc>,
    },
    /// It was not tried at all and goes back as it was; nothing is kept of this claim.
    PutBack {
        /// Until then.
        until: DateTime<Utc>,
    },
    /// It will never be sent.
    Failed,
}

/// Records what became of some tries, and counts what ended with them. The outcomes whose lease was no
/// longer held change nothing; their number is returned.
///
/// # Errors
/// When the database fails.
pub fn record(connection: &mut DbConnection, outcomes: &[Outcome]) -> Result<u32, DatabaseError> {
    // The users' rows first: sending supersedes links, and everything about links queues up there. They
    // are written once, with what came out.
    let users: Vec<AccountUserId> = outcomes.iter().map(|outcome| outcome.user).collect();
    account_users::hold(connection, &users)?;
    let (mut tally, mut runs) = (Tally::default(), bulk_sends::Tally::default());
    let mut lost = 0;
    for round in rounds(outcomes) {
        lost += record_round(connection, &round, &mut tally, &mut runs)?;
    }
    let share = outcomes
        .first()
        .map_or(0, |first| first.message.as_bytes()[15]);
    delivery_hours::add(connection, &tally, share)?;
    bulk_sends::add(connection, &runs)?;
    Ok(lost)
}

/// Outcomes in groups in which nobody has two: what a mail means for a person's links depends on the mail
/// before it. Others whose links a mail carries as well, for it went to an address that they share, may be
/// in a group twice: which of two such mails comes first was never known.
fn rounds(outcomes: &[Outcome]) -> Vec<Vec<&Outcome>> {
    let mut rounds: Vec<Vec<&Outcome>> = Vec::new();
    let mut seen: HashMap<AccountUserId, usize> = HashMap::with_capacity(outcomes.len());
    for outcome in outcomes {
        let round = seen.entry(outcome.user).or_default();
        if *round == rounds.len() {
            rounds.push(Vec::new());
        }
        rounds[*round].push(outcome);
        *round += 1;
    }
    rounds
}

/// Records outcomes of different users, whose rows are held; the number of those that came too late.
fn record_round(
    connection: &mut DbConnection,
    outcomes: &[&Outcome],
    tally: &mut Tally,
    runs: &mut bulk_sends::Tally,
) -> Result<u32, DatabaseError> {
    let mut lost = 0;
    let mut endings = Vec::with_capacity(outcomes.len());
    for (outcome, held) in held::load(connection, outcomes)? {
        let Some(held) = held else {
            lost += 1;
            continue;
        };
        if let NextStep::PutBack { until } = outcome.next
            && put_back(connection, outcome, &held, until)?
        {
            continue;
        }
        let mut ending = Ending::of(outcome, held);
        // While it was under way, its address changed, its links were voided, or a newer mail arrived.
        if ending.waits() && !password_links::any_alive(connection, outcome.message.as_bytes())? {
            ending.status = DeliveryStatus::Cancelled;
        }
        endings.push(ending);
    }
    if endings.is_empty() {
        return Ok(lost);
    }
    write::messages(connection, &endings)?;
    write::attempts(connection, &endings)?;
    for ending in &endings {
        let counts = tally.of(ending.held.account, ending.outcome.at);
        counts.failed += i64::from(ending.status == DeliveryStatus::Failed);
        runs.note(ending.held.run, ending.status);
    }
    let sent = endings.iter().filter(|ending| ending.was_sent());
    let sent: HashMap<MessageId, &Ending<'_>> = sent
        .map(|ending| (ending.outcome.message, ending))
        .collect();
    let at = sent.iter().map(|(id, ending)| (*id, ending.outcome.at));
    let counts = password_links::note_sent(connection, &at.collect())?;
    for (message, ending) in sent {
        let counted = tally.of(ending.held.account, ending.outcome.at);
        counted.sent += 1;
        *counted += counts.get(&message).copied().unwrap_or_default();
    }
    let noted: Vec<_> = endings.iter().map(Ending::welcome).collect();
    account_users::take_noting(connection, &noted)?;
    Ok(lost)
}
