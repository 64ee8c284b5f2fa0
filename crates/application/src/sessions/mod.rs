//! Signing in, and the sessions that come of it.

mod identify;
mod sign_in;

use chrono::Duration;
use usher_domain::{
    actor::{Actor, Credential},
    audit::AuditAction,
    ids::{AccountUserId, SessionId},
    request_origin::RequestOrigin,
    secret_token::{SecretKind, SecretToken},
    token_scope::TokenScope,
};
use usher_persistence::{DatabaseError, Signal, audit_events, sessions};

pub use identify::NamedAccount;
pub(crate) use identify::{
    Claim, counted_identifier, find_account, fold_identifier, identify, keep_who_has_the_address,
};
pub use sign_in::{SignIn, SignInError, sign_in};
pub(crate) use sign_in::{begin, verify};
pub use usher_persistence::sessions::Session;

use crate::{App, authentication, failure::database_failures};

/// A browser's session ends this long after it began, however much it is used.
const SESSION_LIFE: Duration = Duration::days(30);
/// A program's does so after this long: the life of IAM's tokens.
const TOKEN_LIFE: Duration = Duration::hours(24);

/// A session that just began.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The session.
    pub session: Session,
    /// The value of its cookie, or the token.
    pub secret: SecretToken,
}

/// Why a session could not be looked at or ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The actor is no session.
    #[error("only a session can do this")]
    NotASession,
    /// The database failed.
    #[error("the sessions could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(SessionError);

/// Draws a new session of a browser; it is worth something once it is stored.
pub(crate) fn mint(app: &App, user: AccountUserId, origin: &RequestOrigin) -> NewSession {
    draw(app, user, origin, None)
}

/// Draws a new IAM token; it is worth something once it is stored.
pub(crate) fn mint_token(
    app: &App,
    user: AccountUserId,
    origin: &RequestOrigin,
    scope: TokenScope,
) -> NewSession {
    draw(app, user, origin, Some(scope))
}

fn draw(
    app: &App,
    user: AccountUserId,
    origin: &RequestOrigin,
    scope: Option<TokenScope>,
) -> NewSession {
    let now = app.now();
    let (kind, life) = match scope {
        None => (SecretKind::Session, SESSION_LIFE),
        Some(_) => (SecretKind::IamToken, TOKEN_LIFE),
    };
    let session = Session {
        id: SessionId::mint(now, &*app.entropy),
        user_id: user,
        user_agent: origin.user_agent.clone(),
        address: origin.address.map(|address| address.to_string()),
        place: origin.place.clone(),
        created_at: now,
        last_used_at: now,
        expires_at: now + life,
        scope,
    };
    NewSession {
        session,
        secret: SecretToken::mint(kind, &*app.entropy),
    }
}

fn own(actor: &Actor) -> Result<(SessionId, AccountUserId), SessionError> {
    match actor.credential {
        Credential::Session(session, user) => Ok((session, user)),
        _ => Err(SessionError::NotASession),
    }
}

/// Ends the session that asks.
///
/// # Errors
/// See [`SessionError`].
pub async fn sign_out(app: &App, actor: &Actor) -> Result<(), SessionError> {
    let (session, user) = own(actor)?;
    let event = app.event(actor, AuditAction::SignedOut).on(user);
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            sessions::delete(connection, session)?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}

/// The live sessions of the user who asks, the newest first.
///
/// # Errors
/// See [`SessionError`].
pub async fn list_own(app: &App, actor: &Actor) -> Result<Vec<Session>, SessionError> {
    let (_, user) = own(actor)?;
    let now = app.now();
    app.database
        .read(move |connection| {
            let mut list = sessions::list(connection, user, 200)?;
            list.retain(|session| authentication::is_live(session, now));
            Ok(list)
        })
        .await
}

/// Ends every other session of the user who asks.
///
/// # Errors
/// See [`SessionError`].
pub async fn end_others(app: &App, actor: &Actor) -> Result<(), SessionError> {
    let (session, user) = own(actor)?;
    let event = app
        .event(actor, AuditAction::SignedOut)
        .on(user)
        .with("sessions", "others");
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            sessions::delete_all(connection, user, Some(session))?;
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
