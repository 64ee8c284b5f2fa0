//! Whether the process lives and can do its work, for probes and load balancers.

use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use http::{StatusCode, header};
use serde_json::json;
use usher_application::{
    App,
    health::{self, Readiness},
};

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(answer(StatusCode::OK, "ok")))
        .route("/readyz", get(ready))
        .with_state(app)
}

/// A breaker that is open does not make us unready: requests are taken and mail waits.
async fn ready(State(app): State<App>) -> impl IntoResponse {
    match health::ready(&app).await {
        Readiness::Ready => answer(StatusCode::OK, "ready"),
        Readiness::Degraded => answer(StatusCode::OK, "degraded"),
        Readiness::Draining => answer(StatusCode::SERVICE_UNAVAILABLE, "draining"),
        Readiness::Unavailable => answer(StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    }
}

fn answer(code: StatusCode, status: &'static str) -> impl IntoResponse + Clone {
    (
        code,
        [(header::CACHE_CONTROL, "no-store")],
        Json(json!({ "status": status })),
    )
}
