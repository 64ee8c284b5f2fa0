//! From a request to the actor behind it.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{OriginalUri, Request, State},
    middleware::Next,
    response::Response,
};
use http::request::Parts;
use http_body_util::LengthLimitError;
use usher_api_types::call_context::CallContext;
use usher_application::{
    App,
    authentication::{self, AccessKeyError, AuthenticationError},
};
use usher_domain::actor::Actor;

use super::{
    authorization::{Authorization, Presented, presented},
    canonical::Received,
    claim::Claim,
    refusal::{Reason, Refusal, Unauthorized},
    token::token,
};
use crate::{failure::Failure, request_id};

/// The most bytes of a signed body.
const MAX_SIGNED_BODY: usize = 1024 * 1024;

/// The key of a temporary pair comes with a token of its own. We make none.
const SECURITY_TOKEN: &str = "x-security-token";

/// What came of a request's signature.
#[derive(Clone)]
struct Verified(Result<Actor, Refusal>);

/// Middleware that verifies the signature of a request that has one, and leaves the outcome to
/// [`caller`], so that each surface refuses in its own words.
pub(crate) async fn verify_signature(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let request = match presented(request.headers()) {
        Presented::Nothing => request,
        Presented::Unusable => {
            let (mut parts, body) = request.into_parts();
            let refusal = wrong_signature(&parts);
            parts.extensions.insert(Verified(Err(refusal)));
            Request::from_parts(parts, body)
        }
        Presented::Signature(authorization) => {
            let (mut parts, body) = request.into_parts();
            let (outcome, body) = match read(body).await {
                Ok(bytes) => (signer(&app, &parts, &bytes, authorization).await, bytes),
                Err(refusal) => (Err(refusal), Bytes::new()),
            };
            parts.extensions.insert(Verified(outcome));
            Request::from_parts(parts, Body::from(body))
        }
    };
    next.run(request).await
}

/// The actor behind a request that went through [`verify_signature`]. A signature decides when
/// there is one, whatever token comes with it.
///
/// # Errors
/// See [`Refusal`].
pub(crate) async fn caller(app: &App, parts: &Parts) -> Result<Actor, Refusal> {
    if let Some(Verified(outcome)) = parts.extensions.get() {
        return outcome.clone();
    }
    let refused = |reason| Refusal::Token(unauthorized(parts, reason));
    let token = token(&parts.headers).ok_or_else(|| refused(Reason::NoToken))?;
    match authentication::with_auth_token(app, token).await {
        Ok(actor) => Ok(actor),
        Err(AuthenticationError::Invalid) => Err(refused(Reason::InvalidToken)),
        Err(AuthenticationError::Database(cause)) => Err(Refusal::Failed(Failure::new(cause))),
    }
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    to_bytes(body, MAX_SIGNED_BODY).await.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            Refusal::BodyTooLarge
        } else {
            Refusal::BodyBroken
        }
    })
}

/// Whose key signed the request.
async fn signer(
    app: &App,
    parts: &Parts,
    body: &[u8],
    authorization: Authorization,
) -> Result<Actor, Refusal> {
    let refused = |reason| Refusal::Signature(unauthorized(parts, reason));
    let temporary = parts.headers.get_all(SECURITY_TOKEN).iter();
    if temporary
        .into_iter()
        .any(|token| !token.as_bytes().trim_ascii().is_empty())
    {
        return Err(refused(Reason::InvalidToken));
    }
    let sent = parts.extensions.get::<OriginalUri>();
    let received = Received {
        method: &parts.method,
        uri: sent.map_or(&parts.uri, |OriginalUri(uri)| uri),
        headers: &parts.headers,
        body,
    };
    let claim = Claim::of(&received, authorization, app.now());
    let claim = claim.ok_or_else(|| wrong_signature(parts))?;
    let from = parts
        .extensions
        .get::<CallContext>()
        .and_then(|context| context.client);
    let proves = |secret: &str| claim.is_proved_by(secret);
    match authentication::with_access_key(app, claim.access_key(), from, proves).await {
        Ok(actor) => Ok(actor),
        // A key that ended is told from none only to those who manage keys.
        Err(AccessKeyError::Unknown | AccessKeyError::Ended) => {
            let name = claim.access_key().to_owned();
            Err(refused(Reason::UnknownAccessKey(name)))
        }
        Err(AccessKeyError::Refused) => Err(refused(Reason::WrongSignature)),
        Err(AccessKeyError::LockedOut) => Err(refused(Reason::LockedOut)),
        Err(AccessKeyError::Database(cause)) => Err(Refusal::Failed(Failure::new(cause))),
    }
}

fn wrong_signature(parts: &Parts) -> Refusal {
    Refusal::Signature(unauthorized(parts, Reason::WrongSignature))
}

fn unauthorized(parts: &Parts, reason: Reason) -> Unauthorized {
    Unauthorized::new(reason, request_id::of(&parts.extensions))
}
