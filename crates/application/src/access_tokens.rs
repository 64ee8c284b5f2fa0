//! Access tokens: JWTs (RFC 7519, EdDSA by RFC 8037) that stand for another credential for a
//! quarter of an hour.
//!
//! A token names the session, API token or access key it was issued for and carries no rights of
//! its own: those are looked up at each request, so that ending the credential ends the token too.

use chrono::Duration;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use usher_domain::{
    actor::{Actor, Credential},
    ids::{AccessKeyId, ApiTokenId, SessionId},
    keyring::{KeyPurpose, MasterKey},
};

use crate::App;

/// How long an access token lives.
pub const LIFE: Duration = Duration::minutes(15);

/// An access token.
#[derive(Clone)]
pub struct AccessToken {
    /// The JWT.
    pub jwt: String,
    /// How long it lives.
    pub life: Duration,
}

/// Why no access token was issued.
#[derive(Debug, thiserror::Error)]
pub enum AccessTokenError {
    /// Only a session, an API token or an access key can be stood for; an access token begets no
    /// other.
    #[error("access tokens are issued to sessions, API tokens and access keys")]
    NotACredential,
    /// The token could not be signed.
    #[error("the access token could not be signed")]
    Signing(#[source] jsonwebtoken::errors::Error),
}

/// The credential that an access token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Session(SessionId),
    ApiToken(ApiTokenId),
    AccessKey(AccessKeyId),
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    /// `session`, `api_token` or `access_key`.
    kind: String,
    iat: i64,
    exp: i64,
}

/// Issues an access token for the credential that asks.
///
/// # Errors
/// [`AccessTokenError::NotACredential`] for visitors, link holders and the system.
pub fn issue(app: &App, actor: &Actor) -> Result<AccessToken, AccessTokenError> {
    if actor.delegated {
        return Err(AccessTokenError::NotACredential);
    }
    let (kind, sub) = match actor.credential {
        Credential::Session(id, _) => ("session", id.to_string()),
        Credential::ApiToken(id, _) => ("api_token", id.to_string()),
        Credential::AccessKey(id, _) => ("access_key", id.to_string()),
        _ => return Err(AccessTokenError::NotACredential),
    };
    let now = app.now().timestamp();
    let claims = Claims {
        iss: app.settings().public_url.clone(),
        sub,
        kind: kind.to_owned(),
        iat: now,
        exp: now + LIFE.num_seconds(),
    };
    let keyring = app.keyring();
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(keyring.current().id().to_string());
    let key = EncodingKey::from_ed_der(&pkcs8(keyring.current()));
    let jwt = encode(&header, &claims, &key).map_err(AccessTokenError::Signing)?;
    Ok(AccessToken { jwt, life: LIFE })
}

/// The credential that a JWT of ours stands for, if it is one and lives.
pub(crate) fn verify(app: &App, jwt: &str) -> Option<Subject> {
    let header = decode_header(jwt).ok()?;
    let keyring = app.keyring();
    let kid = header.kid?;
    // The others may have been rotated away because somebody else has them.
    let key = Some(keyring.current()).filter(|key| key.id().to_string() == kid)?;
    let public = signing_key(key).verifying_key();
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[&app.settings().public_url]);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    // The library would ask the machine for the time; ours is injected.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = decode::<Claims>(
        jwt,
        &DecodingKey::from_ed_der(public.as_bytes()),
        &validation,
    )
    .ok()?
    .claims;
    if app.now().timestamp() >= claims.exp {
        return None;
    }
    match claims.kind.as_str() {
        "session" => claims.sub.parse().ok().map(Subject::Session),
        "api_token" => claims.sub.parse().ok().map(Subject::ApiToken),
        "access_key" => claims.sub.parse().ok().map(Subject::AccessKey),
        _ => None,
    }
}

fn signing_key(key: &MasterKey) -> SigningKey {
    SigningKey::from_bytes(&key.derive(KeyPurpose::AccessTokens))
}

/// The private key in the form the library reads: PKCS #8 (RFC 8410) around the 32 byte seed.
fn pkcs8(key: &MasterKey) -> zeroize::Zeroizing<Vec<u8>> {
    const HEAD: [u8; 16] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let mut der = zeroize::Zeroizing::new(Vec::with_capacity(48));
    der.extend_from_slice(&HEAD);
    der.extend_from_slice(key.derive(KeyPurpose::AccessTokens).as_slice());
    der
}
