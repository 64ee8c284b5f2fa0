//! From the configuration to where mail goes.

use usher_application::{DeliveryRoute, ProviderRoute};
use usher_mail::{
    capture::{CaptureError, CaptureFolder},
    pool::{ConnectionPool, PoolLimits},
    smtp::{InvalidProvider, SmtpOptions, SmtpProvider},
};

use crate::config::Config;

/// Why mail cannot go anywhere.
#[derive(Debug, thiserror::Error)]
pub enum MailRouteError {
    /// A provider cannot work as it is configured.
    #[error("the mail provider {name} cannot work: {reason}")]
    Provider {
        /// Which one.
        name: String,
        /// Why.
        reason: InvalidProvider,
    },
    /// The folder of captured mail.
    #[error(transparent)]
    Capture(#[from] CaptureError),
}

/// The route that the configuration asks for.
pub(crate) fn route(config: &Config) -> Result<DeliveryRoute, MailRouteError> {
    let providers = providers(config)?;
    if providers.is_empty() {
        return Ok(DeliveryRoute::Capture(CaptureFolder::open(
            config.capture_path(),
        )?));
    }
    let routes = providers
        .into_iter()
        .map(|provider| ProviderRoute::new(ConnectionPool::new(provider, PoolLimits::default())));
    Ok(DeliveryRoute::Smtp(routes.collect()))
}

/// The configured providers, the preferred one first.
pub(crate) fn providers(config: &Config) -> Result<Vec<SmtpProvider>, MailRouteError> {
    let options = SmtpOptions {
        ehlo_name: config.mail.ehlo_name.clone(),
        tls_ca_file: config.mail.tls_ca_file.clone(),
        ..SmtpOptions::default()
    };
    let one = |provider: &crate::config::Provider| {
        SmtpProvider::new(&provider.name, provider.smtp.clone(), options.clone()).map_err(
            |reason| MailRouteError::Provider {
                name: provider.name.clone(),
                reason,
            },
        )
    };
    config.providers().iter().map(one).collect()
}
