//! From a presented credential to an [`Actor`] with the rights that the database says it has now.

mod access_key;

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    secret_token::{SecretKind, SecretToken},
};
use usher_persistence::{
    DatabaseError, DbConnection, access_keys, account_users,
    api_tokens::{self, ApiToken},
    role_grants,
    sessions::{self, Session},
};

use crate::{
    App,
    access_tokens::{self, Subject},
    credentials::Issued,
    failure::database_failures,
};

pub use access_key::{AccessKeyError, with_access_key, with_client_credentials};

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
    with_secret(app, secret.ok_or(AuthenticationError::Invalid)?).await
}

/// Authenticates what vendors' clients send as `X-Auth-Token`: an IAM token, or whatever a bearer
/// may be.
///
/// # Errors
/// [`AuthenticationError::Invalid`] when it is none of them, has ended, or was revoked.
pub async fn with_auth_token(app: &App, token: &str) -> Result<Actor, AuthenticationError> {
    match SecretToken::parse(SecretKind::IamToken, token) {
        Some(secret) => with_secret(app, secret).await,
        None => with_bearer(app, token).await,
    }
}

/// Authenticates the secret of a session. Its prefix, which the hash covers, keeps the cookies of
/// browsers and the tokens of programs apart.
async fn with_secret(app: &App, secret: SecretToken) -> Result<Actor, AuthenticationError> {
    let hash = secret.hash();
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
            Subject::ApiToken(id) => {
                let token = api_tokens::find(connection, id)?;
                token_actor(connection, token, now)
            }
            Subject::AccessKey(id) => {
                let key = access_keys::find(connection, id)?;
                let key = key.ok_or(AuthenticationError::Invalid)?;
                Issued::from(&key).actor(connection, now)
            }
        })
        .await?;
    Ok(Actor {
        delegated: true,
        ..stood_for
    })
}

/// Authenticates an API token that was made for one account, for places where a token is easily
/// overheard and should be worth little.
///
/// # Errors
/// [`AuthenticationError::Invalid`] for any other credential, and for one that has ended.
pub async fn with_account_token(app: &App, token: &str) -> Result<Actor, AuthenticationError> {
    let secret = SecretToken::parse(SecretKind::ApiToken, token);
    let hash = secret.ok_or(AuthenticationError::Invalid)?.hash();
    let now = app.now();
    app.database
        .read(move |connection| {
            let token = api_tokens::find_by_hash(connection, hash)?;
            let of_one_account = token.filter(|token| token.scope.account().is_some());
            token_actor(connection, of_one_account, now)
        })
        .await
}

/// What a credential may do now that asked for something earlier, and is not presented again: the one
/// rule for bulk sends and imports. What a person asked for in a browser stands on her own rights, also
/// after she has signed out; a program's token must still be good.
///
/// # Errors
/// [`AuthenticationError::Invalid`] when it was revoked or has ended, or its user is disabled or gone.
pub(crate) fn standing(
    connection: &mut DbConnection,
    credential: Credential,
    delegated: bool,
    now: DateTime<Utc>,
) -> Result<Actor, AuthenticationError> {
    let actor = match credential {
        Credential::System => Actor::system(),
        Credential::ApiToken(id, _) => {
            let token = api_tokens::find(connection, id)?;
            token_actor(connection, token, now)?
        }
        Credential::AccessKey(id, _) => {
            let key = access_keys::find(connection, id)?;
            let key = key.ok_or(AuthenticationError::Invalid)?;
            Issued::from(&key).actor(connection, now)?
        }
        Credential::Session(id, user) => {
            let found = account_users::find(connection, user)?;
            found
                .filter(|user| user.enabled)
                .ok_or(AuthenticationError::Invalid)?;
            if delegated {
                let session = live(sessions::find(connection, id)?, now)?;
                session_actor(connection, &session)?
            } else {
                Actor::new(credential, role_grants::grants(connection, user)?)
            }
        }
        Credential::LinkHolder(_) | Credential::Anonymous => {
            return Err(AuthenticationError::Invalid);
        }
    };
    Ok(Actor { delegated, ..actor })
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

/// The rights of a session: all that its user holds now, within the scope of a program's token. A
/// program is not its user in person.
fn session_actor(
    connection: &mut DbConnection,
    session: &Session,
) -> Result<Actor, AuthenticationError> {
    let grants = role_grants::grants(connection, session.user_id)?;
    Ok(Actor {
        credential: Credential::Session(session.id, session.user_id),
        delegated: session.scope.is_some(),
        grants: match session.scope {
            None => grants,
            Some(scope) => scope.limit(grants),
        },
    })
}

/// The rights of a token that was not revoked.
fn token_actor(
    connection: &mut DbConnection,
    token: Option<ApiToken>,
    now: DateTime<Utc>,
) -> Result<Actor, AuthenticationError> {
    let token = token.ok_or(AuthenticationError::Invalid)?;
    Issued::from(&token).actor(connection, now)
}
