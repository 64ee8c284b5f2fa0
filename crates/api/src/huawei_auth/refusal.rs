//! Why a caller is not let in, and how Huawei's gateway says so.

use std::fmt;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use uuid::Uuid;

use crate::failure::Failure;

/// Why there is no actor.
#[derive(Clone)]
pub(crate) enum Refusal {
    /// There is no token, or it is not good.
    Token(Unauthorized),
    /// There is a signature, and it is not good.
    Signature(Unauthorized),
    /// The signed body is larger than is read.
    BodyTooLarge,
    /// The signed body broke off.
    BodyBroken,
    /// A failure of ours.
    Failed(Failure),
}

/// The gateway's 401: `{"error_msg":"Incorrect IAM authentication information: …",
/// "error_code":"APIGW.0301","request_id":"<32 hex>"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unauthorized {
    reason: Reason,
    request_id: Option<String>,
}

/// What the gateway has words for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    NoToken,
    InvalidToken,
    WrongSignature,
    UnknownAccessKey(String),
    LockedOut,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken => f.write_str("x-auth-token not found"),
            Self::InvalidToken => f.write_str("decrypt token fail"),
            Self::WrongSignature => f.write_str("verify aksk signature fail"),
            Self::UnknownAccessKey(name) => {
                write!(f, "Get secretKey failed,ak:{name},err:ak not exist")
            }
            Self::LockedOut => f.write_str("AK access failed to reach the limit,forbidden"),
        }
    }
}

/// The members in the order in which they are documented.
#[derive(Serialize)]
struct Body {
    error_msg: String,
    error_code: &'static str,
    request_id: String,
}

impl Unauthorized {
    /// There is neither a signature nor a token, in a request whose name is not known here.
    pub(crate) fn without_credential() -> Self {
        Self::new(Reason::NoToken, None)
    }

    pub(super) fn new(reason: Reason, request_id: Option<String>) -> Self {
        Self { reason, request_id }
    }
}

impl IntoResponse for Unauthorized {
    fn into_response(self) -> Response {
        let name = self.request_id.unwrap_or_default();
        let body = Body {
            error_msg: format!("Incorrect IAM authentication information: {}", self.reason),
            error_code: "APIGW.0301",
            // Names of our own making are UUIDs; a proxy's name stays as it is.
            request_id: Uuid::try_parse(&name).map_or(name, |id| id.simple().to_string()),
        };
        let challenge = HeaderValue::from_static("SDK-HMAC-SHA256");
        let headers = [(header::WWW_AUTHENTICATE, challenge)];
        (StatusCode::UNAUTHORIZED, headers, Json(body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn body(reason: Reason, request_id: Option<&str>) -> String {
        let refusal = Unauthorized::new(reason, request_id.map(str::to_owned));
        let response = refusal.into_response();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_gateway_names_the_request_in_32_digits() {
        let id = "0190a8b4-0000-7000-8000-000000000001";
        let told = body(Reason::WrongSignature, Some(id)).await;
        let expected = concat!(
            r#"{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail","#,
            r#""error_code":"APIGW.0301","request_id":"0190a8b4000070008000000000000001"}"#
        );
        assert_eq!(told, expected);
        let proxied = body(Reason::NoToken, Some("edge-7")).await;
        assert!(proxied.contains(r#""request_id":"edge-7""#), "{proxied}");
    }

    #[test]
    fn details_are_the_documented_ones() {
        for (reason, words) in [
            (Reason::NoToken, "x-auth-token not found"),
            (Reason::InvalidToken, "decrypt token fail"),
            (
                Reason::UnknownAccessKey("AK".to_owned()),
                "Get secretKey failed,ak:AK,err:ak not exist",
            ),
            (
                Reason::LockedOut,
                "AK access failed to reach the limit,forbidden",
            ),
        ] {
            assert_eq!(reason.to_string(), words);
        }
    }
}
