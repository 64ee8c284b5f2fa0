//! Walking along the chain, or along a part of it.

use usher_domain::{audit::AuditEvent, chain_head::ChainHead, keyring::Keyring};
use usher_persistence::{
    DatabaseError, DbConnection,
    audit_chain::{self, AuditHead},
};

use super::{Flaw, Verification, heads::Heads, is_signed};
use crate::App;

/// How many events are read at a time.
const BATCH: i64 = 500;

/// Waiting events are counted up to here.
const MOST_UNSEALED: i64 = 1000;

/// Which part of the chain to walk; all of it by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk {
    /// A head written down earlier, to compare with.
    pub kept: Option<ChainHead>,
    /// Where an earlier walk stopped.
    pub from: Option<ChainHead>,
    /// Stop after so many events.
    pub most: Option<i64>,
}

/// What a walk found, and what the chain looked like when it began.
#[derive(Debug, Clone)]
pub struct Walked {
    /// What it found.
    pub verification: Verification,
    /// How many events fit, from the first on.
    pub verified: i64,
    /// How many events are sealed.
    pub sealed: i64,
    /// How many wait to be sealed, counted up to 1,000.
    pub unsealed: usize,
    /// The signed end.
    pub end: Option<AuditHead>,
}

/// The chain as it was in one moment. What is sealed later is no part of the walk.
struct Sight {
    end: Option<AuditHead>,
    last: i64,
    unsealed: usize,
    /// Whether the chain still is the one that an earlier walk saw.
    continues: bool,
    /// Whether the kept head is the one at its place, if that is behind us.
    kept_fits: bool,
}

impl Sight {
    fn take(connection: &mut DbConnection, walk: Walk) -> Result<Self, DatabaseError> {
        let start = walk.from.map_or(0, |from| from.seq);
        let behind_us = walk.kept.filter(|kept| kept.seq <= start);
        Ok(Self {
            end: audit_chain::head(connection)?,
            last: audit_chain::last_place(connection)?,
            unsealed: audit_chain::count_unsealed(connection, MOST_UNSEALED)?,
            continues: stands(connection, walk.from)?,
            kept_fits: stands(connection, behind_us)?,
        })
    }
}

/// Whether the hash stored at a place is this one.
fn stands(connection: &mut DbConnection, head: Option<ChainHead>) -> Result<bool, DatabaseError> {
    let Some(head) = head else { return Ok(true) };
    let found = audit_chain::sealed_after(connection, head.seq - 1, 1)?;
    Ok(found.first().is_some_and(|(event, hash)| {
        event.chain_seq == Some(head.seq) && hash[..] == head.hash[..]
    }))
}

/// Walks along the chain and the signed heads over it, up to the end that it had at the beginning.
///
/// # Errors
/// When the database fails.
pub async fn walk(app: &App, walk: &Walk) -> Result<Walked, DatabaseError> {
    let walk = *walk;
    let sight = app
        .database
        .read(move |connection| Sight::take(connection, walk))
        .await?;
    let mut place = walk.from.unwrap_or(ChainHead {
        seq: 0,
        hash: [0; 32],
    });
    let verification = if !sight.continues {
        Verification::NowhereToGoOn
    } else if !sight.kept_fits {
        let seq = walk.kept.map_or(0, |kept| kept.seq);
        broken(seq, Flaw::KeptHeadDiffers, None)
    } else {
        follow(app, &walk, &sight, &mut place).await?
    };
    Ok(Walked {
        verification,
        verified: place.seq,
        sealed: sight.last,
        unsealed: sight.unsealed,
        end: sight.end,
    })
}

/// Follows the chain from `place` on, which moves along as far as everything fits.
async fn follow(
    app: &App,
    walk: &Walk,
    sight: &Sight,
    place: &mut ChainHead,
) -> Result<Verification, DatabaseError> {
    let keyring = app.keyring();
    let mut heads = Heads::behind(app, place.seq);
    let mut head = heads.next().await?;
    let end = sight.end.as_ref().map_or(0, |head| head.seq);
    let stop = walk.most.map_or(end, |most| end.min(place.seq + most));
    while place.seq < stop {
        let (after, room) = (place.seq, BATCH.min(stop - place.seq));
        let batch = app
            .database
            .read(move |connection| audit_chain::sealed_after(connection, after, room))
            .await?;
        if batch.is_empty() {
            return Ok(broken(place.seq + 1, Flaw::EventsRemoved, None));
        }
        for (event, stored) in batch {
            let next = match step(*place, &event, &stored) {
                Ok(next) => next,
                Err(flaw) => return Ok(broken(place.seq + 1, flaw, Some(&event))),
            };
            if walk
                .kept
                .is_some_and(|kept| kept.seq == next.seq && kept != next)
            {
                return Ok(broken(next.seq, Flaw::KeptHeadDiffers, Some(&event)));
            }
            if let Some(here) = head.as_ref().filter(|head| head.seq == next.seq) {
                if !fits(&keyring, here, next) {
                    return Ok(broken(next.seq, Flaw::HeadDiffers, Some(&event)));
                }
                head = heads.next().await?;
            }
            *place = next;
        }
    }
    if place.seq < end {
        return Ok(Verification::Unfinished { at: *place });
    }
    Ok(at_the_end(walk, sight, &keyring, *place))
}

/// The place behind an event, if it is the one that belongs here.
fn step(place: ChainHead, event: &AuditEvent, stored: &[u8]) -> Result<ChainHead, Flaw> {
    let seq = place.seq + 1;
    if event.chain_seq != Some(seq) {
        return Err(Flaw::EventMissing);
    }
    let hash = event.chain_hash(&place.hash, seq);
    if hash[..] != *stored {
        return Err(Flaw::EventChanged);
    }
    Ok(ChainHead { seq, hash })
}

/// Whether a head fits its place. One whose key is gone vouches for nothing and is vouched for by the
/// next one that can be checked; the last one of all must be such.
fn fits(keyring: &Keyring, head: &AuditHead, place: ChainHead) -> bool {
    head.hash == place.hash && (is_gone(keyring, head) || is_signed(keyring, head))
}

fn is_gone(keyring: &Keyring, head: &AuditHead) -> bool {
    keyring.find(head.key_id).is_none()
}

/// What is left to say when every event up to the signed end fits.
fn at_the_end(walk: &Walk, sight: &Sight, keyring: &Keyring, place: ChainHead) -> Verification {
    if sight.last > place.seq {
        return broken(sight.last, Flaw::UnsignedEnd, None);
    }
    if walk.kept.is_some_and(|kept| kept.seq > place.seq) {
        return broken(place.seq + 1, Flaw::EventsRemoved, None);
    }
    if sight
        .end
        .as_ref()
        .is_some_and(|head| is_gone(keyring, head))
    {
        return broken(place.seq, Flaw::KeyGone, None);
    }
    Verification::Intact {
        events: place.seq,
        hash: place.hash,
        vouched: walk.kept.is_some(),
    }
}

fn broken(seq: i64, flaw: Flaw, event: Option<&AuditEvent>) -> Verification {
    Verification::Broken {
        seq,
        flaw,
        event: event.map(|event| event.id),
    }
}
