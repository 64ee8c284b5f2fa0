//! Forgotten passwords.

use axum::extract::State;
use http::StatusCode;
use usher_api_types::password_reset::RequestPasswordReset;
use usher_application::{App, password_resets};

use crate::{extract::JsonBody, origin::Origin, problem::ApiError};

/// Mails a way back in to whoever has this login or address.
///
/// The answer is the same whether somebody has it or not.
#[utoipa::path(
    post, path = "/password-resets", tag = "password links", security(()),
    request_body(content = RequestPasswordReset, example = json!({"login": "ada@example.com"})),
    responses((status = 202, description = "Noted")),
    extensions(("x-problems" = json!(["too_many_requests"]))),
)]
pub(super) async fn request_password_reset(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<RequestPasswordReset>,
) -> Result<StatusCode, ApiError> {
    password_resets::request(&app, body.login, origin).await?;
    Ok(StatusCode::ACCEPTED)
}
