//! Setting a password with a link: once, by whoever comes first.

use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    email_address::EmailAddress,
    ids::{AccountUserId, RoleGrantId},
    names::AccountName,
    password::{Password, WeakPassword},
    password_link::{self, AuthenticLink, LinkPurpose, LinkState},
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, audit_events,
    delivery_hours::{self, Tally},
    messages, password_links, sessions as stored_sessions,
};

use super::inspect::{Held, LinkError};
use crate::{
    App,
    new_passwords::hash,
    password_hasher::{HasherBusy, Lane},
    sessions::{self, NewSession},
    setup::{self, FirstOwner},
};

/// What comes with a link.
#[derive(Debug)]
pub struct Redemption {
    /// The new password.
    pub password: Password,
    /// For the first owner only: her address.
    pub email: Option<EmailAddress>,
    /// For the first owner only: the name of the first account.
    pub account: Option<AccountName>,
    /// From where.
    pub origin: RequestOrigin,
}

/// Why a link set no password.
#[derive(Debug, thiserror::Error)]
pub enum ConsumeError {
    /// It has set one already.
    #[error("the link has already been used")]
    Used,
    /// Its time has run out.
    #[error("the link has expired")]
    Expired,
    /// A newer mail took its place.
    #[error("a newer mail took the link's place")]
    Superseded,
    /// It is not valid; nobody is told why.
    #[error("the link is not valid")]
    Void,
    /// The password is not good enough; the link stays as it is.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The first owner must say where she is reached.
    #[error("the first owner needs an email address")]
    MissingEmail,
    /// The name for the first account is taken.
    #[error("another account has this name")]
    AccountNameTaken,
    /// Too many passwords are being set at this moment.
    #[error("too many passwords are being set at once")]
    Busy,
    /// The database failed; the link stays as it is.
    #[error("the password could not be stored")]
    Database(#[source] DatabaseError),
}

impl From<HasherBusy> for ConsumeError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

impl From<LinkError> for ConsumeError {
    fn from(LinkError::Database(error): LinkError) -> Self {
        Self::Database(error)
    }
}

/// Sets a password and signs in. In one transaction it consumes the link, voids the user's other
/// links, stores the password, ends her sessions and begins a new one.
///
/// # Errors
/// See [`ConsumeError`].
pub async fn consume(
    app: &App,
    token: &str,
    redemption: Redemption,
) -> Result<NewSession, ConsumeError> {
    let authentic = password_link::authenticate(&app.keyring(), token);
    let authentic = authentic.map_err(|_| ConsumeError::Void)?;
    // The link is looked at before anything costly is done for whoever holds it.
    let held = app
        .database
        .read(move |connection| Held::find(connection, authentic.id))
        .await?;
    let held = held.ok_or(ConsumeError::Void)?;
    refuse_unless_open(held.state(app.now()))?;
    match held.user {
        Some(_) => redeem(app, authentic, held, redemption).await,
        None => found(app, authentic, redemption).await,
    }
}

pub(super) fn refuse_unless_open(state: LinkState) -> Result<(), ConsumeError> {
    match state {
        LinkState::Open => Ok(()),
        LinkState::Used => Err(ConsumeError::Used),
        LinkState::Superseded => Err(ConsumeError::Superseded),
        LinkState::Expired => Err(ConsumeError::Expired),
        LinkState::Void => Err(ConsumeError::Void),
    }
}

async fn redeem(
    app: &App,
    link: AuthenticLink,
    held: Held,
    redemption: Redemption,
) -> Result<NewSession, ConsumeError> {
    let user = held.user.ok_or(ConsumeError::Void)?;
    let (password, account) = (redemption.password, held.account.as_ref());
    let hash = hash::<ConsumeError>(app, Lane::Redeem, password, &user, account).await?;
    let session = sessions::mint(app, user.id, &redemption.origin);
    let event = consumed(app, user.id)
        .in_account(user.account_id)
        .with("purpose", link.purpose.as_str())
        .with("session", session.session.id);
    let (row, cookie, now) = (session.session.clone(), session.secret.hash(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let user = user.id;
            if !account_users::take(connection, user)? {
                return Err(ConsumeError::Void);
            }
            take_link(connection, link, now)?;
            account_users::set_password_hash(connection, user, &hash, now)?;
            account_users::note_sign_in(connection, user, now)?;
            password_links::void_all(connection, user, now)?;
            messages::cancel_waiting(connection, &[user], None, now)?;
            stored_sessions::delete_all(connection, user, None)?;
            stored_sessions::insert(connection, &row, cookie)?;
            audit_events::insert(connection, &event)?;
            let mut tally = Tally::default();
            delivery_hours::note_password_set(connection, &mut tally, link.id, now)?;
            delivery_hours::add(connection, &tally, row.id.as_bytes()[15])?;
            Ok(())
        })
        .await?;
    Ok(session)
}

/// Consumes the link, or says why that came too late.
fn take_link(
    connection: &mut DbConnection,
    link: AuthenticLink,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), ConsumeError> {
    if password_links::consume(connection, link.id, now)? {
        return Ok(());
    }
    let held = Held::find(connection, link.id)?.ok_or(ConsumeError::Void)?;
    refuse_unless_open(held.state(now))?;
    Err(ConsumeError::Void)
}

fn consumed(app: &App, user: AccountUserId) -> AuditEvent {
    let holder = Actor::link_holder(user);
    app.event(&holder, AuditAction::PasswordLinkConsumed)
        .on(user)
}

/// The first start: the link's holder becomes the first owner of a first account.
async fn found(
    app: &App,
    link: AuthenticLink,
    redemption: Redemption,
) -> Result<NewSession, ConsumeError> {
    if link.purpose != LinkPurpose::Setup {
        return Err(ConsumeError::Void);
    }
    let email = redemption.email.ok_or(ConsumeError::MissingEmail)?;
    let owner = FirstOwner::draft(app, email, redemption.account);
    let (password, account) = (redemption.password, Some(&owner.account));
    let hash = hash::<ConsumeError>(app, Lane::Redeem, password, &owner.user, account).await?;
    let session = sessions::mint(app, owner.user.id, &redemption.origin);
    let grant = RoleGrantId::mint(app.now(), &*app.entropy);
    let events = [
        consumed(app, owner.user.id)
            .with("purpose", link.purpose.as_str())
            .with("session", session.session.id),
        app.event(&Actor::system(), AuditAction::InstallationSetUp)
            .on(owner.user.id),
    ];
    let (row, cookie, now) = (session.session.clone(), session.secret.hash(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            usher_persistence::installation::take(connection)?;
            take_link(connection, link, now)?;
            setup::store(connection, &owner, grant, &hash)?;
            account_users::note_sign_in(connection, owner.user.id, now)?;
            stored_sessions::insert(connection, &row, cookie)?;
            for event in &events {
                let event = event.clone().in_account(owner.account.id);
                audit_events::insert(connection, &event)?;
            }
            Ok::<_, ConsumeError>(())
        })
        .await?;
    Ok(session)
}
