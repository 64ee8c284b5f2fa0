//! Signals from committed writes to the tasks that wait for them.
//!
//! A signal carries nothing: it says "look into the database". Rings that nobody has heard yet melt
//! into one, so a burst of writes wakes a task once. Every task polls as well, because a process
//! may end between its commit and its ring.

use tokio::sync::watch;

/// What a committed write may have left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// A message waits to be delivered.
    Outbox,
    /// Audit events wait to be linked into the chain.
    Audit,
    /// A message's delivery has changed its state.
    Delivery,
    /// An import of users waits to be carried out, or to be erased.
    Imports,
    /// A bulk send was started, resumed, paused or called off.
    BulkSends,
}

impl Signal {
    pub(crate) const ALL: [Self; 5] = [
        Self::Outbox,
        Self::Audit,
        Self::Delivery,
        Self::Imports,
        Self::BulkSends,
    ];

    pub(crate) fn index(self) -> usize {
        match self {
            Self::Outbox => 0,
            Self::Audit => 1,
            Self::Delivery => 2,
            Self::Imports => 3,
            Self::BulkSends => 4,
        }
    }
}

/// One bell for each signal.
#[derive(Debug)]
pub(crate) struct Signals {
    bells: [watch::Sender<()>; Signal::ALL.len()],
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            bells: std::array::from_fn(|_| watch::Sender::new(())),
        }
    }
}

impl Signals {
    pub(crate) fn ring(&self, signal: Signal) {
        self.bells[signal.index()].send_replace(());
    }

    pub(crate) fn listen(&self, signal: Signal) -> SignalListener {
        SignalListener {
            bell: self.bells[signal.index()].subscribe(),
        }
    }
}

/// Hears the rings of one [`Signal`] that come after it was made.
#[derive(Debug, Clone)]
pub struct SignalListener {
    bell: watch::Receiver<()>,
}

impl SignalListener {
    /// Waits for a ring that this listener has not heard yet.
    ///
    /// Once the database is closed nothing rings any more and this waits for ever; whoever listens
    /// also has a clock and a shutdown to wait for.
    pub async fn heard(&mut self) {
        if self.bell.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
