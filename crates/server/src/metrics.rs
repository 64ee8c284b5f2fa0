//! What is measured, for Prometheus: on a listener of its own, beside health once more.
//!
//! Each crate measures what it does and knows how to register that; only here it is put together and
//! written out (`OpenMetrics` 1.0). Labels are route templates, words of closed lists and names of mail
//! providers, never anything about anybody.

mod build;
mod http;
mod process;

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{encoding::text, registry::Registry};
use usher_application::{App, metrics};

pub use self::http::HttpMetrics;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone)]
struct Exposition {
    app: App,
    registry: Arc<Registry>,
}

/// `/metrics`, and `/healthz` and `/readyz` as on the main listener: a worker has no other one, and
/// this one still answers while the process drains.
pub fn router(app: &App, requests: &HttpMetrics) -> Router {
    let mut registry = Registry::default();
    process::register(&mut registry);
    let ours = registry.sub_registry_with_prefix("usher");
    build::register(ours);
    requests.register(ours);
    metrics::register(app, ours);
    let exposition = Exposition {
        app: app.clone(),
        registry: Arc::new(registry),
    };
    Router::new()
        .route("/metrics", get(expose))
        .with_state(exposition)
        .merge(usher_api::health_router(app.clone()))
}

async fn expose(State(exposition): State<Exposition>) -> Response {
    metrics::refresh(&exposition.app).await;
    let mut text = String::new();
    match text::encode(&mut text, &exposition.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
