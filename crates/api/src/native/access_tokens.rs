//! Access tokens.

use axum::{Json, extract::State};
use http::StatusCode;
use usher_api_types::access_token as api;
use usher_application::{App, access_tokens};

use crate::{authenticate::Authenticated, problem::ApiError};

/// Exchanges the caller's credential for a JWT that lives for minutes.
///
/// The JWT is signed with `EdDSA` (RFC 8037) and stands for the credential that asked for it: it
/// ends with it, and its rights are looked up at every use.
#[utoipa::path(
    post, path = "/access-tokens", tag = "sessions",
    responses((status = 201, description = "The JWT", body = api::AccessToken)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn create_access_token(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<(StatusCode, Json<api::AccessToken>), ApiError> {
    let token = access_tokens::issue(&app, &actor)?;
    let body = api::AccessToken {
        access_token: token.jwt,
        token_type: "Bearer".to_owned(),
        expires_in: token.life.num_seconds(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}
