//! The hash chain over the audit log: its signed end, and proving that nobody has changed it.

mod heads;
mod walk;

use std::fmt;

use usher_domain::{chain_head::ChainHead, ids::AuditEventId};
use usher_persistence::{
    DatabaseError,
    audit_chain::{self, AuditHead},
};

pub(crate) use heads::{is_signed, sign};
pub use walk::{Walk, Walked, walk};

use crate::App;

/// The signed end of the chain, if anything is sealed yet.
///
/// # Errors
/// When the database fails.
pub async fn head(app: &App) -> Result<Option<AuditHead>, DatabaseError> {
    app.database.read(audit_chain::head).await
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Everything fits; so many events are sealed, and this is the chain's last hash.
    Intact {
        /// How many events are sealed.
        events: i64,
        /// The hash of the last one.
        hash: [u8; 32],
        /// Whether a head that was kept elsewhere vouches for the end.
        vouched: bool,
    },
    /// Something was changed, inserted or removed at this place.
    Broken {
        /// The place in the chain.
        seq: i64,
        /// What is wrong there.
        flaw: Flaw,
        /// The event that stands there, if one does.
        event: Option<AuditEventId>,
    },
    /// Everything fits up to here; the rest is still to be looked at.
    Unfinished {
        /// Where to go on.
        at: ChainHead,
    },
    /// The chain has no such place to go on from.
    NowhereToGoOn,
}

/// What can be wrong with the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The event that belongs at a place is not there.
    EventMissing,
    /// An event is not what was sealed.
    EventChanged,
    /// The chain is another one than that of the kept head.
    KeptHeadDiffers,
    /// A stored head is not signed by this installation, or signs another hash.
    HeadDiffers,
    /// The chain ends before a head that names more events.
    EventsRemoved,
    /// Events stand behind the last signed head.
    UnsignedEnd,
    /// The last head was signed with a key that is not in the keyring; everything else fits.
    KeyGone,
}

impl Flaw {
    /// Its stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EventMissing => "event_missing",
            Self::EventChanged => "event_changed",
            Self::KeptHeadDiffers => "kept_head_differs",
            Self::HeadDiffers | Self::KeyGone => "head_differs",
            Self::EventsRemoved => "events_removed",
            Self::UnsignedEnd => "unsigned_end",
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EventMissing => "an event is missing here",
            Self::EventChanged => "this event was changed",
            Self::KeptHeadDiffers => "the kept head does not fit",
            Self::HeadDiffers => "the signed head here does not fit",
            Self::EventsRemoved => "events were removed here",
            Self::UnsignedEnd => "no signed head covers this event",
            Self::KeyGone => "the key that signed the last head is not in the keyring",
        })
    }
}

/// Walks the whole chain and every signed head over it. `kept` is a head written down earlier:
/// without one, events removed from the end cannot be missed by anybody.
///
/// # Errors
/// When the database fails.
pub async fn verify(app: &App, kept: Option<ChainHead>) -> Result<Verification, DatabaseError> {
    let whole = Walk {
        kept,
        ..Walk::default()
    };
    Ok(walk(app, &whole).await?.verification)
}
