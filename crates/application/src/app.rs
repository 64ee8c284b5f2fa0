//! What every use case is given: the database, time, randomness, keys and settings.

use std::{
    ops::Deref,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    clock::{Clock, Entropy},
    ids::AuditEventId,
    keyring::Keyring,
    password::PasswordPolicy,
};
use usher_mail::{letter::Sender, templates::Templates};
use usher_persistence::Database;

use crate::{
    delivery_route::DeliveryRoute, dispatcher::rush::Rush, idempotency::Once,
    link_visits::VisitLog, lockout::Lockout, metrics::Metrics, password_hasher::PasswordHasher,
    pulse::Pulse, refused_sign_ins::RefusalLog, throttle::Throttle, welcome_emails::Waiters,
};

/// The application. Clones are cheap and share everything.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// The request that this clone is for, if its caller may repeat it.
    once: Option<Arc<Once>>,
}

/// What the application is configured to do.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// The base of every link, without a slash at its end.
    pub public_url: String,
    /// The default name of an account's project, and the region in IAM's catalog.
    pub region: String,
    /// In whose name mail is sent.
    pub sender: Sender,
    /// How long a dialect waits for a message's fate.
    pub dialect_wait: std::time::Duration,
    /// Which passwords are good enough.
    pub password_policy: PasswordPolicy,
    /// How many password hashes are computed at once.
    pub hash_threads: usize,
}

impl AppSettings {
    /// Whether cookies may only travel over https.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The parts behind an [`App`].
pub struct Parts {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) hasher: PasswordHasher,
    pub(crate) throttle: Throttle,
    pub(crate) lockout: Lockout,
    pub(crate) visits: VisitLog,
    pub(crate) refusals: RefusalLog,
    pub(crate) waiters: Waiters,
    pub(crate) templates: Templates,
    pub(crate) route: DeliveryRoute,
    pub(crate) metrics: Metrics,
    pub(crate) pulse: Pulse,
    pub(crate) rush: Rush,
    draining: AtomicBool,
    keyring: RwLock<Arc<Keyring>>,
    settings: AppSettings,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl App {
    /// Puts the application together. Background work is started separately: see
    /// [`crate::dispatcher`], [`crate::audit_sealer`] and [`crate::housekeeping`].
    #[must_use]
    pub fn new(
        database: Database,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        keyring: Keyring,
        route: DeliveryRoute,
        settings: AppSettings,
    ) -> Self {
        let metrics = Metrics::default();
        let hasher = PasswordHasher::start(settings.hash_threads, metrics.hashes.clone());
        let parts = Parts {
            database,
            clock,
            entropy,
            hasher,
            throttle: Throttle::default(),
            lockout: Lockout::default(),
            visits: VisitLog::default(),
            refusals: RefusalLog::default(),
            waiters: Waiters::default(),
            templates: Templates::builtin(),
            route,
            metrics,
            pulse: Pulse::default(),
            rush: Rush::default(),
            draining: AtomicBool::new(false),
            keyring: RwLock::new(Arc::new(keyring)),
            settings,
        };
        Self {
            parts: Arc::new(parts),
            once: None,
        }
    }

    /// The same application, for one request that is carried out once.
    pub(crate) fn carrying(&self, once: Once) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            once: Some(Arc::new(once)),
        }
    }

    /// Whether the request that this is for may come again.
    pub(crate) fn may_be_repeated(&self) -> bool {
        self.once.is_some()
    }

    /// The request that this is for.
    pub(crate) fn once(&self) -> Option<Arc<Once>> {
        self.once.clone()
    }
}

impl Parts {
    /// What the application is configured to do.
    #[must_use]
    pub fn settings(&self) -> &AppSettings {
        &self.settings
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Whether mail is captured on this machine instead of sent.
    #[must_use]
    pub fn mail_is_captured(&self) -> bool {
        matches!(self.route, DeliveryRoute::Capture(_))
    }

    /// Says from now on that the process is about to end, so that nobody sends it more to do.
    pub fn begin_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the process is about to end.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// How long ago the dispatcher of this process went round; it does about once a second, and also
    /// while mail servers are slow.
    #[must_use]
    pub fn dispatcher_last_moved(&self) -> Duration {
        self.pulse.age()
    }

    /// The keys as they are now.
    pub(crate) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keyring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over a keyring that has gained a key.
    pub fn replace_keyring(&self, keyring: Keyring) {
        *self.keyring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keyring);
    }

    /// An audit event of now.
    pub(crate) fn event(&self, actor: &Actor, action: AuditAction) -> AuditEvent {
        let now = self.now();
        AuditEvent::new(AuditEventId::mint(now, &*self.entropy), now, actor, action)
    }
}
