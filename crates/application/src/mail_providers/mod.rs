//! The configured mail providers, as administrators see and test them.

mod trial;

use usher_domain::{
    actor::{Actor, PermissionDenied},
    grants::Scope,
    permission::Permission,
};

pub use trial::{ProviderTest, TestProviderError, test, tested_before};
pub(crate) use trial::{outcome_word, try_out};
pub use usher_mail::smtp::{Speaker, TranscriptLine};

use crate::{App, DeliveryRoute};

/// What the one provider is called when mail is captured.
const CAPTURE: &str = "capture";

/// One mail provider.
#[derive(Debug, Clone)]
pub struct MailProvider {
    /// What the configuration calls it.
    pub name: String,
    /// Where it is, without credentials.
    pub endpoint: String,
    /// `closed` (in use), `open` (resting after failures) or `half_open` (about to be tried again).
    pub breaker: &'static str,
    /// What went wrong last, while it rests.
    pub last_failure: Option<String>,
}

/// Every provider; capturing counts as one.
///
/// # Errors
/// When the permission is missing.
pub fn list(app: &App, actor: &Actor) -> Result<Vec<MailProvider>, PermissionDenied> {
    actor.require(Permission::MailProvidersRead, Scope::Installation)?;
    Ok(match &app.route {
        DeliveryRoute::Capture(_) => vec![MailProvider {
            name: CAPTURE.to_owned(),
            endpoint: CAPTURE.to_owned(),
            breaker: "closed",
            last_failure: None,
        }],
        DeliveryRoute::Smtp(route) => route
            .providers
            .iter()
            .map(|provider| MailProvider {
                name: provider.name().to_owned(),
                endpoint: provider.pool.provider().settings().to_string(),
                breaker: match (provider.is_resting(), provider.resting_until()) {
                    (false, _) => "closed",
                    (true, Some(until)) if app.now() < until => "open",
                    (true, _) => "half_open",
                },
                last_failure: provider.last_failure(),
            })
            .collect(),
    })
}
