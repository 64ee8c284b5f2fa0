//! Calling a message off, and trying a failed one again.

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::MessageId,
    message::Message,
    password_link::{LinkId, LinkPurpose, LinkState, PasswordLink},
    permission::Permission,
};
use usher_persistence::{
    DbConnection, Signal, account_users, accounts, audit_events, messages,
    password_links::{self, NewLink},
};

use super::WelcomeEmailError;
use crate::{
    App,
    access::Target,
    limits::{self, Recipients},
    outgoing::TEMPLATE_VERSION,
};

/// Calls a message off while it waits; the link that it was to bring is void from then on. One that was
/// called off before stays so.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn cancel(app: &App, actor: &Actor, id: MessageId) -> Result<(), WelcomeEmailError> {
    let event = app.event(actor, AuditAction::WelcomeEmailCancelled);
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .write_signalling(Signal::Delivery, move |connection| {
            let (message, target) = find(connection, &actor, id)?;
            if message.purpose == LinkPurpose::Welcome
                && message.status == DeliveryStatus::Cancelled
            {
                return Ok(());
            }
            if message.purpose != LinkPurpose::Welcome || !messages::cancel(connection, id, now)? {
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

/// Queues a failed or cancelled message again: the same message with the same link, or with a fresh
/// one where that was voided, because a voided link never comes back. Like a new request it calls
/// off others that wait, and counts towards the limits.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn retry(app: &App, actor: &Actor, id: MessageId) -> Result<Message, WelcomeEmailError> {
    let event = app.event(actor, AuditAction::WelcomeEmailRetried);
    let (actor, now) = (actor.clone(), app.now());
    let (fresh, key_id) = (LinkId::mint(&*app.entropy), app.keyring().current().id());
    let (again, recipients) = (MessageId::mint(now, &*app.entropy), Recipients::of(app));
    app.write_once(Signal::Outbox, move |connection| {
        let (message, target) = find(connection, &actor, id)?;
        if !target.user.enabled {
            return Err(WelcomeEmailError::Disabled);
        }
        let address = target.user.email.as_ref().map(EmailAddress::folded);
        if address != Some(message.recipient.folded()) {
            return Err(WelcomeEmailError::NoAddress);
        }
        let links = password_links::list_of_messages(connection, &[id])?;
        let good = |link: &PasswordLink| link.consumed_at.is_none() && link.superseded_at.is_none();
        let [link] = &links[..] else {
            return Err(WelcomeEmailError::NotRetryable);
        };
        let ended = matches!(
            message.status,
            DeliveryStatus::Failed | DeliveryStatus::Cancelled
        );
        if message.purpose != LinkPurpose::Welcome || !ended || !good(link) {
            return Err(WelcomeEmailError::NotRetryable);
        }
        let account = accounts::find(connection, message.account_id)?;
        let account = account.ok_or(WelcomeEmailError::NotFound)?;
        recipients.admit_again::<WelcomeEmailError>(connection, &target.user, again, now)?;
        limits::admit::<WelcomeEmailError>(connection, &account, now)?;
        let life = account.settings.link_life.duration();
        let (user, give_up_at) = (target.user.id, now + life);
        messages::cancel_waiting(connection, &[user], Some(LinkPurpose::Welcome), now)?;
        if !messages::requeue(connection, id, now, give_up_at)? {
            return Err(WelcomeEmailError::NotRetryable);
        }
        if !target.grants.are_empty() {
            messages::drop_templates(connection, user, TEMPLATE_VERSION)?;
        }
        password_links::renew_of_message(connection, id, give_up_at)?;
        let renewed = password_links::find(connection, link.id)?;
        let state = renewed.map(|link| link.state(Some(&target.user), now));
        if state != Some(LinkState::Open) {
            password_links::detach(connection, link.id)?;
            let fresh = NewLink {
                id: fresh,
                key_id,
                purpose: message.purpose,
                user_id: Some(user),
                message_id: Some(id),
                account_name: account.name.to_string(),
                login: target.user.login.to_string(),
                sent_to: Some(message.recipient.clone()),
                created_at: now,
                life,
            };
            password_links::insert(connection, &fresh)?;
        }
        account_users::set_latest_welcome(connection, user, id, now)?;
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
    let target = Target::take_visible(connection, actor, message.user_id)?;
    let target = target.ok_or(WelcomeEmailError::NotFound)?;
    target.require(actor, Permission::WelcomeEmailsSend)?;
    let message = messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound)?;
    Ok((message, target))
}
