//! Access tokens: short-lived JWTs.

use serde::{Deserialize, Serialize};

/// A JWT (RFC 7519, EdDSA) that stands for the credential that asked for it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// The JWT: send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Its life in seconds.
    pub expires_in: i64,
}
