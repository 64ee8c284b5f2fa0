//! Who is calling: whoever signed the request, or the holder of the token in `X-Auth-Token`, which is
//! an IAM token, an API token or an access token. Cookies mean nothing here.

use axum::extract::FromRequestParts;
use http::request::Parts;
use usher_application::App;
use usher_domain::actor::Actor;

use super::errors::IamError;
use crate::huawei_auth::{self, Refusal};

/// Extracts the actor behind the signature or token.
pub(super) struct TokenHolder(pub(super) Actor);

impl FromRequestParts<App> for TokenHolder {
    type Rejection = IamError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, IamError> {
        Ok(Self(huawei_auth::caller(app, parts).await?))
    }
}

impl From<Refusal> for IamError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Token(_) => Self::Unauthenticated,
            Refusal::Signature(why) => Self::WrongSignature(why),
            Refusal::BodyTooLarge => Self::BodyTooLarge,
            Refusal::BodyBroken => Self::MalformedBody,
            Refusal::Failed(failure) => Self::Internal(Some(failure)),
        }
    }
}
