//! The application out of its parts.

use std::sync::Arc;

use usher_application::{
    App, AppSettings, DeliveryRoute,
    keys::{self, KeyError},
};
use usher_domain::{
    clock::{Clock, Entropy},
    keyring::Keyring,
};
use usher_persistence::Database;

/// What the application is made of. Tests bring a clock that stands still and seeded entropy.
pub struct Parts {
    /// An open and migrated database.
    pub database: Database,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The installation's keys.
    pub keyring: Keyring,
    /// Where mail goes.
    pub route: DeliveryRoute,
    /// What is configured.
    pub settings: AppSettings,
}

/// Checks that keyring and database belong together, and makes the application. Its background work
/// is started by [`crate::background`].
///
/// # Errors
/// When the keyring is another one than the database was used with.
pub async fn wire(parts: Parts) -> Result<App, KeyError> {
    keys::introduce(
        &parts.database,
        &parts.keyring,
        &*parts.clock,
        &*parts.entropy,
    )
    .await?;
    Ok(App::new(
        parts.database,
        parts.clock,
        parts.entropy,
        parts.keyring,
        parts.route,
        parts.settings,
    ))
}
