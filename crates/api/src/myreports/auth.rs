//! Who is calling: the holder of a bearer token. Cookies mean nothing here.

use axum::extract::FromRequestParts;
use http::request::Parts;
use usher_application::{
    App,
    authentication::{self, AuthenticationError},
};
use usher_domain::actor::Actor;

use super::errors::MyReportsError;
use crate::authenticate::bearer_token;

/// Extracts the actor behind an API token or an access token.
pub(super) struct Bearer(pub(super) Actor);

impl FromRequestParts<App> for Bearer {
    type Rejection = MyReportsError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, MyReportsError> {
        let token = bearer_token(&parts.headers).ok_or(MyReportsError::Unauthorized)?;
        Ok(Self(authentication::with_bearer(app, token).await?))
    }
}

impl From<AuthenticationError> for MyReportsError {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Invalid => Self::Unauthorized,
            AuthenticationError::Database(cause) => Self::internal(cause),
        }
    }
}
