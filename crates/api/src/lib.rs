//! Usher over HTTP: the native REST API and the vendors' dialects, both on the same use cases.
//!
//! A handler takes a request apart, calls one use case and puts its answer into words; it decides
//! nothing. What concerns every request (errors, credentials, cookies, cross-site checks) has one
//! module each; what belongs to one noun or one vendor lives in that noun's or vendor's module.
//!
//! The server puts a [`CallContext`](usher_api_types::call_context::CallContext) into each
//! request's extensions before it reaches a router of this crate.

pub mod client_address;
pub mod compat;
pub mod cookies;
pub mod csrf;
pub mod places;

mod altcraft;
mod authenticate;
mod branding;
mod dialects;
mod extract;
mod failure;
mod fields;
mod health;
mod huawei_auth;
mod huawei_sts;
mod huawei_workspace;
mod idempotency;
mod myreports;
mod native;
mod openapi;
mod origin;
mod otc_iam;
mod prefer;
mod problem;
mod refusals;
mod request_id;

use axum::{Extension, Router, middleware, response::Response, routing::get};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

pub use openapi::document as openapi_document;

use places::Places;

/// The native REST API, everything under `/api/v1`.
///
/// What is kept of where a request came from includes its place, as far as `places` knows it.
pub fn native_router(app: App, places: Places) -> Router {
    native::router(app).layer(Extension(places))
}

/// The vendors' APIs, each under its own prefixes.
pub fn dialects_router(app: App, places: Places) -> Router {
    dialects::router(app)
        .layer(Extension(places))
        .layer(middleware::from_fn(failure::log))
        .layer(middleware::from_fn(request_id::echo))
}

/// `/` as programs see it: where IAM's clients learn which versions are spoken. Pages have their own
/// `/`, and call this one when they are asked for data.
pub fn discovery_router(app: App) -> Router {
    Router::new()
        .route("/", get(otc_iam::discovery))
        .with_state(app)
}

/// The answer to a request that never came to a dialect's handler, or never came back from one: in
/// the words of the vendor whose prefix the path has, if it has one.
#[must_use]
pub fn dialect_refusal(path: &str, code: ErrorCode) -> Option<Response> {
    dialects::refusal(path, code)
}

/// `/branding/{hash}`, the logos of accounts, for anybody.
pub fn branding_router(app: App) -> Router {
    branding::router(app)
}

/// `/healthz` and `/readyz`, for whatever watches the process.
pub fn health_router(app: App) -> Router {
    health::router(app)
}
