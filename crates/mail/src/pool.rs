//! Connections to one provider, kept and shared.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::Instant;
use usher_domain::delivery::Verdict;

use crate::message::OutgoingMail;
use crate::smtp::{SmtpConnection, SmtpProvider};

/// How many connections there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolLimits {
    /// Connections at once, idle ones included. At least one.
    pub connections: usize,
    /// How many of them bulk sends may never take, so that a single send finds one free. At least
    /// one connection stays for bulk sends.
    pub reserved: usize,
    /// How long an unused connection is kept. Servers drop them after minutes.
    pub keep_idle: Duration,
}

impl PoolLimits {
    /// So many connections, a quarter of which bulk sends leave alone.
    #[must_use]
    pub const fn of(connections: usize) -> Self {
        Self {
            connections,
            reserved: connections.div_ceil(4),
            keep_idle: Duration::from_mins(1),
        }
    }
}

impl Default for PoolLimits {
    fn default() -> Self {
        Self::of(8)
    }
}

/// Who wants a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A message that someone waits for.
    Single,
    /// One of many.
    Bulk,
}

/// The connections of one provider.
pub struct ConnectionPool {
    provider: SmtpProvider,
    keep_idle: Duration,
    connections: usize,
    all: Arc<Semaphore>,
    bulk: Arc<Semaphore>,
    idle: Mutex<VecDeque<Idle>>,
}

struct Idle {
    connection: SmtpConnection,
    since: Instant,
}

/// A connection lent by the pool. Give it back with [`ConnectionPool::checkin`]; dropped, it is
/// closed and its place is free again.
pub struct PooledConnection {
    connection: SmtpConnection,
    _place: Place,
}

/// Leave to have one of the pool's connections; dropped, somebody else has it.
#[derive(Debug)]
pub struct Place {
    _bulk: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl fmt::Debug for ConnectionPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionPool")
            .field("provider", &self.provider)
            .field("idle", &self.idle_count())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PooledConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PooledConnection")
            .field(&self.connection)
            .finish()
    }
}

impl PooledConnection {
    /// Hands one message to the server, see [`SmtpConnection::deliver`].
    pub async fn deliver(&mut self, mail: &OutgoingMail) -> Verdict {
        self.connection.deliver(mail).await
    }
}

impl ConnectionPool {
    /// An empty pool.
    #[must_use]
    pub fn new(provider: SmtpProvider, limits: PoolLimits) -> Self {
        let connections = limits.connections.clamp(1, Semaphore::MAX_PERMITS);
        let for_bulk = connections.saturating_sub(limits.reserved).max(1);
        Self {
            provider,
            keep_idle: limits.keep_idle,
            connections,
            all: Arc::new(Semaphore::new(connections)),
            bulk: Arc::new(Semaphore::new(for_bulk)),
            idle: Mutex::new(VecDeque::new()),
        }
    }

    /// The provider it connects to.
    #[must_use]
    pub fn provider(&self) -> &SmtpProvider {
        &self.provider
    }

    /// Waits for a free place.
    pub async fn place(&self, lane: Lane) -> Place {
        // The order is the same for everybody, and only bulk sends wait for the first: no deadlock,
        // and a waiting bulk send holds no place that a single send could use.
        let bulk = match lane {
            Lane::Single => None,
            Lane::Bulk => permit(&self.bulk).await,
        };
        Place {
            _bulk: bulk,
            _all: permit(&self.all).await,
        }
    }

    /// Takes a kept connection, or opens one.
    ///
    /// # Errors
    ///
    /// [`Verdict::ProviderDown`] when a connection cannot be opened.
    pub async fn checkout(&self, place: Place) -> Result<PooledConnection, Verdict> {
        let connection = match self.take_idle() {
            Some(connection) => connection,
            None => self.provider.connect().await?,
        };
        Ok(PooledConnection {
            connection,
            _place: place,
        })
    }

    /// Takes a connection back, to be kept if it is in order.
    pub fn checkin(&self, pooled: PooledConnection) {
        if pooled.connection.is_reusable() {
            let idle = Idle {
                connection: pooled.connection,
                since: Instant::now(),
            };
            self.lock().push_back(idle);
        }
        // The place is given up after the connection was put back, so that whoever waits finds it.
    }

    /// Closes connections that were idle too long; to be called now and then.
    pub async fn close_expired(&self) {
        let expired = {
            let mut idle = self.lock();
            let keep = idle.partition_point(|entry| entry.since.elapsed() > self.keep_idle);
            idle.drain(..keep).collect::<Vec<_>>()
        };
        quit_all(expired).await;
    }

    /// Closes every idle connection, for shutting down.
    pub async fn close_all(&self) {
        let all = std::mem::take(&mut *self.lock());
        quit_all(all).await;
    }

    /// How many connections are lent, those included that are being opened.
    #[must_use]
    pub fn busy_count(&self) -> usize {
        self.connections - self.all.available_permits()
    }

    /// How many connections wait to be used.
    #[must_use]
    pub fn idle_count(&self) -> usize {
        self.lock().len()
    }

    /// The one used last is the least likely to have been dropped by the server.
    fn take_idle(&self) -> Option<SmtpConnection> {
        let entry = self.lock().pop_back()?;
        (entry.since.elapsed() <= self.keep_idle).then_some(entry.connection)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Idle>> {
        // Nothing under the lock can leave the list half-changed.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says goodbye on all connections at once, since a server that fell silent answers on none.
async fn quit_all(all: impl IntoIterator<Item = Idle>) {
    let goodbyes = all.into_iter().map(|entry| entry.connection.quit());
    goodbyes.collect::<JoinSet<_>>().join_all().await;
}

/// The semaphores are never closed, so there is always a permit in the end.
async fn permit(semaphore: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_owned().await.ok()
}
