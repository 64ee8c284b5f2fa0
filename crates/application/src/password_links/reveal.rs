//! Showing a redeemable link to an administrator, and voiding links.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential, PermissionDenied},
    audit::AuditAction,
    ids::AccountUserId,
    password::Password,
    permission::Permission,
};
use usher_mail::letter::LinkUrl;
use usher_persistence::{DatabaseError, Signal, audit_events, messages, password_links};

use crate::{
    App, TooMany,
    access::Target,
    own_password::{self, unproven_refusals},
};

/// A link that can be redeemed, in clear.
#[derive(Debug, Clone)]
pub struct RevealedLink {
    /// The URL.
    pub url: LinkUrl,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Why a link was not shown, or links not voided.
#[derive(Debug, thiserror::Error)]
pub enum RevealError {
    /// There is no such user, or the actor may not see her.
    #[error("no such user")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The administrator's own password is wrong or was not given.
    #[error("your own password is needed")]
    PasswordRequired,
    /// The user has no link that could be redeemed.
    #[error("the user has no open link")]
    NoOpenLink,
    /// Guessed too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many hashes wait already.
    #[error("too many passwords are being checked at once")]
    Busy,
    /// The database failed.
    #[error("the link could not be read or voided")]
    Database(#[source] DatabaseError),
}

/// Shows the user's newest link that can be redeemed. Signed-in administrators give their own
/// password again; it is audited either way.
///
/// # Errors
/// See [`RevealError`].
pub async fn reveal(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
    password: Option<Password>,
) -> Result<RevealedLink, RevealError> {
    let (asking, now) = (actor.clone(), app.now());
    let link = app
        .database
        .read(move |connection| {
            let target = Target::find_visible(connection, &asking, user)?;
            let target = target.ok_or(RevealError::NotFound)?;
            target.require(&asking, Permission::PasswordLinksReveal)?;
            let link = password_links::newest_open(connection, user, None, now)?;
            let link = link.filter(|link| {
                link.state(Some(&target.user), now) == usher_domain::password_link::LinkState::Open
            });
            Ok::<_, RevealError>((link, target.user.account_id))
        })
        .await?;
    confirm(app, actor, password).await?;
    let (link, account) = link;
    let link = link.ok_or(RevealError::NoOpenLink)?;
    let url = super::url(app, &app.keyring(), &link).ok_or(RevealError::NoOpenLink)?;
    let event = app
        .event(actor, AuditAction::PasswordLinkRevealed)
        .in_account(account)
        .on(user);
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            audit_events::insert(connection, &event)
        })
        .await
        .map_err(RevealError::Database)?;
    Ok(RevealedLink {
        url,
        expires_at: link.expires_at,
    })
}

/// Has a signed-in administrator prove again that it is she who sits there.
async fn confirm(app: &App, actor: &Actor, password: Option<Password>) -> Result<(), RevealError> {
    let Credential::Session(_, own) = actor.credential else {
        return Ok(());
    };
    own_password::prove(app, own, password, None).await?;
    Ok(())
}

unproven_refusals!(RevealError, PasswordRequired);

/// Voids all links of a user at once, and calls off her messages that wait.
///
/// # Errors
/// See [`RevealError`].
pub async fn revoke_all(app: &App, actor: &Actor, user: AccountUserId) -> Result<(), RevealError> {
    let event = app.event(actor, AuditAction::PasswordLinksRevoked).on(user);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let target = Target::take_visible(connection, &actor, user)?;
            let target = target.ok_or(RevealError::NotFound)?;
            target.require(&actor, Permission::PasswordLinksRevoke)?;
            messages::cancel_waiting(connection, &[user], None, now)?;
            password_links::void_all(connection, user, now)?;
            let event = event.clone().in_account(target.user.account_id);
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
