//! Signing in with a password.

use std::net::IpAddr;

use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, Credential},
    audit::AuditAction,
    grants::Grants,
    password::Password,
    request_origin::RequestOrigin,
};
use usher_persistence::{DatabaseError, Signal, account_users, audit_events, sessions};

use super::{Claim, NewSession, mint};
use crate::{
    App, TooMany,
    failure::database_failures,
    password_hasher::{HasherBusy, Lane},
    refused_sign_ins,
    throttle::Attempt,
};

/// A request to sign in.
#[derive(Debug)]
pub struct SignIn {
    /// Login name or address, optionally `login@account-name`.
    pub login: String,
    /// The password.
    pub password: Password,
    /// The account's name, when the login alone does not tell.
    pub account: Option<String>,
    /// From where.
    pub origin: RequestOrigin,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Something is wrong: login, password or account. Which one is not told.
    #[error("login, password or account is wrong")]
    Refused,
    /// Guessed too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many people sign in at this moment.
    #[error("too many sign-ins at once")]
    Busy,
    /// The database failed.
    #[error("the sign-in could not be recorded")]
    Database(#[source] DatabaseError),
}

database_failures!(SignInError);

impl From<HasherBusy> for SignInError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

/// Signs a user in. A wrong login costs and answers the same as a wrong password.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(app: &App, request: SignIn) -> Result<NewSession, SignInError> {
    let claim = Claim::Typed(request.login, request.account);
    let address = request.origin.address;
    let verified = verify(app, claim, request.password, address).await?;
    let new = mint(app, verified.user.id, &request.origin);
    begin(app, verified, new).await
}

/// Stores the session of somebody who has proved who she is.
///
/// # Errors
/// [`SignInError::Refused`] when she was locked out, or her password changed, since she proved it.
pub(crate) async fn begin(
    app: &App,
    verified: Verified,
    new: NewSession,
) -> Result<NewSession, SignInError> {
    let Verified {
        user,
        hash: verified,
    } = verified;
    let actor = Actor::new(Credential::Session(new.session.id, user.id), Grants::none());
    let event = app
        .event(&actor, AuditAction::SignedIn)
        .in_account(user.account_id)
        .on(user.id)
        .with("session", new.session.id);
    let (session, hash) = (new.session.clone(), new.secret.hash());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            // This takes her row: a new password or a lock-out that comes at the same time is either
            // seen below, or comes after and ends this session with the others.
            account_users::note_sign_in(connection, session.user_id, session.created_at)?;
            let user = account_users::find(connection, session.user_id)?;
            let current = account_users::password_hash(connection, session.user_id)?;
            if user.is_none_or(|user| !user.enabled) || current != verified {
                return Err(SignInError::Refused);
            }
            sessions::insert(connection, &session, hash)?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await?;
    Ok(new)
}

/// Somebody who has proved who she is.
pub(crate) struct Verified {
    /// Who.
    pub(crate) user: AccountUser,
    /// The hash that her password fitted.
    hash: Option<String>,
}

/// Finds the one user whom the claim names, and checks her password. For every way of signing in,
/// whatever the API.
///
/// # Errors
/// [`SignInError::Refused`] for any wrong part, after the same work.
pub(crate) async fn verify(
    app: &App,
    claim: Claim,
    password: Password,
    address: Option<IpAddr>,
) -> Result<Verified, SignInError> {
    let typed = Attempt::at_password(&claim.counted(), address);
    app.throttle.begin(&typed, app.now())?;
    let found = app
        .database
        .read(move |connection| {
            let user = claim.identify(connection)?;
            let Some(user) = user.filter(|user| user.enabled) else {
                return Ok(None);
            };
            let hash = account_users::password_hash(connection, user.id)?;
            Ok::<_, SignInError>(Some((user, hash)))
        })
        .await;
    if found.is_err() {
        app.throttle.take_back(&typed);
    }
    let (user, hash) = found?.map_or((None, None), |(user, hash)| (Some(user), hash));
    // Guesses count for the user they are aimed at, too, in whatever way her name was written. That no more
    // are heard is not told by this counter: nobody who does not exist has one.
    let aimed = user.as_ref().map(|user| Attempt::at_user(user.id.into()));
    let (aimed, hash) = match aimed {
        Some(aimed) if app.throttle.begin(&aimed, app.now()).is_ok() => (Some(aimed), hash),
        _ => (None, None),
    };
    let attempts = || std::iter::once(&typed).chain(&aimed);
    let matches = app
        .hasher
        .verify(Lane::SignIn, password, hash.clone())
        .await;
    if matches.is_err() {
        attempts().for_each(|attempt| app.throttle.take_back(attempt));
    }
    // Before anything tells who is known and who is not.
    let matches = matches?;
    match user {
        Some(user) if matches => {
            attempts().for_each(|attempt| app.throttle.forgive(attempt));
            Ok(Verified { user, hash })
        }
        Some(user) if hash.is_some() => {
            refused_sign_ins::observe(app, &user);
            Err(SignInError::Refused)
        }
        _ => Err(SignInError::Refused),
    }
}
