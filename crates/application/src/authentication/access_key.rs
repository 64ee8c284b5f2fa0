//! Access keys: a client names one and proves that it knows the secret, by a signature or by the
//! secret itself.

use std::net::IpAddr;

use subtle::ConstantTimeEq as _;
use usher_domain::{
    access_key::Ak,
    actor::Actor,
    sealing::{self, SealPurpose},
};
use usher_persistence::access_keys;

use super::AuthenticationError;
use crate::{App, DatabaseError, credentials::Issued, failure::database_failures, lockout::Asked};

/// Why an access key was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AccessKeyError {
    /// Nobody made such a key.
    #[error("no such access key")]
    Unknown,
    /// Too many proofs failed one after the other; for five minutes none is looked at.
    #[error("the access key is locked after too many failures")]
    LockedOut,
    /// The proof is wrong.
    #[error("the secret of the access key was not proven")]
    Refused,
    /// It was revoked, its time has run out, or its maker is disabled.
    #[error("the access key is not valid any more")]
    Ended,
    /// The database failed.
    #[error("the access key could not be checked")]
    Database(#[source] DatabaseError),
}

database_failures!(AccessKeyError);

impl From<AuthenticationError> for AccessKeyError {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Invalid => Self::Ended,
            AuthenticationError::Database(cause) => Self::Database(cause),
        }
    }
}

/// Authenticates whoever can prove, given the secret half (SK) of the access key, that she knows
/// it. `proves` is called at most once, and only for a key that is good.
///
/// More than five failures of one key in a row lock it for five minutes for whoever asks from that
/// network, also for those who know its secret (contracts/real-clients.md §4). Keys that do not exist are not counted: the answer
/// says so anyway, and memory stays bounded by the keys that were made.
///
/// # Errors
/// See [`AccessKeyError`].
pub async fn with_access_key(
    app: &App,
    access_key: &str,
    from: Option<IpAddr>,
    proves: impl FnOnce(&str) -> bool,
) -> Result<Actor, AccessKeyError> {
    let ak: Ak = access_key.parse().map_err(|_| AccessKeyError::Unknown)?;
    let now = app.now();
    let wanted = ak.clone();
    let (key, sealed, actor) = app
        .database
        .read(move |connection| {
            let found = access_keys::find_presented(connection, &wanted)?;
            let found = found.ok_or(AccessKeyError::Unknown)?;
            if found.revoked {
                return Err(AccessKeyError::Ended);
            }
            let actor = Issued::from(&found.key).actor(connection, now)?;
            Ok((found.key, found.sealed_secret, actor))
        })
        .await?;
    let asked = Asked::new(key.id, from);
    if app.lockout.is_locked(asked, now) {
        return Err(AccessKeyError::LockedOut);
    }
    let is_right = {
        let secret = sealing::open(
            &app.keyring(),
            SealPurpose::AccessKey,
            ak.as_str().as_bytes(),
            &sealed,
        );
        let secret = secret.map_err(|_| access_keys::inconsistent(key.id))?;
        let secret = std::str::from_utf8(&secret).map_err(|_| access_keys::inconsistent(key.id))?;
        proves(secret)
    };
    // Of many at once that fail, no more learn so than of those one after the other.
    app.lockout
        .note(asked, is_right, now)
        .map_err(|_| AccessKeyError::LockedOut)?;
    if is_right {
        Ok(actor)
    } else {
        Err(AccessKeyError::Refused)
    }
}

/// Authenticates a client that sends both halves, as OAuth's client credentials (RFC 6749, 2.3.1).
///
/// # Errors
/// See [`AccessKeyError`].
pub async fn with_client_credentials(
    app: &App,
    access_key: &str,
    secret: &str,
    from: Option<IpAddr>,
) -> Result<Actor, AccessKeyError> {
    let is_right = |sk: &str| bool::from(sk.as_bytes().ct_eq(secret.as_bytes()));
    with_access_key(app, access_key, from, is_right).await
}
