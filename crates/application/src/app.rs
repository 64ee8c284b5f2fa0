//! What every use case is given: the database, time, randomness, keys and settings.

use std::{
    ops::Deref,
    sync::{Arc, PoisonError, RwLock},
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
    delivery_route::DeliveryRoute, link_visits::VisitLog, lockout::Lockout,
    password_hasher::PasswordHasher, refused_sign_ins::RefusalLog, throttle::Throttle,
    welcome_emails::Waiters,
};

/// The application. Clones are cheap and share everything.
#[derive(Clone)]
pub struct App(Arc<Parts>);

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
    keyring: RwLock<Arc<Keyring>>,
    settings: AppSettings,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
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
        let hasher = PasswordHasher::start(settings.hash_threads);
        Self(Arc::new(Parts {
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
            keyring: RwLock::new(Arc::new(keyring)),
            settings,
        }))
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
