//! The token endpoint of its sign-in service: `POST /connect/token` with `grant_type=client_credentials`
//! (RFC 6749, 4.4). The client is an access key, its secret the key's secret.

use std::net::IpAddr;

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::json;
use usher_application::{
    App, access_tokens,
    authentication::{self, AccessKeyError},
};

use crate::{failure::Failure, origin::Origin};

/// What a client asks for.
#[derive(Deserialize)]
pub(super) struct Grant {
    #[serde(rename = "grant_type")]
    kind: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// Who the client says that it is.
struct Client {
    id: String,
    secret: String,
}

/// Why there is no token: the codes of RFC 6749, 5.2.
enum TokenError {
    InvalidRequest,
    InvalidClient,
    UnsupportedGrantType,
    /// A database that does not work for now has a code of its own (4.1.2.1 there).
    Internal(Failure),
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::InvalidRequest => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::Internal(failure) if failure.is_outage() => {
                (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
            }
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        };
        let mut response = (status, axum::Json(json!({ "error": code }))).into_response();
        match self {
            Self::InvalidClient => {
                let challenge = HeaderValue::from_static("Basic");
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
            }
            Self::Internal(failure) => {
                failure.accompany(&mut response);
            }
            _ => {}
        }
        response
    }
}

/// Issues a bearer token that stands for the access key and ends with it.
pub(super) async fn issue(
    State(app): State<App>,
    headers: HeaderMap,
    Origin(origin): Origin,
    form: Result<Form<Grant>, FormRejection>,
) -> Response {
    let mut response = match grant(&app, &headers, origin.address, form).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    // RFC 6749, 5.1.
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

async fn grant(
    app: &App,
    headers: &HeaderMap,
    from: Option<IpAddr>,
    form: Result<Form<Grant>, FormRejection>,
) -> Result<Response, TokenError> {
    let Form(grant) = form.map_err(|_| TokenError::InvalidRequest)?;
    let kind = grant.kind.as_deref();
    let kind = kind.ok_or(TokenError::InvalidRequest)?;
    if kind != "client_credentials" {
        return Err(TokenError::UnsupportedGrantType);
    }
    let client = client(headers, &grant)?;
    let actor = authentication::with_client_credentials(app, &client.id, &client.secret, from)
        .await
        .map_err(|error| match error {
            AccessKeyError::Database(cause) => TokenError::Internal(Failure::new(cause)),
            _ => TokenError::InvalidClient,
        })?;
    let token = access_tokens::issue(app, &actor)
        .map_err(|error| TokenError::Internal(Failure::new(error)))?;
    let body = json!({
        "access_token": token.jwt,
        "token_type": "Bearer",
        "expires_in": token.life.num_seconds(),
    });
    Ok(axum::Json(body).into_response())
}

/// In the header or in the form, but not in both (RFC 6749, 2.3).
fn client(headers: &HeaderMap, grant: &Grant) -> Result<Client, TokenError> {
    let in_header = headers.get(header::AUTHORIZATION);
    match (in_header, &grant.client_id, &grant.client_secret) {
        (Some(value), None, None) => basic(value).ok_or(TokenError::InvalidClient),
        (None, Some(id), Some(secret)) => Ok(Client {
            id: id.clone(),
            secret: secret.clone(),
        }),
        (None, _, _) => Err(TokenError::InvalidClient),
        _ => Err(TokenError::InvalidRequest),
    }
}

/// `Basic` with both parts form-encoded first (RFC 6749, 2.3.1).
fn basic(value: &HeaderValue) -> Option<Client> {
    let (scheme, encoded) = value.to_str().ok()?.trim().split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |text: &str| percent_decode_str(text).decode_utf8().ok().map(Into::into);
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    Some(Client {
        id: plain(id)?,
        secret: plain(secret)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(
        authorization: Option<&str>,
        id: Option<&str>,
        secret: Option<&str>,
    ) -> Option<[String; 2]> {
        let header = authorization.map(|value| (header::AUTHORIZATION, value.parse().unwrap()));
        let grant = Grant {
            kind: None,
            client_id: id.map(str::to_owned),
            client_secret: secret.map(str::to_owned),
        };
        let client = client(&header.into_iter().collect(), &grant).ok()?;
        Some([client.id, client.secret])
    }

    #[test]
    fn a_client_says_once_who_it_is() {
        let basic = format!("basic {}", STANDARD.encode("A%20K:s:k"));
        let ours = |id: &str, secret: &str| Some([id.to_owned(), secret.to_owned()]);
        assert_eq!(found(Some(&basic), None, None), ours("A K", "s:k"));
        assert_eq!(found(None, Some("AK"), Some("sk")), ours("AK", "sk"));
        assert_eq!(found(Some(&basic), Some("AK"), Some("sk")), None);
        assert_eq!(found(None, Some("AK"), None), None);
        assert_eq!(found(None, None, None), None);
        for broken in ["Basic", "Basic !", "Bearer QTpi", "Basic QQ=="] {
            assert_eq!(found(Some(broken), None, None), None, "{broken}");
        }
    }
}
