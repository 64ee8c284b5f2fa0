//! Having a signed-in user prove again that it is she who sits there.

use std::net::IpAddr;

use usher_domain::{ids::AccountUserId, password::Password};
use usher_persistence::{DatabaseError, account_users};

use crate::{
    App, TooMany,
    password_hasher::{HasherBusy, Lane},
    throttle::Attempt,
};

/// Why she did not prove it.
pub(crate) enum Unproven {
    /// No password, or a wrong one.
    Refused,
    /// Guessed too often.
    TooMany(TooMany),
    /// Too many hashes wait already.
    Busy,
    /// The database failed.
    Database(DatabaseError),
}

impl From<HasherBusy> for Unproven {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

/// Makes [`Unproven`] the error of a use case, for enums with variants `TooMany(TooMany)`, `Busy` and
/// `Database(DatabaseError)`: each says by which variant it refuses.
macro_rules! unproven_refusals {
    ($error:ty, $refused:ident) => {
        impl From<$crate::own_password::Unproven> for $error {
            fn from(unproven: $crate::own_password::Unproven) -> Self {
                use $crate::own_password::Unproven;
                match unproven {
                    Unproven::Refused => Self::$refused,
                    Unproven::TooMany(wait) => Self::TooMany(wait),
                    Unproven::Busy => Self::Busy,
                    Unproven::Database(error) => Self::Database(error),
                }
            }
        }
    };
}
pub(crate) use unproven_refusals;

/// Checks a user's own password; returns the hash that it fitted.
pub(crate) async fn prove(
    app: &App,
    user: AccountUserId,
    password: Option<Password>,
    address: Option<IpAddr>,
) -> Result<Option<String>, Unproven> {
    let password = password.ok_or(Unproven::Refused)?;
    let attempt = Attempt::at_own_password(user.into(), address);
    app.throttle
        .begin(&attempt, app.now())
        .map_err(Unproven::TooMany)?;
    let looked_at = fits(app, user, password).await;
    if looked_at.is_err() {
        app.throttle.take_back(&attempt);
    }
    let (fits, hash) = looked_at?;
    if !fits {
        return Err(Unproven::Refused);
    }
    app.throttle.forgive(&attempt);
    Ok(hash)
}

/// Whether a password fits a user's hash, which comes with the answer.
async fn fits(
    app: &App,
    user: AccountUserId,
    password: Password,
) -> Result<(bool, Option<String>), Unproven> {
    let hash = app
        .database
        .read(move |connection| account_users::password_hash(connection, user))
        .await
        .map_err(Unproven::Database)?;
    let fits = app.hasher.verify(Lane::SignIn, password, hash.clone());
    Ok((fits.await?, hash))
}
