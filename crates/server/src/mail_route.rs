//! From the configuration to where mail goes.

use usher_application::{DeliveryRoute, Domains, ProviderRoute, SmtpRoute};
use usher_mail::{
    capture::{CaptureError, CaptureFolder},
    pool::{ConnectionPool, PoolLimits},
    smtp::{InvalidProvider, SmtpOptions, SmtpProvider},
};

use crate::config::{Config, Connections};

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
        .zip(config.providers())
        .map(|(provider, configured)| {
            let limits = PoolLimits::of(configured.connections.get());
            ProviderRoute::new(ConnectionPool::new(provider, limits))
        });
    Ok(DeliveryRoute::Smtp(SmtpRoute {
        providers: routes.collect(),
        domains: Domains::with_limit(config.mail.connections_per_domain.map(Connections::get)),
    }))
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
