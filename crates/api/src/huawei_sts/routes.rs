//! Where its calls live.

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{FromRequestParts, Request, State},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use http::request::Parts;
use http_body_util::LengthLimitError;
use serde::{Deserialize, Serialize};
use usher_api_types::problem::ErrorCode;
use usher_application::{App, authorization_messages, principals};
use usher_domain::actor::Actor;

use super::errors::StsError;
use crate::huawei_auth::{self, verify_signature};

/// The most bytes of a body that are read: the longest message, each character escaped.
const MAX_BYTES: usize = 64 * 1024;

/// Extracts who signed the request, or whose token it bears.
struct Caller(Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = StsError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StsError> {
        Ok(Self(huawei_auth::caller(app, parts).await?))
    }
}

#[derive(Deserialize)]
struct Encoded {
    encoded_message: String,
}

#[derive(Serialize)]
struct Decoded {
    decoded_message: String,
}

#[derive(Serialize)]
struct Identity {
    account_id: String,
    principal_urn: String,
    principal_id: String,
}

/// Everything under its prefix.
pub(crate) fn router(app: App) -> Router {
    let calls = Router::new()
        .route("/decode-authorization-message", post(decode))
        .route("/caller-identity", get(identify))
        .route_layer(middleware::from_fn_with_state(
            app.clone(),
            verify_signature,
        ))
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { StsError::MethodNotAllowed });
    Router::new()
        .nest("/v5", calls)
        // A nested fallback takes the prefix with something behind its slash, and without the slash.
        .route("/v5/", any(unknown_path))
        .with_state(app)
}

/// The answer to a request under its prefix that no handler gives.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let first = path.split('/').nth(1)?;
    (first == "v5").then(|| StsError::refused(code).into_response())
}

async fn unknown_path() -> StsError {
    StsError::UnknownPath
}

/// `POST /v5/decode-authorization-message`: opens what a refusal was sealed with.
async fn decode(
    State(app): State<App>,
    Caller(actor): Caller,
    request: Request,
) -> Result<Json<Decoded>, StsError> {
    let Encoded { encoded_message } = read(request).await?;
    let decoded_message = authorization_messages::decode(&app, &actor, &encoded_message)?;
    Ok(Json(Decoded { decoded_message }))
}

/// `GET /v5/caller-identity`: who the caller is.
async fn identify(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Json<Identity>, StsError> {
    let identity = principals::identify(&app, &actor).await;
    let identity = identity.map_err(StsError::internal)?;
    let account = identity.account.map(|account| account.simple());
    Ok(Json(Identity {
        account_id: account.unwrap_or_default(),
        principal_urn: identity.urn,
        principal_id: identity.principal.simple().to_string(),
    }))
}

async fn read(request: Request) -> Result<Encoded, StsError> {
    let bytes = to_bytes(request.into_body(), MAX_BYTES).await;
    let bytes = bytes.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            StsError::TooLarge
        } else {
            StsError::InvalidRequest
        }
    })?;
    // An array would pass for an object otherwise.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(StsError::InvalidRequest);
    }
    serde_json::from_slice(&bytes).map_err(|_| StsError::InvalidRequest)
}
