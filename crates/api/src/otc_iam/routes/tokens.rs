//! Tokens: asked for with a password, shown, and revoked.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use usher_application::{
    App,
    iam_tokens::{self, IamToken, TokenRequest},
};

use super::parameters::Parameters;
use crate::{
    origin::Origin,
    otc_iam::{
        auth::TokenHolder,
        bodies::{RawBody, token::token_body, token_request::Wanted},
        errors::IamError,
    },
};

const X_SUBJECT_TOKEN: HeaderName = HeaderName::from_static("x-subject-token");

/// `POST /v3/auth/tokens`: a token for a user's name and password.
pub(super) async fn create(
    State(app): State<App>,
    Origin(origin): Origin,
    parameters: Parameters,
    RawBody(body): RawBody,
) -> Result<Response, IamError> {
    let wanted = Wanted::read(&body)?;
    let request = TokenRequest {
        identity: wanted.identity,
        password: wanted.password,
        scope: wanted.scope,
        origin,
    };
    let (secret, token) = iam_tokens::issue(&app, request).await?;
    let secret = secret.reveal();
    Ok((
        StatusCode::CREATED,
        told(&app, &parameters, secret, &token)?,
    )
        .into_response())
}

/// `GET /v3/auth/tokens`, and `HEAD`: whether a token is good, and for what.
pub(super) async fn show(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, IamError> {
    let subject = subject(&headers)?;
    let token = iam_tokens::show(&app, &actor, subject).await?;
    told(&app, &parameters, subject, &token)
}

/// `DELETE /v3/auth/tokens`: the end of a token.
pub(super) async fn revoke(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    headers: HeaderMap,
) -> Result<StatusCode, IamError> {
    iam_tokens::revoke(&app, &actor, subject(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The token that a request is about.
fn subject(headers: &HeaderMap) -> Result<&str, IamError> {
    let value = headers.get(X_SUBJECT_TOKEN).map(HeaderValue::to_str);
    match value {
        Some(Ok(token)) if !token.trim().is_empty() => Ok(token.trim()),
        _ => Err(IamError::NoSubjectToken),
    }
}

/// The answer that tells a token. The secret itself is in a header, and in no cache.
fn told(
    app: &App,
    parameters: &Parameters,
    secret: &str,
    token: &IamToken,
) -> Result<Response, IamError> {
    let settings = app.settings();
    let brief = parameters.get("nocatalog").is_some();
    let body = token_body(token, &settings.public_url, &settings.region, brief);
    // What was read from a header, or is base64, is the value of a header.
    let mut value = HeaderValue::from_str(secret).map_err(IamError::internal)?;
    value.set_sensitive(true);
    let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(([(X_SUBJECT_TOKEN, value), no_store], Json(body)).into_response())
}
