//! Every router behind every layer that concerns all requests alike.
//!
//! From the outside in: who calls and what the answer carries always (`context`), the span and
//! what happens to requests that panic or never end (`guard`), the cross-site check, and then the
//! routers of `api` and `web`. Pages call the native API in-process, behind these layers.

mod context;
mod guard;
mod refusal;
mod trace_context;

use std::{net::IpAddr, sync::Arc};

pub use axum::Router;
use axum::{extract::DefaultBodyLimit, middleware::from_fn_with_state};
use ipnet::IpNet;
use url::Url;
pub use usher_api::places::Places;
use usher_api::{
    client_address::TrustedProxies,
    csrf::{self, CsrfPolicy},
};
use usher_application::App;
use usher_domain::clock::{Clock, Entropy};
use usher_web::{Web, WebSettings};

use crate::{VERSION, metrics::HttpMetrics};
use context::Caller;

/// No body is larger, whatever reads it; most readers allow far less.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// What the layers need to know.
#[derive(Clone)]
pub struct HttpSettings {
    /// The base of every link.
    pub public_url: Url,
    /// The networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Which places addresses are at, for what is kept about whoever asks.
    pub places: Places,
    /// Names requests in order of time.
    pub clock: Arc<dyn Clock>,
    /// Names requests.
    pub entropy: Arc<dyn Entropy>,
    /// Measures requests.
    pub metrics: HttpMetrics,
}

/// The peer of the connection that a request came in on; whoever accepts connections puts it into
/// the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Everything that Usher answers over HTTP.
pub fn router(app: &App, settings: HttpSettings) -> Router {
    let native = usher_api::native_router(app.clone(), settings.places.clone());
    let web = Web::new(
        native
            .clone()
            .merge(usher_api::discovery_router(app.clone())),
        WebSettings {
            public_url: app.settings().public_url.clone(),
            version: VERSION.to_owned(),
        },
        settings.entropy.clone(),
    )
    .with_clock(settings.clock.clone());
    let csrf = from_fn_with_state(
        CsrfPolicy::new(&settings.public_url, refusal::cross_site_page),
        csrf::refuse_cross_site,
    );
    let caller = Caller::new(
        TrustedProxies::new(settings.trusted_proxies),
        settings.public_url.scheme() == "https",
        settings.clock,
        settings.entropy,
    );
    usher_web::router(web)
        .merge(native)
        .merge(usher_api::dialects_router(app.clone(), settings.places))
        .merge(usher_api::branding_router(app.clone()))
        .merge(usher_api::health_router(app.clone()))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(csrf)
        .layer(from_fn_with_state(settings.metrics, guard::guard))
        .layer(from_fn_with_state(caller, context::introduce))
}
