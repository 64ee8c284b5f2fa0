//! What the pages are made with: the native API to call and the installation's settings.

use std::sync::Arc;

use axum::Router;

/// Everything the pages need; cheap to clone.
#[derive(Clone)]
pub struct Web {
    api: Router,
    settings: Arc<WebSettings>,
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
    /// Pages on top of a router that answers the native REST API under `/api/v1`.
    #[must_use]
    pub fn new(api: Router, settings: WebSettings) -> Self {
        Self {
            api,
            settings: Arc::new(settings),
        }
    }

    pub(crate) fn api(&self) -> &Router {
        &self.api
    }

    pub(crate) fn settings(&self) -> &WebSettings {
        &self.settings
    }
}
