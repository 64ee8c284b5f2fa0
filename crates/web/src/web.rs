//! What the pages are made with: the native API to call and the installation's settings.

use std::sync::Arc;

use axum::Router;
use chrono::{DateTime, Utc};
use usher_domain::clock::{Clock, Entropy};

/// Everything the pages need; cheap to clone.
#[derive(Clone)]
pub struct Web {
    api: Router,
    settings: Arc<WebSettings>,
    entropy: Arc<dyn Entropy>,
    clock: Option<Arc<dyn Clock>>,
}

/// The installation's settings, as far as pages show or obey them.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// The base of every link, without a trailing slash.
    pub public_url: String,
    /// The version, for the foot of the pages.
    pub version: String,
}

impl Web {
    /// Pages on top of a router that answers the native REST API under `/api/v1`. Their scripts run
    /// by numbers drawn from `entropy`.
    #[must_use]
    pub fn new(api: Router, settings: WebSettings, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            api,
            settings: Arc::new(settings),
            entropy,
            clock: None,
        }
    }

    /// The same pages, which also say how long ago something was.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    pub(crate) fn api(&self) -> &Router {
        &self.api
    }

    pub(crate) fn settings(&self) -> &WebSettings {
        &self.settings
    }

    pub(crate) fn now(&self) -> Option<DateTime<Utc>> {
        self.clock.as_ref().map(|clock| clock.now())
    }

    pub(crate) fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.entropy
    }
}
