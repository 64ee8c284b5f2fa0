//! Calling a message off, and trying a failed one again.

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::MessageId,
    message::Message,
    permission::Permission,
};
use usher_persistence::{
    DbConnection, Signal, account_users, accounts, audit_events, messages, password_links,
};

use super::WelcomeEmailError;
use crate::{App, access::Target};

/// Calls a message off while it waits; its link is void from then on.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn cancel(app: &App, actor: &Actor, id: MessageId) -> Result<(), WelcomeEmailError> {
    let event = app.event(actor, AuditAction::WelcomeEmailCancelled);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Delivery, move |connection| {
            let (message, target) = find(connection, &actor, id)?;
            if !messages::cancel(connection, id, now)? {
                return Err(WelcomeEmailError::NotCancellable);
            }
            password_links::void_of_message(connection, id, now)?;
            let (user, status) = (target.user.id, DeliveryStatus::Cancelled);
            account_users::note_welcome_status(connection, user, id, status, now)?;
            let event = event.clone().in_account(message.account_id).on(user);
            audit_events::insert(connection, &event.with("welcome_email", id))?;
            Ok(())
        })
        .await
}

/// Queues a failed or cancelled message again: the same message with the same link.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn retry(
    app: &App,
    actor: &Actor,
    id: MessageId,
) -> Result<Message, WelcomeEmailError> {
    let event = app.event(actor, AuditAction::WelcomeEmailRetried);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            let (message, target) = find(connection, &actor, id)?;
            if !target.user.enabled {
                return Err(WelcomeEmailError::Disabled);
            }
            let address = target.user.email.as_ref().map(EmailAddress::folded);
            if address != Some(message.recipient.folded()) {
                return Err(WelcomeEmailError::NoAddress);
            }
            let links = password_links::list_of_messages(connection, &[id])?;
            let good = |link: &usher_domain::password_link::PasswordLink| {
                link.consumed_at.is_none() && link.superseded_at.is_none()
            };
            if links.is_empty() || !links.iter().all(good) {
                return Err(WelcomeEmailError::NotRetryable);
            }
            let account = accounts::find(connection, message.account_id)?;
            let account = account.ok_or(WelcomeEmailError::NotFound)?;
            let give_up_at = now + account.settings.link_life.duration();
            if !messages::requeue(connection, id, now, give_up_at)? {
                return Err(WelcomeEmailError::NotRetryable);
            }
            password_links::renew_of_message(connection, id, give_up_at)?;
            let (user, status) = (target.user.id, DeliveryStatus::Queued);
            account_users::note_welcome_status(connection, user, id, status, now)?;
            let event = event.clone().in_account(message.account_id).on(user);
            audit_events::insert(connection, &event.with("welcome_email", id))?;
            messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound)
        })
        .await
}

/// The message and its user, whose row is held from here on; the actor may send her mail.
fn find(
    connection: &mut DbConnection,
    actor: &Actor,
    id: MessageId,
) -> Result<(Message, Target), WelcomeEmailError> {
    let message = messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound)?;
    account_users::take(connection, message.user_id)?;
    let target = Target::find_visible(connection, actor, message.user_id)?;
    let target = target.ok_or(WelcomeEmailError::NotFound)?;
    target.require(actor, Permission::WelcomeEmailsSend)?;
    let message = messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound)?;
    Ok((message, target))
}
