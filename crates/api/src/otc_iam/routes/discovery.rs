//! What clients ask before anything else: which version is spoken, and where its services are.

use axum::{Json, extract::State};
use http::StatusCode;
use serde_json::{Value, json};
use usher_application::App;

use crate::otc_iam::{
    auth::TokenHolder,
    bodies::{catalog::catalog as services, version::version as spoken},
    errors::IamError,
};

/// `GET /`, for programs: the versions to choose from, of which there is one.
pub(crate) async fn root(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let versions = [spoken(&app.settings().public_url)];
    let body = json!({"versions": {"values": versions}});
    (StatusCode::MULTIPLE_CHOICES, Json(body))
}

/// `GET /v3`: the version itself.
pub(super) async fn version(State(app): State<App>) -> Json<Value> {
    Json(json!({"version": spoken(&app.settings().public_url)}))
}

/// `GET /v3/auth/catalog`: the services that are there for the caller.
pub(super) async fn catalog(
    State(app): State<App>,
    _: TokenHolder,
) -> Result<Json<Value>, IamError> {
    let settings = app.settings();
    let services = services(&settings.public_url, &settings.region);
    Ok(Json(json!({"catalog": services, "links": {}})))
}
