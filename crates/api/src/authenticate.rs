//! Who is calling the native API: a bearer token or a session cookie.

use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use usher_api_types::problem::ErrorCode;
use usher_application::{
    App,
    authentication::{self, AuthenticationError},
};
use usher_domain::actor::Actor;

use crate::{cookies, problem::ApiError};

/// Extracts the actor. Whoever presents a credential is taken at it: one that is not valid (any
/// more) is refused rather than passed over, so that a caller notices.
pub(crate) struct Authenticated(pub(crate) Actor);

/// What a request says about its caller.
#[derive(Debug, PartialEq, Eq)]
enum Presented<'a> {
    Bearer(&'a str),
    Cookie(&'a str),
    /// An `Authorization` of another kind, or of bytes that are no text.
    Unusable,
    Nothing,
}

/// A header that a program sets wins over the cookie that a browser adds.
fn presented<'a>(headers: &'a HeaderMap, cookie_name: &str) -> Presented<'a> {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .filter(|value| !value.as_bytes().trim_ascii().is_empty());
    match authorization {
        Some(_) => bearer_token(headers).map_or(Presented::Unusable, Presented::Bearer),
        None => cookies::find(headers, cookie_name).map_or(Presented::Nothing, Presented::Cookie),
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750, 2.1).
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

impl FromRequestParts<App> for Authenticated {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let name = cookies::session_cookie_name(app.settings().secure_cookies());
        let actor = match presented(&parts.headers, name) {
            Presented::Bearer(token) => authentication::with_bearer(app, token).await,
            Presented::Cookie(secret) => authentication::with_session(app, secret).await,
            Presented::Unusable | Presented::Nothing => Err(AuthenticationError::Invalid),
        };
        Ok(Self(actor?))
    }
}

impl From<AuthenticationError> for ApiError {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Invalid => ErrorCode::Unauthenticated.into(),
            AuthenticationError::Database(cause) => Self::internal(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn a_header_wins_over_the_cookie_unless_it_is_blank() {
        let cookie = ("cookie", "usher_session=s");
        let cases: &[(&[(&'static str, &str)], Presented)] = &[
            (&[], Presented::Nothing),
            (&[cookie], Presented::Cookie("s")),
            (&[("authorization", "Bearer t")], Presented::Bearer("t")),
            (
                &[("authorization", "bearer  t "), cookie],
                Presented::Bearer("t"),
            ),
            (&[("authorization", ""), cookie], Presented::Cookie("s")),
            (
                &[("authorization", "Basic dTpw"), cookie],
                Presented::Unusable,
            ),
            (&[("authorization", "Bearer"), cookie], Presented::Unusable),
        ];
        for (list, expected) in cases {
            assert_eq!(
                presented(&headers(list), "usher_session"),
                *expected,
                "{list:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
                let _ = presented(&headers, "usher_session");
            }
        }
    }
}
