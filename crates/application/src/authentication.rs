//! From a presented credential to an [`Actor`] with the rights that the database says it has now.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    grants::Grants,
    ids::ApiTokenId,
    secret_token::{SecretKind, SecretToken},
};
use usher_persistence::{
    DatabaseError, DbConnection, account_users,
    api_tokens::{self, ApiToken},
    role_grants,
    sessions::{self, Session},
};

use crate::{
    App,
    access_tokens::{self, Subject},
    failure::database_failures,
};

/// Why a credential was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticationError {
    /// Unknown, ended, revoked, or its user disabled.
    #[error("the credential is not valid")]
    Invalid,
    /// The database failed.
    #[error("the credential could not be checked")]
    Database(#[source] DatabaseError),
}

database_failures!(AuthenticationError);

/// A session unused for this long ends.
pub(crate) const SESSION_IDLE: Duration = Duration::days(7);
/// The use of a session is noted no more often than this.
const NOTED_EVERY: Duration = Duration::hours(1);

/// Authenticates the value of a session cookie.
///
/// # Errors
/// [`AuthenticationError::Invalid`] for anything but a live session of an enabled user.
pub async fn with_session(app: &App, cookie: &str) -> Result<Actor, AuthenticationError> {
    let secret = SecretToken::parse(SecretKind::Session, cookie);
    let hash = secret.ok_or(AuthenticationError::Invalid)?.hash();
    let now = app.now();
    let (session, actor) = app
        .database
        .read(move |connection| {
            let session = live(sessions::find_by_hash(connection, hash)?, now)?;
            let actor = session_actor(connection, &session)?;
            Ok::<_, AuthenticationError>((session, actor))
        })
        .await?;
    if now - session.last_used_at >= NOTED_EVERY {
        let id = session.id;
        app.database
            .write(move |connection| sessions::note_use(connection, id, now))
            .await
            .map_err(AuthenticationError::Database)?;
    }
    Ok(actor)
}

/// Authenticates a bearer: an API token, or an access token that stands for another credential.
///
/// # Errors
/// [`AuthenticationError::Invalid`] when it is neither, has ended, or was revoked.
pub async fn with_bearer(app: &App, token: &str) -> Result<Actor, AuthenticationError> {
    if let Some(secret) = SecretToken::parse(SecretKind::ApiToken, token) {
        let (hash, now) = (secret.hash(), app.now());
        return app
            .database
            .read(move |connection| {
                let token = api_tokens::find_by_hash(connection, hash)?;
                token_actor(connection, token, now)
            })
            .await;
    }
    let now = app.now();
    let subject = access_tokens::verify(app, token).ok_or(AuthenticationError::Invalid)?;
    let stood_for = app
        .database
        .read(move |connection| match subject {
            Subject::Session(id) => {
                let session = live(sessions::find(connection, id)?, now)?;
                session_actor(connection, &session)
            }
            Subject::ApiToken(id) => stood_for(connection, id, now),
        })
        .await?;
    Ok(Actor {
        delegated: true,
        ..stood_for
    })
}

/// Whether a session's time has not run out.
pub(crate) fn is_live(session: &Session, now: DateTime<Utc>) -> bool {
    now < session.expires_at && now < session.last_used_at + SESSION_IDLE
}

fn live(session: Option<Session>, now: DateTime<Utc>) -> Result<Session, AuthenticationError> {
    session
        .filter(|session| is_live(session, now))
        .ok_or(AuthenticationError::Invalid)
}

/// The rights of a session: all that its user holds now.
fn session_actor(
    connection: &mut DbConnection,
    session: &Session,
) -> Result<Actor, AuthenticationError> {
    let grants = role_grants::grants(connection, session.user_id)?;
    Ok(Actor::new(
        Credential::Session(session.id, session.user_id),
        grants,
    ))
}

fn stood_for(
    connection: &mut DbConnection,
    id: ApiTokenId,
    now: DateTime<Utc>,
) -> Result<Actor, AuthenticationError> {
    let token = api_tokens::find(connection, id)?;
    token_actor(connection, token, now)
}

/// The rights of a token: its role, within its scope, and never more than its maker holds now.
fn token_actor(
    connection: &mut DbConnection,
    token: Option<ApiToken>,
    now: DateTime<Utc>,
) -> Result<Actor, AuthenticationError> {
    let live = token.filter(|token| token.expires_at.is_none_or(|end| now < end));
    let token = live.ok_or(AuthenticationError::Invalid)?;
    let grants = match token.created_by {
        None => Grants::from_roles([(token.role, token.scope)]),
        Some(maker) => {
            let user = account_users::find(connection, maker)?.filter(|user| user.enabled);
            if user.is_none() {
                return Err(AuthenticationError::Invalid);
            }
            role_grants::grants(connection, maker)?
                .limited_to(token.role.permissions(), token.scope)
        }
    };
    Ok(Actor::new(
        Credential::ApiToken(token.id, token.created_by),
        grants,
    ))
}
