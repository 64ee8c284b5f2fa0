//! Mail that was captured instead of sent. It shows redeemable links, so it takes the same
//! permission as revealing one, and opening it is audited.

use chrono::Duration;
use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::{AuditAction, AuditEvent},
    ids::MessageId,
    keyring::Keyring,
    message::Message,
    password_link::{self, LinkId},
    permission::Permission,
};
use usher_mail::capture::{CaptureError, CaptureFolder};
use usher_persistence::{DatabaseError, Signal, audit_events, messages, password_links};

use crate::{
    App, DeliveryRoute, Page, PageRequest, access::Target, failure::database_failures,
    page::InvalidCursor,
};

/// Within this time, everything that is asked for of one mail is one look at it.
const ONE_LOOK: Duration = Duration::minutes(1);

/// How many of a user's latest events are looked through for the one that a look has left already.
const LATEST: i64 = 10;

/// How a captured mail is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It is shown, which is on record.
    Opened,
    /// It is only asked whether it could be shown.
    Asked,
}

/// A captured mail, opened.
#[derive(Debug, Clone)]
pub struct CapturedEmail {
    /// The message.
    pub message: Message,
    /// `From`.
    pub from: String,
    /// `To`.
    pub to: String,
    /// `Subject`.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Why captured mail was not shown.
#[derive(Debug, thiserror::Error)]
pub enum CapturedEmailError {
    /// There is none, it went with its link, or the actor may not see it.
    #[error("no such captured mail")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The folder could not be read.
    #[error("the captured mail could not be read")]
    Folder(#[source] CaptureError),
    /// The database failed.
    #[error("the captured mail could not be looked up")]
    Database(#[source] DatabaseError),
}

database_failures!(CapturedEmailError);

impl From<InvalidCursor> for CapturedEmailError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

fn folder(app: &App) -> Result<CaptureFolder, CapturedEmailError> {
    match &app.route {
        DeliveryRoute::Capture(folder) => Ok(folder.clone()),
        DeliveryRoute::Smtp(_) => Err(CapturedEmailError::NotFound),
    }
}

/// Captured mail that the actor may see, the newest first.
///
/// # Errors
/// See [`CapturedEmailError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    page: PageRequest,
) -> Result<Page<Message>, CapturedEmailError> {
    let permission = Permission::PasswordLinksReveal;
    let visible = actor.grants.accounts_with(permission);
    if visible.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied { permission }.into());
    }
    let (before, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| {
            messages::list_captured(connection, visible.as_deref(), before, rows)
        })
        .await
        .map_err(CapturedEmailError::Database)?;
    Ok(page.page(found, |message| [message.id.to_string()]))
}

/// Opens one captured mail.
///
/// # Errors
/// See [`CapturedEmailError`].
pub async fn read(
    app: &App,
    actor: &Actor,
    id: MessageId,
    look: Look,
) -> Result<CapturedEmail, CapturedEmailError> {
    let folder = folder(app)?;
    // Read before anything is decided: which links a mail shows is for the mail to say, because a
    // link may have moved to another message since.
    let mail = tokio::task::spawn_blocking(move || folder.read(id.into()))
        .await
        .map_err(|_| CapturedEmailError::NotFound)?
        .map_err(CapturedEmailError::Folder)?;
    let mail = mail.ok_or(CapturedEmailError::NotFound)?;
    let shown = shown_links(&app.keyring(), &mail.text);
    let asking = actor.clone();
    let message = app
        .database
        .read(move |connection| {
            let message = messages::find(connection, id)?.ok_or(CapturedEmailError::NotFound)?;
            let target = Target::find_visible(connection, &asking, message.user_id)?;
            let target = target.ok_or(CapturedEmailError::NotFound)?;
            target.require(&asking, Permission::PasswordLinksReveal)?;
            // A reset mail shows the links of everybody who has the address, in other accounts too.
            for link in &shown {
                // That of somebody who was deleted leads nowhere.
                let Some(link) = password_links::find(connection, *link)? else {
                    continue;
                };
                let holder = link.user_id.ok_or(CapturedEmailError::NotFound)?;
                let holder = Target::find(connection, holder)?;
                let holder = holder.ok_or(CapturedEmailError::NotFound)?;
                holder.require(&asking, Permission::PasswordLinksReveal)?;
            }
            Ok::<_, CapturedEmailError>(message)
        })
        .await?;
    if look == Look::Opened {
        note(app, actor, &message).await?;
    }
    Ok(CapturedEmail {
        message,
        from: mail.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
    })
}

/// Puts on record who opened a mail: once, however many parts of it a page asks for.
async fn note(app: &App, actor: &Actor, message: &Message) -> Result<(), CapturedEmailError> {
    let event = app
        .event(actor, AuditAction::CapturedEmailRead)
        .on(message.user_id);
    let event = event
        .in_account(message.account_id)
        .with("welcome_email", message.id);
    let user = message.user_id;
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let latest = audit_events::list_of_target(connection, user.into(), None, None, LATEST)?;
            // One that lies ahead was left before the clock was set back.
            let one_look = |known: &AuditEvent| (event.at - known.at).abs() < ONE_LOOK;
            if latest
                .iter()
                .any(|known| known.is_repeated_by(&event) && one_look(known))
            {
                return Ok(());
            }
            audit_events::insert(connection, &event)
        })
        .await
        .map_err(CapturedEmailError::Database)
}

/// The links of this installation that a text shows.
fn shown_links(keyring: &Keyring, text: &str) -> Vec<LinkId> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter_map(|word| password_link::authenticate(keyring, word).ok())
        .map(|link| link.id)
        .collect()
}
