//! Signing in, and the sessions that come of it.

use chrono::Duration;
use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, Credential},
    audit::AuditAction,
    email_address::EmailAddress,
    grants::Grants,
    ids::{AccountId, SessionId},
    names::{AccountName, LoginName},
    password::Password,
    request_origin::RequestOrigin,
    secret_token::{SecretKind, SecretToken},
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, accounts, audit_events, sessions,
};

pub use usher_persistence::sessions::Session;

use crate::{
    App, TooMany, authentication,
    failure::database_failures,
    password_hasher::{HasherBusy, Lane},
    throttle::Attempt,
};

/// A session ends this long after it began, however much it is used.
const SESSION_LIFE: Duration = Duration::days(30);

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

/// A session that just began.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The session.
    pub session: Session,
    /// The value of its cookie.
    pub secret: SecretToken,
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

database_failures!(SignInError, SessionError);

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
    let Verified {
        user,
        hash: verified,
        attempt,
    } = verify(
        app,
        request.login,
        request.account,
        request.password,
        request.origin.address,
    )
    .await?;
    app.throttle.succeed(&attempt);
    let new = mint(app, user.id, &request.origin);
    let actor = Actor {
        credential: Credential::Session(new.session.id, user.id),
        grants: Grants::none(),
    };
    let event = app
        .event(&actor, AuditAction::SignedIn)
        .in_account(user.account_id)
        .on(user.id);
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
    pub(crate) hash: Option<String>,
    /// The attempt that succeeded.
    pub(crate) attempt: Attempt,
}

/// Finds the one user whom the identifier names, and checks her password. For every way of signing
/// in, whatever the API.
///
/// # Errors
/// [`SignInError::Refused`] for any wrong part, after the same work.
pub(crate) async fn verify(
    app: &App,
    login: String,
    account: Option<String>,
    password: Password,
    address: Option<std::net::IpAddr>,
) -> Result<Verified, SignInError> {
    let attempt = Attempt::new(Some(&counted_identifier(&login)), address);
    app.throttle.check(&attempt, app.now())?;
    let found = app
        .database
        .read(move |connection| {
            let user = identify(connection, &login, account.as_deref())?;
            let Some(user) = user.filter(|user| user.enabled) else {
                return Ok(None);
            };
            let hash = account_users::password_hash(connection, user.id)?;
            Ok::<_, SignInError>(Some((user, hash)))
        })
        .await?;
    let (user, hash) = found.map_or((None, None), |(user, hash)| (Some(user), hash));
    let matches = app
        .hasher
        .verify(Lane::SignIn, password, hash.clone())
        .await?;
    match user {
        Some(user) if matches => Ok(Verified {
            user,
            hash,
            attempt,
        }),
        _ => {
            app.throttle.fail(&attempt, app.now());
            Err(SignInError::Refused)
        }
    }
}

/// The form in which an address or login is looked up. Empty, and so nobody's, when it is neither.
pub(crate) fn fold_identifier(text: &str) -> String {
    match EmailAddress::parse(text.trim()) {
        Ok(address) => address.folded(),
        Err(_) => LoginName::parse(text)
            .map(|login| login.folded())
            .unwrap_or_default(),
    }
}

/// The form in which guesses at an identifier are counted; whatever was typed, not more than an
/// identifier can be long.
pub(crate) fn counted_identifier(text: &str) -> String {
    text.trim()
        .chars()
        .take(LoginName::MAX)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The one user whom an identifier names: an address or login, in the named account, in the account
/// behind its last `@`, or in the whole installation if nobody else has it.
pub(crate) fn identify(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<&str>,
) -> Result<Option<AccountUser>, DatabaseError> {
    if let Some(account) = account.filter(|name| !name.trim().is_empty()) {
        return match find_account(connection, account)? {
            Some(account) => only(connection, identifier, Some(account)),
            None => Ok(None),
        };
    }
    if let Some(user) = only(connection, identifier, None)? {
        return Ok(Some(user));
    }
    // Split as it was typed: an account's name may have blanks, which no login and no address has.
    let Some((login, account)) = identifier.rsplit_once('@') else {
        return Ok(None);
    };
    match find_account(connection, account)? {
        Some(account) => only(connection, login, Some(account)),
        None => Ok(None),
    }
}

fn find_account(
    connection: &mut DbConnection,
    name: &str,
) -> Result<Option<AccountId>, DatabaseError> {
    let Ok(name) = AccountName::parse(name) else {
        return Ok(None);
    };
    Ok(accounts::find_by_name(connection, &name)?.map(|account| account.id))
}

fn only(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<AccountId>,
) -> Result<Option<AccountUser>, DatabaseError> {
    let identifier = fold_identifier(identifier);
    let mut users = account_users::find_by_identifier(connection, &identifier, account, 2)?;
    Ok(if users.len() == 1 { users.pop() } else { None })
}

/// Draws a new session for a user; it is worth something once it is stored.
pub(crate) fn mint(
    app: &App,
    user: usher_domain::ids::AccountUserId,
    origin: &RequestOrigin,
) -> NewSession {
    let now = app.now();
    let session = Session {
        id: SessionId::mint(now, &*app.entropy),
        user_id: user,
        user_agent: origin.user_agent.clone(),
        address: origin.address.map(|address| address.to_string()),
        created_at: now,
        last_used_at: now,
        expires_at: now + SESSION_LIFE,
    };
    NewSession {
        session,
        secret: SecretToken::mint(SecretKind::Session, &*app.entropy),
    }
}

fn own(actor: &Actor) -> Result<(SessionId, usher_domain::ids::AccountUserId), SessionError> {
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
